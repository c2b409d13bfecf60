import { z } from 'zod';

interface NetworkPeeringBase {
  readonly projectId: string;
  /** The id of the network container on Atlas's side. */
  readonly containerId: string;
  /** Atlas's id; null until Atlas has made the connection. */
  readonly id: string | null;
  /** How far the connection is, in one vocabulary for all clouds. */
  readonly state: NetworkPeeringState;
  /** Why it failed, in Atlas's words; null where it did not. */
  readonly error: string | null;
}

/** `waiting`: a person must accept or complete it in the customer's own cloud account. */
export type NetworkPeeringState = 'initiating' | 'waiting' | 'available' | 'failed' | 'deleting';

/** A peering to a VPC in AWS. */
export interface AwsNetworkPeering extends NetworkPeeringBase {
  readonly provider: 'AWS';
  readonly awsAccountId: string;
  readonly vpcId: string;
  /** The region of the customer's VPC, in AWS's spelling (`eu-west-1`); null where Atlas does not say. */
  readonly accepterRegion: string | null;
  /** The block that Atlas routes to the customer's VPC: what can be reached through the peering. */
  readonly routeTableCidrBlock: string;
}

/** A peering to a VNet in Azure. */
export interface AzureNetworkPeering extends NetworkPeeringBase {
  readonly provider: 'AZURE';
  readonly azureDirectoryId: string;
  readonly azureSubscriptionId: string;
  readonly resourceGroupName: string;
  readonly vnetName: string;
}

/** A peering to a network in Google Cloud. */
export interface GcpNetworkPeering extends NetworkPeeringBase {
  readonly provider: 'GCP';
  readonly gcpProjectId: string;
  readonly networkName: string;
}

/** A two-way route between a project's private network and one of the customer's. */
export type NetworkPeering = AwsNetworkPeering | AzureNetworkPeering | GcpNetworkPeering;

const base = {
  projectId: z.string().min(1),
  containerId: z.string().min(1),
  id: z.string().min(1).nullable(),
  state: z.enum(['initiating', 'waiting', 'available', 'failed', 'deleting']),
  error: z.string().nullable(),
};

export const networkPeering: z.ZodType<NetworkPeering> = z.discriminatedUnion('provider', [
  z.strictObject({
    ...base,
    provider: z.literal('AWS'),
    awsAccountId: z.string(),
    vpcId: z.string().min(1),
    accepterRegion: z.string().nullable(),
    routeTableCidrBlock: z.string(),
  }),
  z.strictObject({
    ...base,
    provider: z.literal('AZURE'),
    azureDirectoryId: z.string(),
    azureSubscriptionId: z.string().min(1),
    resourceGroupName: z.string().min(1),
    vnetName: z.string().min(1),
  }),
  z.strictObject({
    ...base,
    provider: z.literal('GCP'),
    gcpProjectId: z.string().min(1),
    networkName: z.string().min(1),
  }),
]);

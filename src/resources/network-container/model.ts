import { z } from 'zod';

/** The address space that Atlas keeps for a project in one cloud (and region): what peering connects to. */
export interface NetworkContainer {
  readonly projectId: string;
  readonly provider: 'AWS' | 'AZURE' | 'GCP';
  /** The region in Atlas's spelling (`EU_WEST_1`); null for Google Cloud, where one container serves the project. */
  readonly region: string | null;
  /** The block that Atlas's nodes get their private addresses from. It is locked once a cluster or a peer is there. */
  readonly cidrBlock: string;
  /** Google Cloud only: the regions to deploy in, sorted; empty: all of them. */
  readonly regions: readonly string[];
  /** Atlas's id; null until Atlas has made the container. */
  readonly id: string | null;
  /** Whether nodes stand in it. */
  readonly provisioned: boolean;
  /** The network on the cloud's side: VPC id, VNet name or network name; null while there is none. */
  readonly networkName: string | null;
}

export const networkContainer: z.ZodType<NetworkContainer> = z.strictObject({
  projectId: z.string().min(1),
  provider: z.enum(['AWS', 'AZURE', 'GCP']),
  region: z.string().min(1).nullable(),
  cidrBlock: z.string().min(1),
  regions: z.array(z.string()),
  id: z.string().min(1).nullable(),
  provisioned: z.boolean(),
  networkName: z.string().nullable(),
});

import { z } from 'zod';

/** Atlas's side of private endpoints in one region of one cloud: what the customer's endpoints connect to. */
export interface PrivateEndpointService {
  readonly projectId: string;
  readonly provider: 'AWS' | 'AZURE' | 'GCP';
  /** In Atlas's spelling: `EU_WEST_1`; Atlas refuses the cloud's own (`eu-west-1`). */
  readonly region: string;
  /** Google Cloud only: one forwarding rule for all nodes in place of one for each. False elsewhere. */
  readonly portMapping: boolean;
  /** AWS only: further regions whose endpoints may connect, sorted. Empty elsewhere. */
  readonly remoteRegions: readonly string[];
  /** Atlas's id; null until Atlas has made the service. */
  readonly id: string | null;
  readonly status: PrivateEndpointServiceStatus;
  readonly error: string | null;
  /** What the customer's endpoint names: AWS service name or Azure Private Link service name; null while initiating, and for Google Cloud. */
  readonly serviceName: string | null;
  /** Azure only: the full resource id of the Private Link service. */
  readonly serviceResourceId: string | null;
  /** Google Cloud only: the service attachments, in Atlas's order. */
  readonly serviceAttachments: readonly string[];
  /** The endpoints that were registered with it: AWS interface endpoint ids, Azure resource ids or Google Cloud group names, sorted. */
  readonly endpointIds: readonly string[];
}

/** `WAITING_FOR_USER`: nothing more happens until the customer adds an endpoint. */
export type PrivateEndpointServiceStatus = 'INITIATING' | 'AVAILABLE' | 'WAITING_FOR_USER' | 'FAILED' | 'DELETING';

export const privateEndpointService: z.ZodType<PrivateEndpointService> = z.strictObject({
  projectId: z.string().min(1),
  provider: z.enum(['AWS', 'AZURE', 'GCP']),
  region: z.string().min(1),
  portMapping: z.boolean(),
  remoteRegions: z.array(z.string()),
  id: z.string().min(1).nullable(),
  status: z.enum(['INITIATING', 'AVAILABLE', 'WAITING_FOR_USER', 'FAILED', 'DELETING']),
  error: z.string().nullable(),
  serviceName: z.string().nullable(),
  serviceResourceId: z.string().nullable(),
  serviceAttachments: z.array(z.string()),
  endpointIds: z.array(z.string()),
});

import { z } from 'zod';

/** One endpoint in the customer's network that was registered with a private endpoint service. */
export interface PrivateEndpoint {
  readonly projectId: string;
  readonly provider: 'AWS' | 'AZURE' | 'GCP';
  /** The region of the service that it connects to, in Atlas's spelling. */
  readonly region: string;
  /** Whether that service maps ports (Google Cloud only). */
  readonly portMapping: boolean;
  /** Atlas's id of that service. */
  readonly serviceId: string;
  /** AWS: `vpce-…` · Azure: the endpoint's full resource id · Google Cloud: the name of the endpoint group. */
  readonly endpointId: string;
  /** Azure only: the endpoint's private address. */
  readonly ipAddress: string | null;
  /** Google Cloud only: the customer's project. */
  readonly gcpProjectId: string | null;
  /** Google Cloud only: the forwarding rules with their addresses, sorted by name. */
  readonly gcpEndpoints: readonly {
    readonly name: string;
    readonly ipAddress: string;
  }[];
  /** How far the connection is, in one vocabulary for all clouds (AWS says `connectionStatus`, the others `status`). */
  readonly state: PrivateEndpointState;
  readonly error: string | null;
}

/** `rejected` and `failed` carry no traffic. Atlas accepts connections by itself, so none waits for a person. */
export type PrivateEndpointState = 'initiating' | 'available' | 'rejected' | 'failed' | 'deleting';

export const privateEndpoint: z.ZodType<PrivateEndpoint> = z.strictObject({
  projectId: z.string().min(1),
  provider: z.enum(['AWS', 'AZURE', 'GCP']),
  region: z.string().min(1),
  portMapping: z.boolean(),
  serviceId: z.string().min(1),
  endpointId: z.string().min(1),
  ipAddress: z.string().nullable(),
  gcpProjectId: z.string().nullable(),
  gcpEndpoints: z.array(z.strictObject({ name: z.string(), ipAddress: z.string() })),
  state: z.enum(['initiating', 'available', 'rejected', 'failed', 'deleting']),
  error: z.string().nullable(),
});

import { z } from 'zod';

/** An endpoint in the customer's own network that may reach the project's federated databases and online archives. */
export interface DataFederationEndpoint {
  readonly projectId: string;
  /** Google Cloud has no such endpoints. */
  readonly provider: 'AWS' | 'AZURE';
  /** AWS: `vpce-…`; Azure: the full resource id of the private endpoint. */
  readonly endpointId: string;
  readonly comment: string;
  /** Where the endpoint is, in Atlas's spelling, given together with `dnsName`; null where neither was. */
  readonly region: string | null;
  /** The endpoint's own DNS name, by which clients reach it. */
  readonly dnsName: string | null;
  /** Azure only: the endpoint's address in the customer's network. */
  readonly ipAddress: string | null;
  readonly state: 'pending' | 'available' | 'failed' | 'deleting';
  readonly error: string | null;
}

export const dataFederationEndpoint: z.ZodType<DataFederationEndpoint> = z.strictObject({
  projectId: z.string().min(1),
  provider: z.enum(['AWS', 'AZURE']),
  endpointId: z.string().min(1),
  comment: z.string(),
  region: z.string().nullable(),
  dnsName: z.string().nullable(),
  ipAddress: z.string().nullable(),
  state: z.enum(['pending', 'available', 'failed', 'deleting']),
  error: z.string().nullable(),
});

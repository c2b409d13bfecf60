import { z } from 'zod';

/** A private way from Atlas to the key management service that holds the project's own key: one for each region. */
export interface EncryptionAtRestPrivateEndpoint {
  readonly projectId: string;
  /** Whose key management service; Google Cloud has no such endpoints. */
  readonly provider: 'AWS' | 'AZURE';
  /** In Atlas's spelling: `EU_WEST_1`. */
  readonly region: string;
  /** Atlas's id; null until Atlas has made the endpoint. */
  readonly id: string | null;
  readonly state: EncryptionAtRestPrivateEndpointState;
  /** What the other side shows: the endpoint's id at AWS, the name of the connection at Azure; null while initiating. */
  readonly connectionName: string | null;
  readonly error: string | null;
}

/** `pending-acceptance`: the owner of the key vault has to approve the connection. Only `active` carries traffic. */
export type EncryptionAtRestPrivateEndpointState =
  | 'initiating'
  | 'pending-acceptance'
  | 'active'
  | 'failed'
  | 'pending-recreation'
  | 'deleting';

export const encryptionAtRestPrivateEndpoint: z.ZodType<EncryptionAtRestPrivateEndpoint> = z.strictObject({
  projectId: z.string().min(1),
  provider: z.enum(['AWS', 'AZURE']),
  region: z.string().min(1),
  id: z.string().min(1).nullable(),
  state: z.enum(['initiating', 'pending-acceptance', 'active', 'failed', 'pending-recreation', 'deleting']),
  connectionName: z.string().nullable(),
  error: z.string().nullable(),
});

import { z } from 'zod';

/** A bucket of the customer's that backup snapshots can be exported to: data leaves Atlas there. */
export interface SnapshotExportBucket {
  readonly projectId: string;
  readonly id: string;
  readonly cloudProvider: 'AWS' | 'AZURE' | 'GCP';
  readonly bucketName: string;
  /** The cloud provider access role that Atlas writes with. */
  readonly roleId: string | null;
  readonly region: string | null;
  /** AWS only: whether exports go through a private endpoint; null for other clouds. */
  readonly requirePrivateNetworking: boolean | null;
  /** Azure only: the storage account's address. */
  readonly serviceUrl: string | null;
}

export const snapshotExportBucket: z.ZodType<SnapshotExportBucket> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().min(1),
  cloudProvider: z.enum(['AWS', 'AZURE', 'GCP']),
  bucketName: z.string(),
  roleId: z.string().nullable(),
  region: z.string().nullable(),
  requirePrivateNetworking: z.boolean().nullable(),
  serviceUrl: z.string().nullable(),
});

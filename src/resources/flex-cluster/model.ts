import { z } from 'zod';

/** A flex cluster: small, shared, always backed up; Atlas lets only its tags and termination protection be changed. */
export interface FlexCluster {
  readonly projectId: string;
  readonly name: string;
  /** null before Atlas has given it one. */
  readonly id: string | null;
  /** Whose cloud Atlas hosts it on. */
  readonly provider: 'AWS' | 'AZURE' | 'GCP';
  /** In Atlas's spelling: `EU_WEST_1`. */
  readonly regionName: string;
  readonly stateName: string;
  readonly createDate: string;
  readonly mongoDBVersion: string;
  readonly versionReleaseSystem: string;
  readonly terminationProtectionEnabled: boolean;
  /** Always true in what was recorded; Atlas's to set. */
  readonly backupEnabled: boolean;
  /** null while it is being made. */
  readonly connectionStrings: { readonly standard: string | null; readonly standardSrv: string | null };
  /** Sorted by key. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export const flexCluster: z.ZodType<FlexCluster> = z.strictObject({
  projectId: z.string().min(1),
  name: z.string().min(1),
  id: z.string().nullable(),
  provider: z.enum(['AWS', 'AZURE', 'GCP']),
  regionName: z.string(),
  stateName: z.string(),
  createDate: z.string(),
  mongoDBVersion: z.string(),
  versionReleaseSystem: z.string(),
  terminationProtectionEnabled: z.boolean(),
  backupEnabled: z.boolean(),
  connectionStrings: z.strictObject({ standard: z.string().nullable(), standardSrv: z.string().nullable() }),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
});

import { z } from 'zod';

/** When a cluster's cloud backups are taken, how long they live, and where copies go. */
export interface BackupSchedule {
  readonly projectId: string;
  readonly clusterName: string;
  /** How many days back a point in time can be restored, where the cluster has continuous backup. */
  readonly restoreWindowDays: number;
  /** UTC. */
  readonly referenceHourOfDay: number;
  readonly referenceMinuteOfHour: number;
  /** Sorted by frequency, then interval. Empty: no snapshot is taken. */
  readonly policyItems: readonly BackupPolicyItem[];
  /** Copies in further regions, sorted by region and zone. */
  readonly copySettings: readonly BackupCopySetting[];
  readonly autoExportEnabled: boolean;
  readonly export: {
    readonly exportBucketId: string;
    readonly frequencyType: 'monthly' | 'yearly';
  } | null;
  readonly useOrgAndGroupNamesInExportPrefix: boolean;
  /** How many days longer snapshots of a frequency are kept, sorted by frequency. */
  readonly extraRetention: readonly {
    readonly frequencyType: string;
    readonly retentionDays: number;
  }[];
  /** Atlas's id of the policy; a write must name it. Null where Atlas does not say. */
  readonly policyId: string | null;
  /** When the next snapshot is due, as Atlas writes it; null where none is. */
  readonly nextSnapshot: string | null;
}

/** One line of a backup policy: how often, and how long a snapshot lives. */
export interface BackupPolicyItem {
  readonly frequencyType: BackupFrequency;
  /** Hours, days, day of the week (1 = Monday), day of the month (40 = last), or month of the year. */
  readonly frequencyInterval: number;
  readonly retentionUnit: 'days' | 'weeks' | 'months' | 'years';
  readonly retentionValue: number;
}

/** How often a scheduled snapshot is taken. */
export type BackupFrequency = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

/** Copies of snapshots in another region. */
export interface BackupCopySetting {
  readonly cloudProvider: 'AWS' | 'AZURE' | 'GCP';
  readonly regionName: string;
  readonly zoneId: string;
  /** Upper case, as Atlas writes it here: `DAILY`; sorted. */
  readonly frequencies: readonly string[];
  readonly shouldCopyOplogs: boolean;
}

export const backupPolicyItem: z.ZodType<BackupPolicyItem> = z.strictObject({
  frequencyType: z.enum(['hourly', 'daily', 'weekly', 'monthly', 'yearly']),
  frequencyInterval: z.number().int(),
  retentionUnit: z.enum(['days', 'weeks', 'months', 'years']),
  retentionValue: z.number().int(),
});

export const backupSchedule: z.ZodType<BackupSchedule> = z.strictObject({
  projectId: z.string().min(1),
  clusterName: z.string().min(1),
  restoreWindowDays: z.number().int(),
  referenceHourOfDay: z.number().int(),
  referenceMinuteOfHour: z.number().int(),
  policyItems: z.array(backupPolicyItem),
  copySettings: z.array(
    z.strictObject({
      cloudProvider: z.enum(['AWS', 'AZURE', 'GCP']),
      regionName: z.string(),
      zoneId: z.string(),
      frequencies: z.array(z.string()),
      shouldCopyOplogs: z.boolean(),
    }),
  ),
  autoExportEnabled: z.boolean(),
  export: z
    .strictObject({
      exportBucketId: z.string(),
      frequencyType: z.enum(['monthly', 'yearly']),
    })
    .nullable(),
  useOrgAndGroupNamesInExportPrefix: z.boolean(),
  extraRetention: z.array(
    z.strictObject({
      frequencyType: z.string(),
      retentionDays: z.number().int(),
    }),
  ),
  policyId: z.string().nullable(),
  nextSnapshot: z.string().nullable(),
});

const FREQUENCIES: readonly BackupFrequency[] = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];

/** Policy items in their one order: from the most frequent to the least, then by interval and retention. */
export function sortPolicyItems(items: readonly BackupPolicyItem[]): readonly BackupPolicyItem[] {
  return [...items].sort(
    (a, b) =>
      FREQUENCIES.indexOf(a.frequencyType) - FREQUENCIES.indexOf(b.frequencyType) ||
      a.frequencyInterval - b.frequencyInterval ||
      retentionDays(a) - retentionDays(b),
  );
}

const DAYS = { days: 1, weeks: 7, months: 31, years: 366 } as const;

/** The longest that a policy item's snapshots live, in days (a month is counted as 31, a year as 366). */
export function retentionDays(item: Pick<BackupPolicyItem, 'retentionUnit' | 'retentionValue'>): number {
  return item.retentionValue * DAYS[item.retentionUnit];
}

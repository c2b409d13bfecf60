import { z } from 'zod';

/** A project: the wall between environments; every cluster, user and network rule lives in one. Atlas's API says group. */
export interface Project {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  /** Resource tags, sorted by key. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** When Atlas made it, as Atlas writes it; Atlas's to set. */
  readonly created: string;
  /** How many clusters it holds; Atlas's to count. */
  readonly clusterCount: number;
  /** Whether it was made with Atlas's default alerts. Write only in effect: it has a meaning at creation. */
  readonly withDefaultAlertsSettings: boolean;
  /** `COMMERCIAL_FEDRAMP_REGIONS_ONLY` or `GOV_REGIONS_ONLY` in Atlas for Government; null in commercial Atlas. */
  readonly regionUsageRestrictions: string | null;
}

export const project: z.ZodType<Project> = z.strictObject({
  id: z.string().min(1),
  orgId: z.string().min(1),
  name: z.string().min(1),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  created: z.string(),
  clusterCount: z.number(),
  withDefaultAlertsSettings: z.boolean(),
  regionUsageRestrictions: z.string().nullable(),
});

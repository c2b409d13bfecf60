import { z } from 'zod';

/** A resource policy of the organization: Cedar rules that forbid configurations, whoever asks for them. */
export interface ResourcePolicy {
  readonly orgId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The Cedar text of each rule, in order, byte for byte. Atlas gives a rule a new id with every edit, so ids are left out. */
  readonly policies: readonly string[];
  /** The version of Atlas's Cedar schema, for example `v1`. */
  readonly version: string | null;
  readonly createdDate: string | null;
  readonly lastUpdatedDate: string | null;
}

export const resourcePolicy: z.ZodType<ResourcePolicy> = z.strictObject({
  orgId: z.string().min(1),
  id: z.string().min(1),
  name: z.string(),
  description: z.string(),
  policies: z.array(z.string()),
  version: z.string().nullable(),
  createdDate: z.string().nullable(),
  lastUpdatedDate: z.string().nullable(),
});

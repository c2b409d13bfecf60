import { z } from 'zod';

/** The organization: what every project, user, key and policy belongs to. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  /** True: new projects start without Atlas's default alerts. */
  readonly skipDefaultAlertsSettings: boolean;
}

export const organization: z.ZodType<Organization> = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  skipDefaultAlertsSettings: z.boolean(),
});

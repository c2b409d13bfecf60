import { z } from 'zod';

/** A team of the organization. Who is in it stands in `organization-user` (`teamIds`). */
export interface Team {
  readonly orgId: string;
  readonly id: string;
  readonly name: string;
}

export const team: z.ZodType<Team> = z.strictObject({
  orgId: z.string().min(1),
  id: z.string().min(1),
  name: z.string(),
});

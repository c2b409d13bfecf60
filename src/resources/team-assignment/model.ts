import { z } from 'zod';

/** The roles that a team has in a project: every member of the team has them. */
export interface TeamAssignment {
  readonly projectId: string;
  readonly teamId: string;
  /** Sorted. */
  readonly roles: readonly string[];
  /** The organization of both; snapshots of earlier versions do not say it. */
  readonly orgId?: string | undefined;
}

export const teamAssignment: z.ZodType<TeamAssignment> = z.strictObject({
  projectId: z.string().min(1),
  teamId: z.string().min(1),
  roles: z.array(z.string()),
  orgId: z.string().min(1).optional(),
});

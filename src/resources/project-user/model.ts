import { z } from 'zod';
import type { MembershipStatus } from '../organization-user/model.ts';

/** A person with roles of their own in a project; those who come in through a team or an organization role are not here. */
export interface ProjectUser {
  readonly projectId: string;
  readonly id: string;
  /** The e-mail address that they sign in with. */
  readonly username: string;
  readonly membershipStatus: MembershipStatus;
  /** Sorted. */
  readonly roles: readonly string[];
  /** Null: never signed in, or invited only. */
  readonly lastAuth: string | null;
  /** Null while the invitation is open. */
  readonly createdAt: string | null;
  readonly invitationCreatedAt: string | null;
  readonly invitationExpiresAt: string | null;
}

export const projectUser: z.ZodType<ProjectUser> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().min(1),
  username: z.string(),
  membershipStatus: z.enum(['ACTIVE', 'PENDING', 'INVITATION_EXPIRED', 'INVITATION_REJECTED']),
  roles: z.array(z.string()),
  lastAuth: z.string().nullable(),
  createdAt: z.string().nullable(),
  invitationCreatedAt: z.string().nullable(),
  invitationExpiresAt: z.string().nullable(),
});

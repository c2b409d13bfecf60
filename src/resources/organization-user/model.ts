import { z } from 'zod';

/** How far a person's membership of the organization is; only an active member can do anything. */
export type MembershipStatus = 'ACTIVE' | 'PENDING' | 'INVITATION_EXPIRED' | 'INVITATION_REJECTED';

/** A person who may sign in to the organization, or who was invited to. Names and telephone numbers are left out. */
export interface OrganizationUser {
  readonly orgId: string;
  readonly id: string;
  /** The e-mail address that they sign in with. */
  readonly username: string;
  readonly membershipStatus: MembershipStatus;
  /** Sorted. */
  readonly orgRoles: readonly string[];
  /** Roles given to the person directly, by project; those of teams stand in `team-assignment`. */
  readonly projectRoles: readonly {
    readonly projectId: string;
    readonly roles: readonly string[];
  }[];
  /** Sorted. */
  readonly teamIds: readonly string[];
  /** Null: never signed in, or invited only. */
  readonly lastAuth: string | null;
  /** Null while the invitation is open. */
  readonly createdAt: string | null;
  readonly invitationCreatedAt: string | null;
  readonly invitationExpiresAt: string | null;
}

export const organizationUser: z.ZodType<OrganizationUser> = z.strictObject({
  orgId: z.string().min(1),
  id: z.string().min(1),
  username: z.string(),
  membershipStatus: z.enum(['ACTIVE', 'PENDING', 'INVITATION_EXPIRED', 'INVITATION_REJECTED']),
  orgRoles: z.array(z.string()),
  projectRoles: z.array(z.strictObject({ projectId: z.string(), roles: z.array(z.string()) })),
  teamIds: z.array(z.string()),
  lastAuth: z.string().nullable(),
  createdAt: z.string().nullable(),
  invitationCreatedAt: z.string().nullable(),
  invitationExpiresAt: z.string().nullable(),
});

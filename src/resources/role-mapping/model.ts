import { z } from 'zod';

/** A role that members of an external group get: in an organization or in a project. */
export type RoleMappingAssignment =
  | { readonly role: string; readonly orgId: string; readonly projectId?: undefined }
  | { readonly role: string; readonly projectId: string; readonly orgId?: undefined };

/** Which roles the members of one group of the identity provider get when they sign in. */
export interface RoleMapping {
  /** The organization that the federation was read from. */
  readonly orgId: string;
  readonly federationSettingsId: string;
  /** The organization whose roles are given. */
  readonly connectedOrgId: string;
  readonly id: string;
  readonly externalGroupName: string;
  /** Roles in the organization first, then by project, then by name. */
  readonly roleAssignments: readonly RoleMappingAssignment[];
}

export const roleMapping: z.ZodType<RoleMapping> = z.strictObject({
  orgId: z.string().min(1),
  federationSettingsId: z.string().min(1),
  connectedOrgId: z.string().min(1),
  id: z.string(),
  externalGroupName: z.string(),
  roleAssignments: z.array(
    z.union([
      z.strictObject({ role: z.string(), orgId: z.string() }),
      z.strictObject({ role: z.string(), projectId: z.string() }),
    ]),
  ),
});

function keyOf({ role, orgId, projectId }: RoleMappingAssignment): string {
  return projectId === undefined ? `0 ${orgId} ${role}` : `1 ${projectId} ${role}`;
}

/** The assignments in their one order: Atlas keeps a set. */
export function sortedAssignments(assignments: readonly RoleMappingAssignment[]): readonly RoleMappingAssignment[] {
  return [...assignments].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * The assignments with a role in the organization: Atlas takes no mapping without one
 * (createFederationSettingConnectedOrgConfigRoleMapping), and a member is the least that somebody with any role is.
 */
export function withOrganizationRole(
  assignments: readonly RoleMappingAssignment[],
  orgId: string,
): readonly RoleMappingAssignment[] {
  return assignments.some((assignment) => assignment.orgId === orgId)
    ? assignments
    : sortedAssignments([...assignments, { role: 'ORG_MEMBER', orgId }]);
}

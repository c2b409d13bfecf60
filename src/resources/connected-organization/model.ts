import { z } from 'zod';

/** A role that members of an external group get: in an organization or in a project. */
export type RoleMappingAssignment =
  | {
      readonly role: string;
      readonly orgId: string;
      readonly projectId?: undefined;
    }
  | {
      readonly role: string;
      readonly projectId: string;
      readonly orgId?: undefined;
    };

/** Which roles the members of one group of the identity provider get when they sign in. */
export interface RoleMapping {
  readonly id: string | null;
  readonly externalGroupName: string;
  readonly roleAssignments: readonly RoleMappingAssignment[];
}

/** How one organization is tied to the federation: who may join it, and with which roles. */
export interface ConnectedOrganization {
  /** The organization that the federation was read from. */
  readonly orgId: string;
  readonly federationSettingsId: string;
  /** The organization that is connected: the same one, or a sister. */
  readonly connectedOrgId: string;
  /** The SAML provider, a 20-hex id; null: none. */
  readonly identityProviderId: string | null;
  /** OIDC providers for database access, sorted. */
  readonly dataAccessIdentityProviderIds: readonly string[];
  /** Whether only users of federated domains and of `domainAllowList` may be members. */
  readonly domainRestrictionEnabled: boolean;
  /** Sorted. */
  readonly domainAllowList: readonly string[];
  /** Roles that every user gets when they first sign in, sorted. */
  readonly postAuthRoleGrants: readonly string[];
  /** Sorted by group name. */
  readonly roleMappings: readonly RoleMapping[];
  /** Whether signing in no longer makes a member; null: Atlas does not say. */
  readonly instantUserProvisioningDisabled: boolean | null;
  /** How many members the restriction would hit (their names are left out); null: Atlas does not say. */
  readonly userConflictCount: number | null;
}

export const connectedOrganization: z.ZodType<ConnectedOrganization> = z.strictObject({
  orgId: z.string().min(1),
  federationSettingsId: z.string().min(1),
  connectedOrgId: z.string().min(1),
  identityProviderId: z.string().nullable(),
  dataAccessIdentityProviderIds: z.array(z.string()),
  domainRestrictionEnabled: z.boolean(),
  domainAllowList: z.array(z.string()),
  postAuthRoleGrants: z.array(z.string()),
  roleMappings: z.array(
    z.strictObject({
      id: z.string().nullable(),
      externalGroupName: z.string(),
      roleAssignments: z.array(
        z.union([
          z.strictObject({ role: z.string(), orgId: z.string() }),
          z.strictObject({ role: z.string(), projectId: z.string() }),
        ]),
      ),
    }),
  ),
  instantUserProvisioningDisabled: z.boolean().nullable(),
  userConflictCount: z.number().nullable(),
});

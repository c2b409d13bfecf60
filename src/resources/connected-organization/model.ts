import { z } from 'zod';

/** How one organization is tied to the federation: who may join it, and with which roles. Its mappings of groups are a kind of their own. */
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
  instantUserProvisioningDisabled: z.boolean().nullable(),
  userConflictCount: z.number().nullable(),
});

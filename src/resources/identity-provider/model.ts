import { z } from 'zod';
import type { OrganizationUser } from '../organization-user/model.ts';

interface IdentityProviderBase {
  /** The organization that the federation was read from. */
  readonly orgId: string;
  readonly federationSettingsId: string;
  readonly id: string;
  /** SAML providers only: the 20-hex id that the federation settings and the connected organizations name them by. */
  readonly oktaIdpId: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly issuerUri: string | null;
  /** Ids of the organizations that use it, sorted. */
  readonly associatedOrgIds: readonly string[];
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** A provider that people sign in to Atlas's console with. */
export interface SamlIdentityProvider extends IdentityProviderBase {
  readonly protocol: 'SAML';
  readonly idpType: 'WORKFORCE';
  /** Domains whose users are sent to it, sorted. */
  readonly associatedDomains: readonly string[];
  readonly status: 'ACTIVE' | 'INACTIVE' | null;
  /** Debug mode lets the owner sign in around the provider. */
  readonly ssoDebugEnabled: boolean;
  readonly ssoUrl: string | null;
  readonly requestBinding: string | null;
  readonly responseSignatureAlgorithm: string | null;
  /** The life of its signing certificates. */
  readonly certificates: readonly {
    readonly notBefore: string;
    readonly notAfter: string;
  }[];
}

/** A provider whose tokens open databases: for people (`WORKFORCE`) or for programs (`WORKLOAD`). */
export interface OidcIdentityProvider extends IdentityProviderBase {
  readonly protocol: 'OIDC';
  readonly idpType: 'WORKFORCE' | 'WORKLOAD';
  /** `WORKFORCE` only, sorted. */
  readonly associatedDomains: readonly string[];
  readonly audience: string | null;
  readonly authorizationType: 'GROUP' | 'USER' | null;
  readonly clientId: string | null;
  readonly groupsClaim: string | null;
  readonly userClaim: string | null;
  /** Sorted. */
  readonly requestedScopes: readonly string[];
}

/** An identity provider of the federation. */
export type IdentityProvider = SamlIdentityProvider | OidcIdentityProvider;

const base = {
  orgId: z.string().min(1),
  federationSettingsId: z.string().min(1),
  id: z.string().min(1),
  oktaIdpId: z.string().nullable(),
  displayName: z.string(),
  description: z.string(),
  issuerUri: z.string().nullable(),
  associatedOrgIds: z.array(z.string()),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
};

export const identityProvider: z.ZodType<IdentityProvider> = z.discriminatedUnion('protocol', [
  z.strictObject({
    ...base,
    protocol: z.literal('SAML'),
    idpType: z.literal('WORKFORCE'),
    associatedDomains: z.array(z.string()),
    status: z.enum(['ACTIVE', 'INACTIVE']).nullable(),
    ssoDebugEnabled: z.boolean(),
    ssoUrl: z.string().nullable(),
    requestBinding: z.string().nullable(),
    responseSignatureAlgorithm: z.string().nullable(),
    certificates: z.array(z.strictObject({ notBefore: z.string(), notAfter: z.string() })),
  }),
  z.strictObject({
    ...base,
    protocol: z.literal('OIDC'),
    idpType: z.enum(['WORKFORCE', 'WORKLOAD']),
    associatedDomains: z.array(z.string()),
    audience: z.string().nullable(),
    authorizationType: z.enum(['GROUP', 'USER']).nullable(),
    clientId: z.string().nullable(),
    groupsClaim: z.string().nullable(),
    userClaim: z.string().nullable(),
    requestedScopes: z.array(z.string()),
  }),
]);

/** The mail domain of a user name, in lower case. */
export function domainOf(username: string): string {
  return username.slice(username.lastIndexOf('@') + 1).toLowerCase();
}

/** The active owners of an organization whose mail domain is none of these, by name: they sign in without the provider. */
export function ownersOutside(
  users: readonly Pick<OrganizationUser, 'username' | 'membershipStatus' | 'orgRoles'>[],
  domains: readonly string[],
): readonly string[] {
  const mapped = new Set(domains.map((domain) => domain.toLowerCase()));
  return users
    .filter(({ membershipStatus, orgRoles }) => membershipStatus === 'ACTIVE' && orgRoles.includes('ORG_OWNER'))
    .map(({ username }) => username)
    .filter((username) => !mapped.has(domainOf(username)))
    .sort();
}

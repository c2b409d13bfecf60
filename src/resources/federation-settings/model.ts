import { z } from 'zod';

/** The federation that the organization signs in through; organizations of one company share one. */
export interface FederationSettings {
  readonly orgId: string;
  /** The federation's own id, which its other resources are asked with. */
  readonly id: string;
  /** Domains whose users are sent to the identity provider, sorted. */
  readonly federatedDomains: readonly string[];
  readonly hasRoleMappings: boolean;
  /** The SAML provider of this organization, a 20-hex id; null: none. */
  readonly identityProviderId: string | null;
  readonly identityProviderStatus: 'ACTIVE' | 'INACTIVE' | null;
}

export const federationSettings: z.ZodType<FederationSettings> = z.strictObject({
  orgId: z.string().min(1),
  id: z.string().min(1),
  federatedDomains: z.array(z.string()),
  hasRoleMappings: z.boolean(),
  identityProviderId: z.string().nullable(),
  identityProviderStatus: z.enum(['ACTIVE', 'INACTIVE']).nullable(),
});

/** The Federation Management App of one federation. */
export function federationPage(federationSettingsId: string): string {
  return `https://cloud.mongodb.com/v2#/federation/${encodeURIComponent(federationSettingsId)}/overview`;
}

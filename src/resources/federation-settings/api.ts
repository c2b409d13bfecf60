import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { FederationSettings } from './model.ts';

const status = z.enum(['ACTIVE', 'INACTIVE']);

const wire = z.strictObject({
  federatedDomains: z.array(z.string()),
  hasRoleMappings: z.boolean().optional(),
  id: z.string().optional(),
  // Null until a SAML provider is connected, although the contract of Atlas says a string (recorded).
  identityProviderId: z.string().nullish(),
  identityProviderStatus: status.nullish(),
});

const reading = z.looseObject({
  federatedDomains: z.array(z.string()).nullish(),
  hasRoleMappings: z.boolean().nullish(),
  id: z.string().nullish(),
  identityProviderId: z.string().nullish(),
  identityProviderStatus: status.nullish(),
});

export const operations = {
  get: {
    id: 'getOrgFederationSettings',
    method: 'GET',
    path: '/api/atlas/v2/orgs/{orgId}/federationSettings',
    version: '2023-01-01',
    role: 'ORG_OWNER',
    success: 200,
    bucket: buckets.organization,
    shape: 'object',
    response: wire,
  },
  delete: {
    id: 'deleteFederationSetting',
    method: 'DELETE',
    path: '/api/atlas/v2/federationSettings/{federationSettingsId}',
    version: '2023-01-01',
    role: 'ORG_OWNER',
    success: 204,
    // Unconfirmed: which bucket it draws from.
    bucket: buckets.rootLists,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

/** An answer without an id names no federation: then the organization has none (unconfirmed: recorded is only one with an id). */
function fromWire(item: unknown, orgId: string): readonly FederationSettings[] {
  const settings = reading.parse(item);
  if (!settings.id) return [];
  return [
    {
      orgId,
      id: settings.id,
      federatedDomains: [...(settings.federatedDomains ?? [])].sort(),
      hasRoleMappings: settings.hasRoleMappings ?? false,
      identityProviderId: settings.identityProviderId ?? null,
      identityProviderStatus: settings.identityProviderStatus ?? null,
    },
  ];
}

export const read: ResourceRead<FederationSettings, Organization> = {
  from: 'organization',
  operations: [operations.get],
  calls: (organization) => [callOf(operations.get, { orgId: organization.id })],
  parse: (item, organization) => fromWire(item, organization.id),
};

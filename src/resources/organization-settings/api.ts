import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { OrganizationSettings } from './model.ts';

/** Atlas's own ceiling for the life of a service account's secret: an organization that says the same says nothing. */
export const PLATFORM_SECRET_HOURS = 8760;

const timeouts = z.strictObject({
  absoluteSessionTimeoutInSeconds: z.number().int().min(3600).max(43_200).nullish(),
  idleSessionTimeoutInSeconds: z.number().int().min(300).max(43_200).nullish(),
});

const flags = {
  apiAccessListRequired: z.boolean().optional(),
  genAIFeaturesEnabled: z.boolean().optional(),
  maxServiceAccountSecretValidityInHours: z.number().int().min(8).max(PLATFORM_SECRET_HOURS).optional(),
  multiFactorAuthRequired: z.boolean().optional(),
  restrictEmployeeAccess: z.boolean().optional(),
  streamsCrossGroupEnabled: z.boolean().optional(),
};

const wire = z.strictObject({
  ...flags,
  maxServiceAccountSecretValidityInHours: z.number().nullish(),
  customSessionTimeouts: timeouts.nullish(),
  operationsContact: z.string().nullish(),
  securityContact: z.string().nullish(),
});

const request = z.strictObject({
  ...flags,
  customSessionTimeouts: timeouts.nullish(),
  // Opposite conventions (updateOrgSettings): null clears the operations contact and "" is refused …
  operationsContact: z.string().min(1).nullish(),
  // … while "" clears the security contact.
  securityContact: z.string().optional(),
});

const reading = z.looseObject({
  ...flags,
  maxServiceAccountSecretValidityInHours: z.number().nullish(),
  customSessionTimeouts: z
    .looseObject({
      absoluteSessionTimeoutInSeconds: z.number().nullish(),
      idleSessionTimeoutInSeconds: z.number().nullish(),
    })
    .nullish(),
  operationsContact: z.string().nullish(),
  securityContact: z.string().nullish(),
});

const base = {
  version: '2023-01-01',
  bucket: buckets.organizationSettings,
  path: '/api/atlas/v2/orgs/{orgId}/settings',
  success: 200,
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getOrgSettings', method: 'GET', role: 'ORG_MEMBER' },
  update: { ...base, id: 'updateOrgSettings', method: 'PATCH', role: 'ORG_OWNER', request },
} as const satisfies Record<string, Operation>;

/** Wire settings as our model; a setting that Atlas leaves out has its documented default. */
export function fromWire(item: unknown, orgId: string): OrganizationSettings {
  const settings = reading.parse(item);
  const hours = settings.maxServiceAccountSecretValidityInHours ?? PLATFORM_SECRET_HOURS;
  return {
    orgId,
    apiAccessListRequired: settings.apiAccessListRequired ?? false,
    multiFactorAuthRequired: settings.multiFactorAuthRequired ?? false,
    restrictEmployeeAccess: settings.restrictEmployeeAccess ?? false,
    genAIFeaturesEnabled: settings.genAIFeaturesEnabled ?? true,
    maxServiceAccountSecretValidityInHours: hours >= PLATFORM_SECRET_HOURS ? null : hours,
    securityContact: settings.securityContact || null,
    operationsContact: settings.operationsContact || null,
    customSessionTimeouts: {
      absoluteSessionTimeoutInSeconds: settings.customSessionTimeouts?.absoluteSessionTimeoutInSeconds ?? null,
      idleSessionTimeoutInSeconds: settings.customSessionTimeouts?.idleSessionTimeoutInSeconds ?? null,
    },
    streamsCrossGroupEnabled: settings.streamsCrossGroupEnabled ?? false,
  };
}

const PLAIN = [
  'apiAccessListRequired',
  'multiFactorAuthRequired',
  'restrictEmployeeAccess',
  'genAIFeaturesEnabled',
  'streamsCrossGroupEnabled',
  'operationsContact',
] as const;

function difference(before: OrganizationSettings, after: OrganizationSettings): Body {
  const body: Record<string, Body> = {};
  for (const name of PLAIN) if (before[name] !== after[name]) body[name] = after[name];
  if (before.securityContact !== after.securityContact) body.securityContact = after.securityContact ?? '';
  if (before.maxServiceAccountSecretValidityInHours !== after.maxServiceAccountSecretValidityInHours) {
    body.maxServiceAccountSecretValidityInHours = after.maxServiceAccountSecretValidityInHours ?? PLATFORM_SECRET_HOURS;
  }
  const was = before.customSessionTimeouts;
  const is = after.customSessionTimeouts;
  if (
    was.absoluteSessionTimeoutInSeconds !== is.absoluteSessionTimeoutInSeconds ||
    was.idleSessionTimeoutInSeconds !== is.idleSessionTimeoutInSeconds
  ) {
    // Both together: whether Atlas merges a part of this object is unconfirmed.
    body.customSessionTimeouts = { ...is };
  }
  return body;
}

export const read: ResourceRead<OrganizationSettings, Organization> = {
  from: 'organization',
  operations: [operations.get],
  calls: (organization) => [callOf(operations.get, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

export const write: ResourceWrite<OrganizationSettings> = {
  operations: [operations.get, operations.update],
  update: ({ before, after }) => [
    callOf(operations.update, { orgId: after.orgId }, { body: difference(before, after) }),
  ],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.orgId }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId)),
  }),
};

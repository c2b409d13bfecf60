import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { DelegationSettings } from './model.ts';

const lifetime = z.number().int().min(1).max(31_536_000).nullish();

/** One shape in both directions; every field may be absent or null, which is Atlas's default. */
const wire = z.strictObject({
  delegatedMcpAccess: z.enum(['DISALLOWED', 'READ_ONLY', 'READ_WRITE']).nullish(),
  delegatedPartnerAccess: z.enum(['DISALLOWED', 'READ_WRITE']).nullish(),
  idleRefreshTokenLifetime: lifetime,
  maximumRefreshTokenLifetime: lifetime,
});

const reading = z.looseObject(wire.shape);

const base = {
  version: '2025-03-12',
  // Unconfirmed: the rate limit page names no set for this path; the organization's is the next one up.
  bucket: buckets.organization,
  path: '/api/atlas/v2/orgs/{orgId}/delegationSettings',
  success: 200,
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getOrgDelegationSettings', method: 'GET', role: 'ORG_MEMBER' },
  update: { ...base, id: 'updateOrgDelegationSettings', method: 'PATCH', role: 'ORG_OWNER', request: wire },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string): DelegationSettings {
  const settings = reading.parse(item);
  return {
    orgId,
    delegatedMcpAccess: settings.delegatedMcpAccess ?? 'DISALLOWED',
    delegatedPartnerAccess: settings.delegatedPartnerAccess ?? 'DISALLOWED',
    idleRefreshTokenLifetimeSeconds: settings.idleRefreshTokenLifetime ?? null,
    maximumRefreshTokenLifetimeSeconds: settings.maximumRefreshTokenLifetime ?? null,
  };
}

/** Only what differs; null takes a lifetime back to Atlas's default (updateOrgDelegationSettings). */
function difference(before: DelegationSettings, after: DelegationSettings): Body {
  const names = [
    ['delegatedMcpAccess', 'delegatedMcpAccess'],
    ['delegatedPartnerAccess', 'delegatedPartnerAccess'],
    ['idleRefreshTokenLifetime', 'idleRefreshTokenLifetimeSeconds'],
    ['maximumRefreshTokenLifetime', 'maximumRefreshTokenLifetimeSeconds'],
  ] as const;
  return Object.fromEntries(
    names.filter(([, field]) => before[field] !== after[field]).map(([name, field]) => [name, after[field]]),
  );
}

export const read: ResourceRead<DelegationSettings, Organization> = {
  from: 'organization',
  operations: [operations.get],
  calls: (organization) => [callOf(operations.get, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

export const write: ResourceWrite<DelegationSettings> = {
  operations: [operations.get, operations.update],
  update: ({ before, after }) => [
    callOf(operations.update, { orgId: after.orgId }, { body: difference(before, after) }),
  ],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.orgId }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId)),
  }),
};

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { ServiceAccount } from './model.ts';

/** `secret` stands in the answer to a create only; a mask of it may stand in every other. Neither is ever taken up. */
const secret = z.strictObject({
  createdAt: z.string(),
  expiresAt: z.string(),
  id: z.string(),
  lastUsedAt: z.string().nullish(),
  maskedSecretValue: z.string().optional(),
  secret: z.string().optional(),
});

const wire = z.strictObject({
  clientId: z.string(),
  createdAt: z.string(),
  description: z.string().optional(),
  name: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(secret).optional(),
});

const reading = z.looseObject({
  clientId: z.string(),
  createdAt: z.string(),
  description: z.string().nullish(),
  name: z.string(),
  roles: z.array(z.string()).nullish(),
  secrets: z
    .array(
      z.looseObject({ id: z.string(), createdAt: z.string(), expiresAt: z.string(), lastUsedAt: z.string().nullish() }),
    )
    .nullish(),
});

const base = {
  version: '2024-08-05',
  bucket: buckets.organization,
  role: 'ORG_READ_ONLY',
  method: 'GET',
  success: 200,
  response: wire,
} as const;

export const operations = {
  // Accounts that Atlas keeps for itself are left out by default; those of MCP servers stand in mcp-configuration.
  list: { ...base, id: 'listOrgServiceAccounts', path: '/api/atlas/v2/orgs/{orgId}/serviceAccounts', shape: 'page' },
  get: {
    ...base,
    id: 'getOrgServiceAccount',
    path: '/api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}',
    shape: 'object',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string): ServiceAccount {
  const account = reading.parse(item);
  return {
    orgId,
    clientId: account.clientId,
    name: account.name,
    description: account.description ?? '',
    createdAt: account.createdAt,
    roles: [...(account.roles ?? [])].sort(),
    secrets: (account.secrets ?? [])
      .map(({ id, createdAt, expiresAt, lastUsedAt }) => ({ id, createdAt, expiresAt, lastUsedAt: lastUsedAt ?? null }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export const read: ResourceRead<ServiceAccount, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

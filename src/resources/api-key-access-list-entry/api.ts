import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { entryName, entryOf } from '../api-access-list.ts';
import type { ApiKey } from '../api-key/model.ts';
import { buckets, links } from '../contract.ts';
import type { ApiKeyAccessListEntry } from './model.ts';

const wire = z.strictObject({
  cidrBlock: z.string().optional(),
  // Recorded 0, although the contract of Atlas says at least 1.
  count: z.number().optional(),
  created: z.string().optional(),
  ipAddress: z.string().optional(),
  lastUsed: z.string().optional(),
  lastUsedAddress: z.string().optional(),
  links: links.optional(),
});

const reading = z.looseObject({
  cidrBlock: z.string().nullish(),
  count: z.number().nullish(),
  created: z.string().nullish(),
  ipAddress: z.string().nullish(),
  lastUsed: z.string().nullish(),
  lastUsedAddress: z.string().nullish(),
});

const request = z.array(z.strictObject({ cidrBlock: z.string().optional(), ipAddress: z.string().optional() })).min(1);

const base = { version: '2023-01-01', bucket: buckets.organization } as const;
const path = '/api/atlas/v2/orgs/{orgId}/apiKeys/{apiUserId}/accessList';

export const operations = {
  list: {
    ...base,
    id: 'listOrgApiKeyAccessListEntries',
    method: 'GET',
    path,
    role: 'ORG_MEMBER',
    success: 200,
    shape: 'page',
    response: wire,
  },
  // Answers with the whole list (recorded). Atlas lists no role: a key may keep its own list.
  create: {
    ...base,
    id: 'createOrgApiKeyAccessListEntry',
    method: 'POST',
    path,
    role: 'any',
    success: 200,
    shape: 'page',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getOrgApiKeyAccessListEntry',
    method: 'GET',
    path: `${path}/{ipAddress}`,
    role: 'ORG_MEMBER',
    success: 200,
    shape: 'object',
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteOrgApiKeyAccessListEntry',
    method: 'DELETE',
    path: `${path}/{ipAddress}`,
    role: 'any',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string, apiKeyId: string): ApiKeyAccessListEntry {
  const entry = reading.parse(item);
  return {
    orgId,
    apiKeyId,
    entry: entryOf(entry.cidrBlock ?? entry.ipAddress ?? ''),
    created: entry.created ?? null,
    count: entry.count ?? 0,
    lastUsed: entry.lastUsed ?? null,
    lastUsedAddress: entry.lastUsedAddress ?? null,
  };
}

const parameters = ({ orgId, apiKeyId, entry }: ApiKeyAccessListEntry) => ({
  orgId,
  apiUserId: apiKeyId,
  ipAddress: entryName(entry),
});

export const read: ResourceRead<ApiKeyAccessListEntry, ApiKey> = {
  from: 'api-key',
  operations: [operations.list],
  calls: (key) => [callOf(operations.list, { orgId: key.orgId, apiUserId: key.id })],
  parse: (item, key) => [fromWire(item, key.orgId, key.id)],
};

export const write: ResourceWrite<ApiKeyAccessListEntry> = {
  operations: [operations.create, operations.get, operations.delete],
  create: ({ after }) => [
    callOf(
      operations.create,
      { orgId: after.orgId, apiUserId: after.apiKeyId },
      { body: [{ cidrBlock: after.entry }] },
    ),
  ],
  delete: ({ before }) => [callOf(operations.delete, parameters(before))],
  find: (model) => ({
    call: callOf(operations.get, parameters(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId, model.apiKeyId)),
  }),
};

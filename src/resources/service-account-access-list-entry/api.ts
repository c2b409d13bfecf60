import { z } from 'zod';
import { callOf, type Operation, pageItems } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { entryName, entryOf } from '../api-access-list.ts';
import { buckets } from '../contract.ts';
import type { ServiceAccount } from '../service-account/model.ts';
import type { ServiceAccountAccessListEntry } from './model.ts';

const wire = z.strictObject({
  cidrBlock: z.string().nullish(),
  createdAt: z.string().optional(),
  ipAddress: z.string().nullish(),
  lastUsedAddress: z.string().nullish(),
  lastUsedAt: z.string().nullish(),
  requestCount: z.number().optional(),
});

const reading = z.looseObject({ ...wire.shape, createdAt: z.string().nullish(), requestCount: z.number().nullish() });

const base = { version: '2024-08-05' } as const;
const ofOrganization = { ...base, bucket: buckets.organization } as const;
// Atlas names Project Access Manager for the writes, a fine-grained role that Project Owner contains.
const ofProject = { ...base, bucket: buckets.project } as const;
const list = { method: 'GET', success: 200, shape: 'page', response: wire } as const;
// Answers with the whole list.
const add = {
  method: 'POST',
  success: 200,
  shape: 'page',
  request: z.array(z.strictObject({ cidrBlock: z.string().nullish(), ipAddress: z.string().nullish() })).min(1),
  response: wire,
} as const;
const remove = { method: 'DELETE', success: 204, shape: 'none' } as const;
const path = '/api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}/accessList';
const projectPath = '/api/atlas/v2/groups/{groupId}/serviceAccounts/{clientId}/accessList';

// No recording holds these: shapes and statuses are those of the contract.
export const operations = {
  list: { ...ofOrganization, ...list, id: 'listOrgServiceAccountAccessList', path, role: 'ORG_READ_ONLY' },
  create: { ...ofOrganization, ...add, id: 'createOrgServiceAccountAccessList', path, role: 'ORG_OWNER' },
  delete: {
    ...ofOrganization,
    ...remove,
    id: 'deleteOrgServiceAccountAccessListEntry',
    path: `${path}/{ipAddress}`,
    role: 'ORG_OWNER',
  },
  listInProject: {
    ...ofProject,
    ...list,
    id: 'listGroupServiceAccountAccessList',
    path: projectPath,
    role: 'GROUP_READ_ONLY',
  },
  createInProject: {
    ...ofProject,
    ...add,
    id: 'createGroupServiceAccountAccessList',
    path: projectPath,
    role: 'GROUP_OWNER',
  },
  deleteInProject: {
    ...ofProject,
    ...remove,
    id: 'deleteGroupServiceAccountAccessListEntry',
    path: `${projectPath}/{ipAddress}`,
    role: 'GROUP_OWNER',
  },
} as const satisfies Record<string, Operation>;

type Owner = Pick<ServiceAccount, 'orgId' | 'clientId'>;

function fromWire(item: unknown, { orgId, clientId }: Owner): ServiceAccountAccessListEntry {
  const entry = reading.parse(item);
  return {
    orgId,
    clientId,
    entry: entryOf(entry.cidrBlock ?? entry.ipAddress ?? ''),
    createdAt: entry.createdAt ?? null,
    requestCount: entry.requestCount ?? 0,
    lastUsedAt: entry.lastUsedAt ?? null,
    lastUsedAddress: entry.lastUsedAddress ?? null,
  };
}

export const read: ResourceRead<ServiceAccountAccessListEntry, ServiceAccount> = {
  from: 'service-account',
  operations: [operations.list],
  calls: ({ orgId, clientId }) => [callOf(operations.list, { orgId, clientId })],
  parse: (item, account) => [fromWire(item, account)],
};

export const write: ResourceWrite<ServiceAccountAccessListEntry> = {
  operations: [operations.create, operations.list, operations.delete],
  create: ({ after: { orgId, clientId, entry } }) => [
    callOf(operations.create, { orgId, clientId }, { body: [{ cidrBlock: entry }] }),
  ],
  delete: ({ before: { orgId, clientId, entry } }) => [
    callOf(operations.delete, { orgId, clientId, ipAddress: entryName(entry) }),
  ],
  // Atlas has no call for one entry: the longest page that it gives holds the list.
  find: (model) => ({
    call: callOf(operations.list, { orgId: model.orgId, clientId: model.clientId }, { query: { itemsPerPage: '500' } }),
    parse: (body) =>
      pageItems(body)
        .map((item) => fromWire(item, model))
        .find(({ entry }) => entry === model.entry),
  }),
};

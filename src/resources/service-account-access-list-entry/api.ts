import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import { blockOf, parseCidr } from '../../core/cidr.ts';
import type { ResourceRead } from '../../core/resource.ts';
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

export const operations = {
  list: {
    id: 'listOrgServiceAccountAccessList',
    method: 'GET',
    path: '/api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}/accessList',
    version: '2024-08-05',
    role: 'ORG_READ_ONLY',
    success: 200,
    bucket: buckets.organization,
    shape: 'page',
    response: wire,
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, account: ServiceAccount): ServiceAccountAccessListEntry {
  const entry = reading.parse(item);
  const text = entry.cidrBlock ?? entry.ipAddress ?? '';
  const range = parseCidr(text);
  return {
    orgId: account.orgId,
    clientId: account.clientId,
    entry: (range && blockOf(range)) ?? text,
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

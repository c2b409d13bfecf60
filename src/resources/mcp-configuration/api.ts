import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import { blockOf, parseCidr } from '../../core/cidr.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { McpConfiguration } from './model.ts';

const entry = {
  cidrBlock: z.string().nullish(),
  createdAt: z.string().optional(),
  ipAddress: z.string().nullish(),
  lastUsedAddress: z.string().nullish(),
  lastUsedAt: z.string().nullish(),
  requestCount: z.number().optional(),
};

const wire = z.strictObject({
  clientId: z.string().optional(),
  egressClientId: z.string().optional(),
  ipAccessList: z.array(z.strictObject(entry)).optional(),
  mcpConfigId: z.string(),
  mcpConfigName: z.string().nullish(),
  roles: z.array(z.string()).optional(),
});

const reading = z.looseObject({
  clientId: z.string().nullish(),
  egressClientId: z.string().nullish(),
  ipAccessList: z.array(z.looseObject({ cidrBlock: z.string().nullish(), ipAddress: z.string().nullish() })).nullish(),
  mcpConfigId: z.string(),
  mcpConfigName: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
});

const base = {
  version: '2025-03-12',
  // Unconfirmed: the rate limit page names no set for this path.
  bucket: buckets.organization,
  method: 'GET',
  role: 'ORG_READ_ONLY',
  success: 200,
  response: wire,
} as const;

export const operations = {
  list: { ...base, id: 'listOrgMcpConfigs', path: '/api/atlas/v2/orgs/{orgId}/mcpConfigs', shape: 'page' },
  get: {
    ...base,
    id: 'getOrgMcpConfig',
    path: '/api/atlas/v2/orgs/{orgId}/mcpConfigs/{mcpConfigId}',
    shape: 'object',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string): McpConfiguration {
  const config = reading.parse(item);
  const ranges = (config.ipAccessList ?? []).map(({ cidrBlock, ipAddress }) => {
    const text = cidrBlock ?? ipAddress ?? '';
    const range = parseCidr(text);
    return (range && blockOf(range)) ?? text;
  });
  return {
    orgId,
    id: config.mcpConfigId,
    name: config.mcpConfigName ?? '',
    clientId: config.clientId ?? null,
    egressClientId: config.egressClientId ?? null,
    roles: [...(config.roles ?? [])].sort(),
    ipAccessList: ranges.sort(),
  };
}

export const read: ResourceRead<McpConfiguration, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import { blockOf, parseCidr } from '../../core/cidr.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectMcpConfiguration } from './model.ts';

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
  bucket: buckets.project,
  method: 'GET',
  role: 'GROUP_READ_ONLY',
  success: 200,
  response: wire,
} as const;

export const operations = {
  list: { ...base, id: 'listGroupMcpConfigs', path: '/api/atlas/v2/groups/{groupId}/mcpConfigs', shape: 'page' },
  get: {
    ...base,
    id: 'getGroupMcpConfig',
    path: '/api/atlas/v2/groups/{groupId}/mcpConfigs/{mcpConfigId}',
    shape: 'object',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): ProjectMcpConfiguration {
  const config = reading.parse(item);
  const ranges = (config.ipAccessList ?? []).map(({ cidrBlock, ipAddress }) => {
    const text = cidrBlock ?? ipAddress ?? '';
    const range = parseCidr(text);
    return (range && blockOf(range)) ?? text;
  });
  return {
    projectId,
    id: config.mcpConfigId,
    name: config.mcpConfigName ?? '',
    clientId: config.clientId ?? null,
    egressClientId: config.egressClientId ?? null,
    roles: [...(config.roles ?? [])].sort(),
    ipAccessList: ranges.sort(),
  };
}

export const read: ResourceRead<ProjectMcpConfiguration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

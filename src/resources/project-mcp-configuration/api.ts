import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import { mcpCreateBody, mcpFieldsFromWire, mcpOperations, mcpUpdateBody } from '../mcp-contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectMcpConfiguration } from './model.ts';

const shared = mcpOperations('GROUP_');

// Unconfirmed: the rate limit page names no set for this path.
const base = { version: '2025-03-12', bucket: buckets.project } as const;
const reader = { ...base, role: 'GROUP_READ_ONLY' } as const;
const owner = { ...base, role: 'GROUP_OWNER' } as const;
const collection = '/api/atlas/v2/groups/{groupId}/mcpConfigs';
const path = `${collection}/{mcpConfigId}` as const;

export const operations = {
  list: { ...reader, ...shared.list, id: 'listGroupMcpConfigs', path: collection },
  create: { ...owner, ...shared.create, id: 'createGroupMcpConfig', path: collection },
  get: { ...reader, ...shared.get, id: 'getGroupMcpConfig', path },
  update: { ...owner, ...shared.update, id: 'updateGroupMcpConfig', path },
  delete: { ...owner, ...shared.delete, id: 'deleteGroupMcpConfig', path },
} as const satisfies Record<string, Operation>;

const fromWire = (item: unknown, projectId: string): ProjectMcpConfiguration => ({
  projectId,
  ...mcpFieldsFromWire(item),
});

const paths = ({ projectId, id }: ProjectMcpConfiguration) => ({ groupId: projectId, mcpConfigId: id });

export const read: ResourceRead<ProjectMcpConfiguration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<ProjectMcpConfiguration> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: mcpCreateBody(after) })],
  update: ({ before, after }) => [callOf(operations.update, paths(after), { body: mcpUpdateBody(before, after) })],
  // Without `cascading` Atlas refuses while there are secrets; the hazard says that they go, too.
  delete: ({ before }) => [callOf(operations.delete, paths(before), { query: { cascading: 'true' } })],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  isSame: (wanted, found) => wanted.projectId === found.projectId && wanted.name === found.name,
};

import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import { mcpConfigurationWire, mcpCreateBody, mcpFieldsFromWire, mcpRequests, mcpUpdateBody } from '../mcp-contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectMcpConfiguration } from './model.ts';

const requests = mcpRequests('GROUP_');

// Unconfirmed: the rate limit page names no set for this path.
const base = { version: '2025-03-12', bucket: buckets.project } as const;
const collection = '/api/atlas/v2/groups/{groupId}/mcpConfigs';

export const operations = {
  list: {
    ...base,
    id: 'listGroupMcpConfigs',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: mcpConfigurationWire,
  },
  // Its description speaks of credentials in the answer, whose shape has none: a secret is made by a call of its own.
  create: {
    ...base,
    id: 'createGroupMcpConfig',
    method: 'POST',
    path: collection,
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'object',
    request: requests.create,
    response: mcpConfigurationWire,
  },
  get: {
    ...base,
    id: 'getGroupMcpConfig',
    method: 'GET',
    path: `${collection}/{mcpConfigId}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: mcpConfigurationWire,
  },
  update: {
    ...base,
    id: 'updateGroupMcpConfig',
    method: 'PATCH',
    path: `${collection}/{mcpConfigId}`,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request: requests.update,
    response: mcpConfigurationWire,
  },
  delete: {
    ...base,
    id: 'deleteGroupMcpConfig',
    method: 'DELETE',
    path: `${collection}/{mcpConfigId}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
    query: ['cascading'],
  },
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

import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import { mcpSecretFromWire, mcpSecretOperations as shared } from '../mcp-contract.ts';
import type { ProjectMcpConfiguration } from '../project-mcp-configuration/model.ts';
import type { ProjectMcpConfigurationSecret } from './model.ts';

// Unconfirmed: the rate limit page names no set for this path.
const base = { version: '2025-03-12', bucket: buckets.project } as const;
const reader = { ...base, role: 'GROUP_READ_ONLY' } as const;
const owner = { ...base, role: 'GROUP_OWNER' } as const;
// Unconfirmed: the contract wants 24 hex digits here, although the ids of configurations are UUIDs everywhere else.
const collection = '/api/atlas/v2/groups/{groupId}/mcpConfigs/{mcpConfigId}/secrets';
const path = `${collection}/{secretId}` as const;

export const operations = {
  list: { ...reader, ...shared.list, id: 'listGroupMcpConfigSecrets', path: collection },
  create: { ...owner, ...shared.create, id: 'createGroupMcpConfigSecret', path: collection },
  get: { ...reader, ...shared.get, id: 'getGroupMcpConfigSecret', path },
  delete: { ...owner, ...shared.delete, id: 'deleteGroupMcpConfigSecret', path },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string, configurationId: string): ProjectMcpConfigurationSecret {
  return { projectId, ...mcpSecretFromWire(item, configurationId) };
}

const configurationPaths = ({ projectId, configurationId }: ProjectMcpConfigurationSecret) => ({
  groupId: projectId,
  mcpConfigId: configurationId,
});

const paths = (secret: ProjectMcpConfigurationSecret) => ({ ...configurationPaths(secret), secretId: secret.id });

export const read: ResourceRead<ProjectMcpConfigurationSecret, Pick<ProjectMcpConfiguration, 'projectId' | 'id'>> = {
  from: 'project-mcp-configuration',
  operations: [operations.list],
  calls: ({ projectId, id }) => [callOf(operations.list, { groupId: projectId, mcpConfigId: id })],
  parse: (item, { projectId, id }) => [fromWire(item, projectId, id)],
};

export const write: ResourceWrite<ProjectMcpConfigurationSecret> = {
  operations: [operations.create, operations.get, operations.delete],
  create: ({ after }) => [
    callOf(operations.create, configurationPaths(after), { body: { secretExpiresAfterHours: after.lifetimeHours } }),
  ],
  // There is no update: a new secret takes the place of an old one.
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId, model.configurationId)),
  }),
  parentOf: ({ projectId, configurationId: id }) => ({ projectId, id }),
  isSame: (wanted, found) =>
    wanted.projectId === found.projectId &&
    wanted.configurationId === found.configurationId &&
    wanted.lifetimeHours === found.lifetimeHours,
  yieldsSecrets: ['secret'],
  answered: (body, { projectId, configurationId }) => fromWire(body, projectId, configurationId),
};

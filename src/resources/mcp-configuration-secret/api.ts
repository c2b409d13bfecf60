import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { McpConfiguration } from '../mcp-configuration/model.ts';
import { mcpSecretFromWire, mcpSecretOperations as shared } from '../mcp-contract.ts';
import type { McpConfigurationSecret } from './model.ts';

// Unconfirmed: the rate limit page names no set for this path.
const base = { version: '2025-03-12', bucket: buckets.organization } as const;
const reader = { ...base, role: 'ORG_READ_ONLY' } as const;
const owner = { ...base, role: 'ORG_OWNER' } as const;
// Unconfirmed: the contract wants 24 hex digits here, although the ids of configurations are UUIDs everywhere else.
const collection = '/api/atlas/v2/orgs/{orgId}/mcpConfigs/{mcpConfigId}/secrets';
const path = `${collection}/{secretId}` as const;

export const operations = {
  list: { ...reader, ...shared.list, id: 'listOrgMcpConfigSecrets', path: collection },
  create: { ...owner, ...shared.create, id: 'createOrgMcpConfigSecret', path: collection },
  get: { ...reader, ...shared.get, id: 'getOrgMcpConfigSecret', path },
  delete: { ...owner, ...shared.delete, id: 'deleteOrgMcpConfigSecret', path },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string, configurationId: string): McpConfigurationSecret {
  return { orgId, ...mcpSecretFromWire(item, configurationId) };
}

const configurationPaths = ({ orgId, configurationId }: McpConfigurationSecret) => ({
  orgId,
  mcpConfigId: configurationId,
});

const paths = (secret: McpConfigurationSecret) => ({ ...configurationPaths(secret), secretId: secret.id });

export const read: ResourceRead<McpConfigurationSecret, Pick<McpConfiguration, 'orgId' | 'id'>> = {
  from: 'mcp-configuration',
  operations: [operations.list],
  calls: ({ orgId, id }) => [callOf(operations.list, { orgId, mcpConfigId: id })],
  parse: (item, { orgId, id }) => [fromWire(item, orgId, id)],
};

export const write: ResourceWrite<McpConfigurationSecret> = {
  operations: [operations.create, operations.get, operations.delete],
  create: ({ after }) => [
    callOf(operations.create, configurationPaths(after), { body: { secretExpiresAfterHours: after.lifetimeHours } }),
  ],
  // There is no update: a new secret takes the place of an old one.
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId, model.configurationId)),
  }),
  parentOf: ({ orgId, configurationId: id }) => ({ orgId, id }),
  isSame: (wanted, found) =>
    wanted.orgId === found.orgId &&
    wanted.configurationId === found.configurationId &&
    wanted.lifetimeHours === found.lifetimeHours,
  yieldsSecrets: ['secret'],
  answered: (body, { orgId, configurationId }) => fromWire(body, orgId, configurationId),
};

import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import { mcpCreateBody, mcpFieldsFromWire, mcpOperations, mcpUpdateBody } from '../mcp-contract.ts';
import type { Organization } from '../organization/model.ts';
import type { McpConfiguration } from './model.ts';

const shared = mcpOperations('ORG_');

// Unconfirmed: the rate limit page names no set for this path.
const base = { version: '2025-03-12', bucket: buckets.organization } as const;
const reader = { ...base, role: 'ORG_READ_ONLY' } as const;
const owner = { ...base, role: 'ORG_OWNER' } as const;
const collection = '/api/atlas/v2/orgs/{orgId}/mcpConfigs';
const path = `${collection}/{mcpConfigId}` as const;

export const operations = {
  list: { ...reader, ...shared.list, id: 'listOrgMcpConfigs', path: collection },
  create: { ...owner, ...shared.create, id: 'createOrgMcpConfig', path: collection },
  get: { ...reader, ...shared.get, id: 'getOrgMcpConfig', path },
  update: { ...owner, ...shared.update, id: 'updateOrgMcpConfig', path },
  delete: { ...owner, ...shared.delete, id: 'deleteOrgMcpConfig', path },
} as const satisfies Record<string, Operation>;

const fromWire = (item: unknown, orgId: string): McpConfiguration => ({ orgId, ...mcpFieldsFromWire(item) });

const paths = ({ orgId, id }: McpConfiguration) => ({ orgId, mcpConfigId: id });

export const read: ResourceRead<McpConfiguration, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

export const write: ResourceWrite<McpConfiguration> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [callOf(operations.create, { orgId: after.orgId }, { body: mcpCreateBody(after) })],
  update: ({ before, after }) => [callOf(operations.update, paths(after), { body: mcpUpdateBody(before, after) })],
  // Without `cascading` Atlas refuses while there are secrets; the hazard says that they go, too.
  delete: ({ before }) => [callOf(operations.delete, paths(before), { query: { cascading: 'true' } })],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId)),
  }),
  isSame: (wanted, found) => wanted.orgId === found.orgId && wanted.name === found.name,
};

import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import { mcpConfigurationWire, mcpCreateBody, mcpFieldsFromWire, mcpRequests, mcpUpdateBody } from '../mcp-contract.ts';
import type { Organization } from '../organization/model.ts';
import type { McpConfiguration } from './model.ts';

const requests = mcpRequests('ORG_');

// Unconfirmed: the rate limit page names no set for this path.
const base = { version: '2025-03-12', bucket: buckets.organization } as const;
const collection = '/api/atlas/v2/orgs/{orgId}/mcpConfigs';

export const operations = {
  list: {
    ...base,
    id: 'listOrgMcpConfigs',
    method: 'GET',
    path: collection,
    role: 'ORG_READ_ONLY',
    success: 200,
    shape: 'page',
    response: mcpConfigurationWire,
  },
  // Its description speaks of credentials in the answer, whose shape has none: a secret is made by a call of its own.
  create: {
    ...base,
    id: 'createOrgMcpConfig',
    method: 'POST',
    path: collection,
    role: 'ORG_OWNER',
    success: 201,
    shape: 'object',
    request: requests.create,
    response: mcpConfigurationWire,
  },
  get: {
    ...base,
    id: 'getOrgMcpConfig',
    method: 'GET',
    path: `${collection}/{mcpConfigId}`,
    role: 'ORG_READ_ONLY',
    success: 200,
    shape: 'object',
    response: mcpConfigurationWire,
  },
  update: {
    ...base,
    id: 'updateOrgMcpConfig',
    method: 'PATCH',
    path: `${collection}/{mcpConfigId}`,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    request: requests.update,
    response: mcpConfigurationWire,
  },
  delete: {
    ...base,
    id: 'deleteOrgMcpConfig',
    method: 'DELETE',
    path: `${collection}/{mcpConfigId}`,
    role: 'ORG_OWNER',
    success: 204,
    shape: 'none',
    query: ['cascading'],
  },
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

import { z } from 'zod';
import { type ApiCall, type Body, callOf, type Operation } from '../../core/call.ts';
import { changedFields } from '../../core/change.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { DataFederationEndpoint } from './model.ts';

const provider = z.enum(['AWS', 'AZURE']);
const status = z.enum(['PENDING', 'OK', 'FAILED', 'DELETING']);

// Recorded for AWS, where what is not set is left out; null is allowed for Azure, which was never recorded.
const wire = z.strictObject({
  azureLinkId: z.string().nullable().optional(),
  comment: z.string().nullable().optional(),
  customerEndpointDNSName: z.string().nullable().optional(),
  customerEndpointIPAddress: z.string().nullable().optional(),
  endpointId: z.string(),
  errorMessage: z.string().nullable().optional(),
  provider: provider.optional(),
  region: z.string().nullable().optional(),
  status: status.optional(),
  type: z.literal('DATA_LAKE').optional(),
});

// Unconfirmed: whether Azure's `azureLinkId` is Atlas's to set, as taken here, or the caller's.
const request = z.strictObject({
  comment: z.string().optional(),
  customerEndpointDNSName: z.string().optional(),
  customerEndpointIPAddress: z.string().optional(),
  endpointId: z.string(),
  provider: provider.optional(),
  region: z.string().optional(),
  type: z.literal('DATA_LAKE').optional(),
});

const base = { version: '2023-01-01', bucket: buckets.project } as const;
const collection = '/api/atlas/v2/groups/{groupId}/privateNetworkSettings/endpointIds';

export const operations = {
  list: {
    ...base,
    id: 'listGroupPrivateNetworkSettingEndpointIds',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  // Answers with the whole list. Of an endpoint that is there already it changes the comment, and nothing else.
  create: {
    ...base,
    id: 'createGroupPrivateNetworkSettingEndpointId',
    method: 'POST',
    path: collection,
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'page',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupPrivateNetworkSettingEndpointId',
    method: 'GET',
    path: `${collection}/{endpointId}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupPrivateNetworkSettingEndpointId',
    method: 'DELETE',
    path: `${collection}/{endpointId}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  comment: z.string().nullish(),
  customerEndpointDNSName: z.string().nullish(),
  customerEndpointIPAddress: z.string().nullish(),
  endpointId: z.string(),
  errorMessage: z.string().nullish(),
  provider: provider.nullish(),
  region: z.string().nullish(),
  status: status.nullish(),
});

const STATES: Readonly<Record<z.infer<typeof status>, DataFederationEndpoint['state']>> = {
  PENDING: 'pending',
  OK: 'available',
  FAILED: 'failed',
  DELETING: 'deleting',
};

function fromWire(item: unknown, projectId: string): DataFederationEndpoint {
  const endpoint = reading.parse(item);
  return {
    projectId,
    // The contract's default.
    provider: endpoint.provider ?? 'AWS',
    endpointId: endpoint.endpointId,
    comment: endpoint.comment ?? '',
    region: endpoint.region || null,
    dnsName: endpoint.customerEndpointDNSName || null,
    ipAddress: endpoint.customerEndpointIPAddress || null,
    state: STATES[endpoint.status ?? 'OK'],
    error: endpoint.errorMessage || null,
  };
}

function toBody(model: DataFederationEndpoint): Body {
  return {
    endpointId: model.endpointId,
    provider: model.provider,
    type: 'DATA_LAKE',
    comment: model.comment,
    ...(model.region === null ? {} : { region: model.region }),
    ...(model.dnsName === null ? {} : { customerEndpointDNSName: model.dnsName }),
    ...(model.ipAddress === null ? {} : { customerEndpointIPAddress: model.ipAddress }),
  };
}

// An Azure resource id holds slashes: it goes into the path percent-encoded. The contract's pattern knows AWS's ids only.
const paths = ({ projectId, endpointId }: DataFederationEndpoint) => ({ groupId: projectId, endpointId });

function post(model: DataFederationEndpoint): ApiCall {
  return callOf(operations.create, { groupId: model.projectId }, { body: toBody(model) });
}

function settled({ state, error }: DataFederationEndpoint): SettleState {
  switch (state) {
    case 'available':
      return 'settled';
    case 'failed':
      return { failed: `Atlas reports the endpoint as failed${error ? `: ${error}` : ''}.` };
    case 'pending':
    case 'deleting':
      return 'pending';
    default:
      return state satisfies never;
  }
}

export const read: ResourceRead<DataFederationEndpoint, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<DataFederationEndpoint> = {
  operations: [operations.create, operations.get, operations.delete],
  create: ({ after }) => [post(after)],
  // Atlas takes a new comment and nothing else; for the rest the endpoint is removed and made again.
  update: (change) => (changedFields(change).every((field) => field === 'comment') ? [post(change.after)] : []),
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  settle: (change) => {
    const model = change.type === 'delete' ? change.before : change.after;
    return [
      {
        call: callOf(operations.get, paths(model)),
        state: (answered, body) => {
          if (change.type === 'delete') return answered === 404 ? 'settled' : 'pending';
          return answered === 200 ? settled(fromWire(body, model.projectId)) : 'pending';
        },
      },
    ];
  },
};

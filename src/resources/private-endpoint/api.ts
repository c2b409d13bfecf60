import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { PrivateEndpointService } from '../private-endpoint-service/model.ts';
import type { PrivateEndpoint, PrivateEndpointState } from './model.ts';

const common = { deleteRequested: z.boolean().nullable().optional(), errorMessage: z.string().nullable().optional() };

// Endpoints were never recorded: these shapes are the contract's, with null allowed where services show it.
const wire = z.union([
  z.strictObject({
    ...common,
    cloudProvider: z.literal('AWS'),
    // NONE is not in the contract; the Terraform provider waits while it sees it.
    connectionStatus: z.enum(['NONE', 'PENDING_ACCEPTANCE', 'PENDING', 'AVAILABLE', 'REJECTED', 'DELETING']),
    interfaceEndpointId: z.string(),
  }),
  z.strictObject({
    ...common,
    cloudProvider: z.literal('AZURE'),
    privateEndpointConnectionName: z.string().nullable().optional(),
    privateEndpointIPAddress: z.string().nullable().optional(),
    privateEndpointResourceId: z.string(),
    status: z.enum(['INITIATING', 'AVAILABLE', 'FAILED', 'DELETING']),
  }),
  z.strictObject({
    ...common,
    cloudProvider: z.literal('GCP'),
    endpointGroupName: z.string(),
    endpoints: z
      .array(
        z.strictObject({
          endpointName: z.string(),
          ipAddress: z.string(),
          status: z.enum(['INITIATING', 'AVAILABLE', 'FAILED', 'DELETING']),
        }),
      )
      .nullable()
      .optional(),
    gcpProjectId: z.string().nullable().optional(),
    portMappingEnabled: z.boolean().optional(),
    status: z.enum(['INITIATING', 'VERIFIED', 'AVAILABLE', 'FAILED', 'DELETING', 'DELETED']),
  }),
]);

// Google Cloud's body has no `id`, AWS's nothing but it: the cloud itself stands in the path.
const request = z.union([
  z.strictObject({ id: z.string(), privateEndpointIPAddress: z.string().optional() }),
  z.strictObject({
    endpointGroupName: z.string(),
    endpoints: z.array(z.strictObject({ endpointName: z.string(), ipAddress: z.string() })).optional(),
    gcpProjectId: z.string(),
  }),
]);

const base = { version: '2023-01-01', bucket: buckets.privateEndpoints } as const;
const collection =
  '/api/atlas/v2/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService/{endpointServiceId}/endpoint';

export const operations = {
  create: {
    ...base,
    id: 'createGroupPrivateEndpointEndpointServiceEndpoint',
    method: 'POST',
    path: collection,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupPrivateEndpointEndpointServiceEndpoint',
    method: 'GET',
    path: `${collection}/{endpointId}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupPrivateEndpointEndpointServiceEndpoint',
    method: 'DELETE',
    path: `${collection}/{endpointId}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  cloudProvider: z.enum(['AWS', 'AZURE', 'GCP']),
  connectionStatus: z.string().nullish(),
  status: z.string().nullish(),
  errorMessage: z.string().nullish(),
  interfaceEndpointId: z.string().nullish(),
  privateEndpointResourceId: z.string().nullish(),
  privateEndpointIPAddress: z.string().nullish(),
  endpointGroupName: z.string().nullish(),
  endpoints: z.array(z.looseObject({ endpointName: z.string(), ipAddress: z.string() })).nullish(),
  gcpProjectId: z.string().nullish(),
});

const STATES: Readonly<Record<string, PrivateEndpointState>> = {
  NONE: 'initiating',
  PENDING_ACCEPTANCE: 'initiating',
  PENDING: 'initiating',
  INITIATING: 'initiating',
  VERIFIED: 'initiating',
  AVAILABLE: 'available',
  REJECTED: 'rejected',
  FAILED: 'failed',
  DELETING: 'deleting',
  DELETED: 'deleting',
};

/** Where an endpoint lives: the service's identity, with Atlas's id of it. */
type Service = Pick<PrivateEndpoint, 'projectId' | 'provider' | 'region' | 'portMapping' | 'serviceId'>;

/** A wire endpoint as our model. */
export function fromWire(item: unknown, service: Service): PrivateEndpoint {
  const endpoint = reading.parse(item);
  const status = endpoint.connectionStatus ?? endpoint.status ?? '';
  const state = STATES[status];
  if (state === undefined) throw new TypeError(`a private endpoint's state is ${JSON.stringify(status)}`);
  const endpointId =
    endpoint.interfaceEndpointId ?? endpoint.privateEndpointResourceId ?? endpoint.endpointGroupName ?? undefined;
  if (endpointId === undefined) throw new TypeError('a private endpoint has no id');
  return {
    projectId: service.projectId,
    provider: service.provider,
    region: service.region,
    portMapping: service.portMapping,
    serviceId: service.serviceId,
    endpointId,
    ipAddress: endpoint.privateEndpointIPAddress ?? null,
    gcpProjectId: endpoint.gcpProjectId ?? null,
    gcpEndpoints: (endpoint.endpoints ?? [])
      .map(({ endpointName, ipAddress }) => ({ name: endpointName, ipAddress }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    state,
    error: endpoint.errorMessage ?? null,
  };
}

function toBody(model: PrivateEndpoint): Body {
  switch (model.provider) {
    case 'AWS':
      return { id: model.endpointId };
    case 'AZURE':
      return {
        id: model.endpointId,
        ...(model.ipAddress === null ? {} : { privateEndpointIPAddress: model.ipAddress }),
      };
    case 'GCP':
      return {
        endpointGroupName: model.endpointId,
        gcpProjectId: model.gcpProjectId ?? '',
        endpoints: model.gcpEndpoints.map(({ name, ipAddress }) => ({ endpointName: name, ipAddress })),
      };
    default:
      return model.provider satisfies never;
  }
}

const servicePaths = (model: Service) => ({
  groupId: model.projectId,
  cloudProvider: model.provider,
  endpointServiceId: model.serviceId,
});

// An Azure resource id holds slashes: it goes into the path percent-encoded.
const paths = (model: PrivateEndpoint) => ({ ...servicePaths(model), endpointId: model.endpointId });

function serviceOf(service: PrivateEndpointService): Service {
  const { projectId, provider, region, portMapping, id } = service;
  return { projectId, provider, region, portMapping, serviceId: id ?? '' };
}

function settled(endpoint: PrivateEndpoint): SettleState {
  switch (endpoint.state) {
    case 'available':
      return 'settled';
    case 'rejected':
    case 'failed':
      return {
        failed: `Atlas reports the endpoint as ${endpoint.state}${endpoint.error ? `: ${endpoint.error}` : ''}.`,
      };
    case 'initiating':
    case 'deleting':
      return 'pending';
    default:
      return endpoint.state satisfies never;
  }
}

// Atlas has no list of endpoints: the service lists their ids, and each is asked for by its own.
export const read: ResourceRead<PrivateEndpoint, PrivateEndpointService> = {
  from: 'private-endpoint-service',
  operations: [operations.get],
  calls: (service) =>
    service.id === null
      ? []
      : service.endpointIds.map((endpointId) =>
          callOf(operations.get, { ...servicePaths(serviceOf(service)), endpointId }),
        ),
  parse: (item, service) => [fromWire(item, serviceOf(service))],
  // An endpoint can be removed between the reading of its service and of itself (code: docs, api-errors).
  absent: (status, errorCode) => status === 404 && errorCode === 'PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND',
};

export const write: ResourceWrite<PrivateEndpoint> = {
  operations: [operations.create, operations.get, operations.delete],
  create: ({ after }) => [callOf(operations.create, servicePaths(after), { body: toBody(after) })],
  // There is no update: Atlas has no PATCH of an endpoint.
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model)),
  }),
  settle: (change) => {
    const model = change.type === 'delete' ? change.before : change.after;
    return [
      {
        call: callOf(operations.get, paths(model)),
        state: (status, body) => {
          if (change.type === 'delete' && status === 404) return 'settled';
          if (status !== 200) return 'pending';
          return change.type === 'delete' ? 'pending' : settled(fromWire(body, model));
        },
      },
    ];
  },
};

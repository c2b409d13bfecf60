import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { beginRemoval, beginWork } from '../slow-work.ts';
import { operations } from './api.ts';
import type { PrivateEndpoint, PrivateEndpointState } from './model.ts';

const KIND = 'private-endpoint';
const SERVICE = 'private-endpoint-service';
type Provider = PrivateEndpoint['provider'];

/** The field in which each cloud's service lists its endpoints. */
const LISTED_IN: Readonly<Record<Provider, string>> = {
  AWS: 'interfaceEndpoints',
  AZURE: 'privateEndpoints',
  GCP: 'endpointGroupNames',
};

function serviceFor(request: EmulatorRequest): StoredDocument | undefined {
  const { groupId = '', endpointServiceId = '', cloudProvider } = request.params;
  const service = request.store.get(SERVICE, groupId, endpointServiceId);
  return service?.wire.cloudProvider === cloudProvider ? service : undefined;
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  const { groupId = '', endpointServiceId = '', endpointId = '' } = request.params;
  return serviceFor(request) && request.store.get(KIND, `${groupId}/${endpointServiceId}`, endpointId);
}

// Codes and statuses below: docs, api-errors; their sentences are unconfirmed.

function serviceNotFound(request: EmulatorRequest): EmulatorReply {
  const { endpointServiceId = '', groupId = '' } = request.params;
  return atlasError(
    404,
    'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND',
    `No private endpoint service with ID ${endpointServiceId} exists in group ${groupId}.`,
    [endpointServiceId, groupId],
  );
}

function notFound(request: EmulatorRequest): EmulatorReply {
  const { endpointId = '', endpointServiceId = '' } = request.params;
  return atlasError(
    404,
    'PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND',
    `No interface endpoint with ID ${endpointId} exists in private endpoint service ${endpointServiceId}.`,
    [endpointId, endpointServiceId],
  );
}

/** Keeps the service's own list of endpoint ids in step. */
function list(store: EmulatorStore, service: StoredDocument, endpointId: string, present: boolean): void {
  const field = LISTED_IN[service.wire.cloudProvider as Provider];
  const before = Array.isArray(service.wire[field]) ? (service.wire[field] as readonly string[]) : [];
  const others = before.filter((id) => id !== endpointId);
  store.put({ ...service, wire: { ...service.wire, [field]: present ? [...others, endpointId] : others } });
}

interface Posted {
  readonly id?: string;
  readonly privateEndpointIPAddress?: string;
  readonly endpointGroupName?: string;
  readonly gcpProjectId?: string;
  readonly endpoints?: readonly { readonly endpointName: string; readonly ipAddress: string }[];
}

function wireOf(provider: Provider, endpointId: string, posted: Posted, portMapping: boolean): JsonObject {
  const common: JsonObject = { cloudProvider: provider, deleteRequested: false, errorMessage: null };
  switch (provider) {
    case 'AWS':
      return { ...common, connectionStatus: 'PENDING', interfaceEndpointId: endpointId };
    case 'AZURE':
      return {
        ...common,
        privateEndpointConnectionName: null,
        privateEndpointIPAddress: posted.privateEndpointIPAddress ?? null,
        privateEndpointResourceId: endpointId,
        status: 'INITIATING',
      };
    case 'GCP':
      return {
        ...common,
        endpointGroupName: endpointId,
        endpoints: (posted.endpoints ?? []).map((endpoint) => ({ ...endpoint, status: 'INITIATING' })),
        gcpProjectId: posted.gcpProjectId ?? null,
        portMappingEnabled: portMapping,
        status: 'INITIATING',
      };
    default:
      return provider satisfies never;
  }
}

function withState(wire: JsonObject, state: PrivateEndpointState): JsonObject {
  if (wire.cloudProvider === 'AWS') {
    // AWS knows no failure of an endpoint but its rejection.
    const status = { initiating: 'PENDING', available: 'AVAILABLE', deleting: 'DELETING' } as const;
    return { ...wire, connectionStatus: state === 'rejected' || state === 'failed' ? 'REJECTED' : status[state] };
  }
  const status = state === 'rejected' ? 'FAILED' : state.toUpperCase();
  const endpoints = wire.endpoints;
  return {
    ...wire,
    status,
    ...(Array.isArray(endpoints)
      ? { endpoints: endpoints.map((endpoint) => ({ ...(endpoint as JsonObject), status })) }
      : {}),
  };
}

/** One region for all clouds, unless the project's regional mode is on (docs, private endpoint limitations). */
function secondRegion(request: EmulatorRequest, service: StoredDocument): boolean {
  const groupId = request.params.groupId as string;
  const mode = request.store.list('private-endpoint-regional-mode', groupId)[0];
  if (mode?.wire.enabled === true) return false;
  return request.store
    .list(SERVICE, groupId)
    .some(
      (other) =>
        other.wire.regionName !== service.wire.regionName &&
        request.store.list(KIND, `${groupId}/${other.id}`).length > 0,
    );
}

function create(request: EmulatorRequest): EmulatorReply {
  const service = serviceFor(request);
  if (service === undefined) return serviceNotFound(request);
  const provider = service.wire.cloudProvider as Provider;
  const posted = request.body as unknown as Posted;
  const endpointId = provider === 'GCP' ? posted.endpointGroupName : posted.id;
  if (endpointId === undefined) {
    const missing = provider === 'GCP' ? 'endpointGroupName' : 'id';
    return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
  }
  if (provider === 'AWS' && !/^vpce-[0-9a-f]{17}$/.test(endpointId)) {
    return atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${endpointId} specified.`, [endpointId]);
  }
  if (provider === 'AZURE' && posted.privateEndpointIPAddress === undefined) {
    const missing = 'privateEndpointIPAddress';
    return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
  }
  if (service.wire.status !== 'AVAILABLE' && service.wire.status !== 'WAITING_FOR_USER') {
    return atlasError(
      409,
      'PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS',
      `The private endpoint service ${service.id} cannot accept endpoints in its current state.`,
      [service.id],
    );
  }
  const parent = `${request.params.groupId}/${service.id}`;
  if (request.store.get(KIND, parent, endpointId) !== undefined) {
    return atlasError(
      409,
      'PRIVATELINK_INTERFACE_ENDPOINT_ALREADY_EXISTS',
      `The interface endpoint ${endpointId} already exists.`,
      [endpointId],
    );
  }
  if (secondRegion(request, service)) {
    return atlasError(
      409,
      'MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION',
      'Private endpoints in more than one region require regionalized private endpoints.',
    );
  }
  const wire = wireOf(provider, endpointId, posted, service.wire.portMappingEnabled === true);
  const document = { kind: KIND, parent, id: endpointId, wire };
  request.store.put(document);
  list(request.store, service, endpointId, true);
  const available = withState(wire, 'available');
  const { connectionStatus, status, endpoints } = available;
  beginWork(request, document, {
    takes: 'network',
    then: {
      ...(connectionStatus === undefined ? {} : { connectionStatus }),
      ...(status === undefined ? {} : { status }),
      ...(endpoints === undefined ? {} : { endpoints }),
      ...(provider === 'AZURE'
        ? { privateEndpointConnectionName: `${endpointId.split('/').at(-1)}.${request.randomUuid()}` }
        : {}),
    },
    when: { deleteRequested: false },
  });
  return { status: 200, body: wire };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  const service = serviceFor(request);
  if (document === undefined || service === undefined) return notFound(request);
  beginRemoval(request, { ...document, wire: withState(document.wire, 'deleting') }, 'network', {
    deleteRequested: true,
  });
  list(request.store, service, document.id, false);
  return { status: 204 };
}

function serviceInUse(request: EmulatorRequest): EmulatorReply | undefined {
  const { groupId = '', endpointServiceId = '' } = request.params;
  const endpoints = request.store.list(KIND, `${groupId}/${endpointServiceId}`);
  return endpoints.length === 0
    ? undefined
    : atlasError(
        409,
        'CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS',
        `The private endpoint service ${endpointServiceId} cannot be deleted while it has endpoints.`,
        [endpointServiceId],
      );
}

export const emulator: EmulatorBehaviour<PrivateEndpoint> = {
  routes: [
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        if (serviceFor(request) === undefined) return serviceNotFound(request);
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.delete, handle: remove },
  ],
  guards: [{ on: ['deleteGroupPrivateEndpointEndpointService'], check: serviceInUse }],
  seed: (model, { store }) => {
    const posted: Posted = {
      ...(model.ipAddress === null ? {} : { privateEndpointIPAddress: model.ipAddress }),
      ...(model.gcpProjectId === null ? {} : { gcpProjectId: model.gcpProjectId }),
      endpoints: model.gcpEndpoints.map(({ name, ipAddress }) => ({ endpointName: name, ipAddress })),
    };
    const wire = withState(wireOf(model.provider, model.endpointId, posted, model.portMapping), model.state);
    store.put({
      kind: KIND,
      parent: `${model.projectId}/${model.serviceId}`,
      id: model.endpointId,
      wire: { ...wire, errorMessage: model.error },
    });
    const service = store.get(SERVICE, model.projectId, model.serviceId);
    if (service) list(store, service, model.endpointId, true);
  },
};

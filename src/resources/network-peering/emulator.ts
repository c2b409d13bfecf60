import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addressSetOf, intersection, isEmpty, parseCidr } from '../../core/cidr.ts';
import type { JsonObject } from '../../core/json.ts';
import { beginRemoval, beginWork } from '../slow-work.ts';
import { endsOf, fromWire, operations, toBody } from './api.ts';
import type { NetworkPeering, NetworkPeeringState } from './model.ts';

const KIND = 'network-peering';
const LIMIT = 50;

// Codes and statuses below: docs, api-errors; their sentences are unconfirmed, no peer was ever recorded.

function notFound(request: EmulatorRequest): EmulatorReply {
  const { peerId = '', groupId = '' } = request.params;
  return atlasError(404, 'PEER_NOT_FOUND', `No peer with ID ${peerId} exists in group ${groupId}.`, [peerId, groupId]);
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  return request.store.get(KIND, request.params.groupId as string, request.params.peerId as string);
}

const REQUIRED: Readonly<Record<NetworkPeering['provider'], readonly string[]>> = {
  AWS: ['accepterRegionName', 'awsAccountId', 'routeTableCidrBlock', 'vpcId'],
  AZURE: ['azureDirectoryId', 'azureSubscriptionId', 'resourceGroupName', 'vnetName'],
  GCP: ['gcpProjectId', 'networkName'],
};

function initial(provider: NetworkPeering['provider']): JsonObject {
  switch (provider) {
    case 'AWS':
      return { connectionId: null, errorStateName: null, statusName: 'INITIATING' };
    case 'AZURE':
      return { errorState: null, status: 'ADDING_PEER' };
    case 'GCP':
      return { errorMessage: null, status: 'ADDING_PEER' };
    default:
      return provider satisfies never;
  }
}

/** What Atlas reaches without anybody's help: AWS and Google Cloud then wait for a person, Azure's grants were made before. */
function unaided(provider: NetworkPeering['provider'], request: EmulatorRequest): JsonObject {
  switch (provider) {
    case 'AWS':
      return { connectionId: `pcx-0${request.newId().slice(-16)}`, statusName: 'PENDING_ACCEPTANCE' };
    case 'AZURE':
      return { status: 'AVAILABLE' };
    case 'GCP':
      return { status: 'WAITING_FOR_USER' };
    default:
      return provider satisfies never;
  }
}

function refuseRoute(request: EmulatorRequest, body: JsonObject): EmulatorReply | undefined {
  const route = body.routeTableCidrBlock;
  if (typeof route !== 'string') return undefined;
  if (parseCidr(route) === undefined) {
    return atlasError(400, 'INVALID_CIDR_BLOCK', `The CIDR block ${route} is invalid.`, [route]);
  }
  const container = request.store.get(
    'network-container',
    request.params.groupId as string,
    String(body.containerId ?? ''),
  );
  const block = container?.wire.atlasCidrBlock;
  if (typeof block === 'string' && !isEmpty(intersection(addressSetOf([route]), addressSetOf([block])))) {
    return atlasError(
      409,
      'OVERLAPPING_CIDR_BLOCK',
      `The CIDR block ${route} overlaps with the Atlas CIDR block ${block}.`,
      [route, block],
    );
  }
  return undefined;
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const body = request.body as JsonObject;
  const provider = (body.providerName ?? 'AWS') as NetworkPeering['provider'];
  const missing = REQUIRED[provider].find((name) => body[name] === undefined);
  if (missing !== undefined) {
    return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
  }
  const containerId = String(body.containerId);
  const container = request.store.get('network-container', groupId, containerId);
  if (container === undefined || container.wire.providerName !== provider) {
    return atlasError(
      404,
      'CLOUD_PROVIDER_CONTAINER_NOT_FOUND',
      `No cloud provider container with ID ${containerId} exists in group ${groupId}.`,
      [containerId, groupId],
    );
  }
  const refused = refuseRoute(request, body);
  if (refused) return refused;
  const peers = request.store.list(KIND, groupId);
  const id = request.newId();
  const wire: JsonObject = { ...body, providerName: provider, id, ...initial(provider) };
  const ends = endsOf(fromWire(wire, groupId)).join('\n');
  if (peers.some((peer) => endsOf(fromWire(peer.wire, groupId)).join('\n') === ends)) {
    const code = provider === 'AWS' ? 'PEER_ALREADY_EXISTS' : `PEER_ALREADY_EXISTS_${provider}`;
    return atlasError(409, code, 'A peering connection with these parameters already exists.');
  }
  if (peers.length >= LIMIT) {
    return atlasError(409, 'PEER_MAXIMUM_REACHED', `The maximum number of peers (${LIMIT}) was reached.`, [LIMIT]);
  }
  const document = { kind: KIND, parent: groupId, id, wire };
  request.store.put(document);
  beginWork(request, document, {
    takes: 'network',
    then: unaided(provider, request),
    when: provider === 'AWS' ? { statusName: 'INITIATING' } : { status: 'ADDING_PEER' },
  });
  return { status: 200, body: wire };
}

function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  const body = request.body as JsonObject;
  if (body.containerId !== document.wire.containerId) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute containerId specified.', ['containerId']);
  }
  if (fromWire(document.wire, document.parent).state === 'deleting') return alreadyDeleting(request);
  const refused = refuseRoute(request, body);
  if (refused) return refused;
  const wire = { ...document.wire, ...body };
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

function alreadyDeleting(request: EmulatorRequest): EmulatorReply {
  const { peerId = '' } = request.params;
  return atlasError(
    409,
    'PEER_ALREADY_REQUESTED_DELETION',
    `The peer ${peerId} has already been requested for deletion.`,
    [peerId],
  );
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  if (fromWire(document.wire, document.parent).state === 'deleting') return alreadyDeleting(request);
  const deleting = document.wire.statusName === undefined ? { status: 'DELETING' } : { statusName: 'TERMINATING' };
  beginRemoval(request, document, 'network', deleting);
  return { status: 202, body: {} };
}

function containerInUse(request: EmulatorRequest): EmulatorReply | undefined {
  const { groupId = '', containerId } = request.params;
  const used = request.store.list(KIND, groupId).some((peer) => peer.wire.containerId === containerId);
  return used ? atlasError(409, 'CONTAINERS_IN_USE', 'Cannot modify or delete containers that are in use.') : undefined;
}

function projectInUse(request: EmulatorRequest): EmulatorReply | undefined {
  return request.store.list(KIND, request.params.groupId as string).length === 0
    ? undefined
    : atlasError(
        409,
        'CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS',
        'Cannot close group while there are active peering connections; please terminate all peering connections.',
      );
}

const AWS_STATUS: Readonly<Record<NetworkPeeringState, string>> = {
  initiating: 'INITIATING',
  waiting: 'PENDING_ACCEPTANCE',
  available: 'AVAILABLE',
  failed: 'FAILED',
  deleting: 'TERMINATING',
};

const OTHER_STATUS: Readonly<Record<NetworkPeeringState, string>> = {
  initiating: 'ADDING_PEER',
  waiting: 'WAITING_FOR_USER',
  available: 'AVAILABLE',
  failed: 'FAILED',
  deleting: 'DELETING',
};

function stateOf(model: NetworkPeering): JsonObject {
  switch (model.provider) {
    case 'AWS':
      return { statusName: AWS_STATUS[model.state], errorStateName: model.error };
    case 'AZURE':
      return { status: OTHER_STATUS[model.state], errorState: model.error };
    case 'GCP':
      return { status: OTHER_STATUS[model.state], errorMessage: model.error };
    default:
      return model satisfies never;
  }
}

export const emulator: EmulatorBehaviour<NetworkPeering> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => {
        const provider = query.providerName ?? 'AWS';
        return {
          status: 200,
          page: store
            .list(KIND, params.groupId as string)
            .map((document) => document.wire)
            .filter((wire) => wire.providerName === provider),
        };
      },
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: remove },
  ],
  guards: [
    { on: ['updateGroupContainer', 'deleteGroupContainer'], check: containerInUse },
    { on: ['deleteGroup'], check: projectInUse },
  ],
  seed: (model, { store, idFor }) => {
    const id = model.id ?? idFor(`${KIND} ${model.projectId} ${endsOf(model).join(' ')}`);
    const wire = { ...(toBody(model) as JsonObject), id, ...initial(model.provider), ...stateOf(model) };
    store.put({ kind: KIND, parent: model.projectId, id, wire });
  },
};

import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { beginRemoval, beginWork } from '../slow-work.ts';
import { operations } from './api.ts';
import type { DataFederationEndpoint } from './model.ts';

const KIND = 'data-federation-endpoint';

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  const { groupId = '', endpointId = '' } = params;
  return store.get(KIND, groupId, endpointId);
}

function notFound({ params }: EmulatorRequest): EmulatorReply {
  const { endpointId = '', groupId = '' } = params;
  // Unconfirmed: code and sentence.
  return atlasError(
    404,
    'DATA_FEDERATION_PRIVATE_ENDPOINT_NOT_FOUND',
    `No Data Federation private endpoint with ID ${endpointId} exists in group ${groupId}.`,
    [endpointId, groupId],
  );
}

const page = ({ store, params }: EmulatorRequest): readonly JsonObject[] =>
  store.list(KIND, params.groupId as string).map(({ wire }) => wire);

function refuse(posted: JsonObject): EmulatorReply | undefined {
  const { provider = 'AWS', endpointId, region, customerEndpointDNSName } = posted;
  const isId =
    provider === 'AWS' ? /^vpce-[0-9a-f]{17}$/ : /^\/subscriptions\/.+\/Microsoft\.Network\/privateEndpoints\/[^/]+$/;
  // Shapes of ids and the pair are the contract's. Unconfirmed: code and sentences.
  if (!isId.test(String(endpointId))) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute endpointId specified.', ['endpointId']);
  }
  if ((region === undefined) !== (customerEndpointDNSName === undefined)) {
    const missing = region === undefined ? 'region' : 'customerEndpointDNSName';
    return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
  }
  return undefined;
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const posted = request.body as JsonObject;
  const refused = refuse(posted);
  if (refused !== undefined) return refused;
  const id = String(posted.endpointId);
  const before = request.store.get(KIND, groupId, id);
  if (before !== undefined) {
    const { comment = before.wire.comment } = posted;
    request.store.put({ ...before, wire: { ...before.wire, ...(comment === undefined ? {} : { comment }) } });
    return { status: 201, page: page(request) };
  }
  const wire: JsonObject = { provider: 'AWS', type: 'DATA_LAKE', ...posted, status: 'PENDING' };
  const document = { kind: KIND, parent: groupId, id, wire };
  request.store.put(document);
  beginWork(request, document, { takes: 'short', then: { status: 'OK' }, when: { status: 'PENDING' } });
  return { status: 201, page: page(request) };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  beginRemoval(request, document, 'short');
  return { status: 204 };
}

function projectInUse({ store, params }: EmulatorRequest): EmulatorReply | undefined {
  // Code and status: docs, api-errors; the sentence is unconfirmed.
  return store.list(KIND, params.groupId as string).length === 0
    ? undefined
    : atlasError(
        409,
        'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_DATA_FEDERATION_PRIVATE_ENDPOINTS',
        'Cannot close group while there are active Data Federation private endpoints; please delete all of them.',
      );
}

const STATUS = {
  pending: 'PENDING',
  available: 'OK',
  failed: 'FAILED',
  deleting: 'DELETING',
} as const satisfies Record<DataFederationEndpoint['state'], string>;

export const emulator: EmulatorBehaviour<DataFederationEndpoint> = {
  routes: [
    { operation: operations.list, handle: (request) => ({ status: 200, page: page(request) }) },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.delete, handle: remove },
  ],
  guards: [{ on: ['deleteGroup'], check: projectInUse }],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.endpointId,
      wire: {
        ...(model.comment === '' ? {} : { comment: model.comment }),
        ...(model.dnsName === null ? {} : { customerEndpointDNSName: model.dnsName }),
        ...(model.ipAddress === null ? {} : { customerEndpointIPAddress: model.ipAddress }),
        endpointId: model.endpointId,
        ...(model.error === null ? {} : { errorMessage: model.error }),
        provider: model.provider,
        ...(model.region === null ? {} : { region: model.region }),
        status: STATUS[model.state],
        type: 'DATA_LAKE',
      },
    });
  },
};

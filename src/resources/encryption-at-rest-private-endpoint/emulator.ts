import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { beginRemoval, beginWork } from '../slow-work.ts';
import { operations } from './api.ts';
import type { EncryptionAtRestPrivateEndpoint } from './model.ts';

const KIND = 'encryption-at-rest-private-endpoint';
const CONFIGURATION = 'encryption-at-rest';
type Provider = EncryptionAtRestPrivateEndpoint['provider'];

/** The part of the project's configuration that each cloud's endpoints serve. */
const PARTS: Readonly<Record<Provider, string>> = { AWS: 'awsKms', AZURE: 'azureKeyVault' };

function notFound({ params }: EmulatorRequest): EmulatorReply {
  const { endpointId = '' } = params;
  // Unconfirmed: code and sentence.
  return atlasError(
    404,
    'ENCRYPTION_AT_REST_PRIVATE_ENDPOINT_NOT_FOUND',
    `No encryption at rest private endpoint with ID ${endpointId} exists.`,
    [endpointId],
  );
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  const { groupId = '', endpointId = '', cloudProvider } = params;
  const document = store.get(KIND, groupId, endpointId);
  return document?.wire.cloudProvider === cloudProvider ? document : undefined;
}

function requiresPrivateNetworking({ store, params }: EmulatorRequest, provider: Provider): boolean {
  const groupId = params.groupId as string;
  const part = store.get(CONFIGURATION, groupId, groupId)?.wire[PARTS[provider]];
  return isObject(part) && part.requirePrivateNetworking === true;
}

/** AWS needs nobody else; the owner of an Azure vault approves each connection (page "Azure Key Vault over private endpoints"). */
function finished(provider: Provider, id: string, request: EmulatorRequest): JsonObject {
  switch (provider) {
    case 'AWS':
      return { status: 'ACTIVE', privateEndpointConnectionName: `vpce-0${request.newId().slice(-16)}` };
    case 'AZURE':
      return { status: 'PENDING_ACCEPTANCE', privateEndpointConnectionName: `pe-${id}` };
    default:
      return provider satisfies never;
  }
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const provider = request.params.cloudProvider as Provider;
  const { regionName } = request.body as { readonly regionName: string };
  if (!/^[A-Z][A-Z0-9_]*$/.test(regionName)) {
    return atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${regionName} specified.`, [regionName]);
  }
  if (!requiresPrivateNetworking(request, provider)) {
    // That the configuration must ask for it first: Terraform provider's documentation. Unconfirmed: code and sentence.
    return atlasError(
      400,
      'ENCRYPTION_AT_REST_PRIVATE_NETWORKING_NOT_ENABLED',
      `Encryption at rest of project ${groupId} does not require private networking for ${provider}.`,
      [groupId, provider],
    );
  }
  const same = request.store
    .list(KIND, groupId)
    .some(
      ({ wire }) => wire.cloudProvider === provider && wire.regionName === regionName && wire.status !== 'DELETING',
    );
  if (same) {
    // One for each region (page "Azure Key Vault over private endpoints"). Unconfirmed: code and sentence.
    return atlasError(
      409,
      'ENCRYPTION_AT_REST_PRIVATE_ENDPOINT_ALREADY_EXISTS',
      `An encryption at rest private endpoint already exists in region ${regionName}.`,
      [regionName],
    );
  }
  const id = request.newId();
  const wire: JsonObject = { cloudProvider: provider, errorMessage: null, id, regionName, status: 'INITIATING' };
  const document = { kind: KIND, parent: groupId, id, wire };
  request.store.put(document);
  beginWork(request, document, {
    takes: 'network',
    then: finished(provider, id, request),
    when: { status: 'INITIATING' },
  });
  return { status: 202, body: wire };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  beginRemoval(request, document, 'network');
  return { status: 204 };
}

/** Recorded in the Terraform provider's CI, with this sentence. */
function projectInUse({ store, params }: EmulatorRequest): EmulatorReply | undefined {
  return store.list(KIND, params.groupId as string).length === 0
    ? undefined
    : atlasError(
        409,
        'CANNOT_CLOSE_GROUP_EAR_PRIVATE_ENDPOINT',
        'Cannot close group while there are Encryption At Rest private endpoints; please terminate all EAR private endpoints.',
      );
}

/** The endpoints are removed before the key is switched off (page "Manage Customer Keys"). Unconfirmed: code and sentence. */
function keyInUse({ store, params, body }: EmulatorRequest): EmulatorReply | undefined {
  const endpoints = store.list(KIND, params.groupId as string);
  const blocked = (['AWS', 'AZURE'] as const).find((provider) => {
    const asked = isObject(body) ? body[PARTS[provider]] : undefined;
    const isOff = isObject(asked) && asked.enabled === false;
    return isOff && endpoints.some(({ wire }) => wire.cloudProvider === provider);
  });
  return blocked === undefined
    ? undefined
    : atlasError(
        409,
        'CANNOT_DISABLE_ENCRYPTION_AT_REST',
        `Cannot disable encryption at rest while there are private endpoints for ${blocked}.`,
        [blocked],
      );
}

const STATUS = {
  initiating: 'INITIATING',
  'pending-acceptance': 'PENDING_ACCEPTANCE',
  active: 'ACTIVE',
  failed: 'FAILED',
  'pending-recreation': 'PENDING_RECREATION',
  deleting: 'DELETING',
} as const satisfies Record<EncryptionAtRestPrivateEndpoint['state'], string>;

export const emulator: EmulatorBehaviour<EncryptionAtRestPrivateEndpoint> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store
          .list(KIND, params.groupId as string)
          .map(({ wire }) => wire)
          .filter(({ cloudProvider }) => cloudProvider === params.cloudProvider),
      }),
    },
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
  guards: [
    { on: ['deleteGroup'], check: projectInUse },
    { on: ['updateGroupEncryptionAtRest'], check: keyInUse },
  ],
  seed: (model, { store, idFor }) => {
    const id = model.id ?? idFor(`${KIND} ${model.projectId} ${model.provider} ${model.region}`);
    store.put({
      kind: KIND,
      parent: model.projectId,
      id,
      wire: {
        cloudProvider: model.provider,
        errorMessage: model.error,
        id,
        ...(model.connectionName === null ? {} : { privateEndpointConnectionName: model.connectionName }),
        regionName: model.region,
        status: STATUS[model.state],
      },
    });
  },
};

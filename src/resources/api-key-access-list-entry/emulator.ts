import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { entryName, entryOf, type PostedAddress, refusedAddress, refusedRemoval } from '../api-access-list.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { ApiKeyAccessListEntry } from './model.ts';

const KIND = 'api-key-access-list-entry';
const API_KEY = 'api-key';

function shown(document: StoredDocument, orgId: string, publicUrl: string): JsonObject {
  const name = encodeURIComponent(entryName(document.id));
  const path = `/api/atlas/v2/orgs/${orgId}/apiKeys/${document.parent}/accessList/${name}`;
  return { ...document.wire, links: selfLink(publicUrl, path) };
}

/** A single address is shown both ways (recorded: createOrgApiKeyAccessListEntry). */
function wireOf(entry: string, use: Omit<JsonObject, 'cidrBlock' | 'ipAddress'>): JsonObject {
  const address = entryName(entry);
  return { cidrBlock: entry, ...(address === entry ? {} : { ipAddress: address }), ...use };
}

/** The code and its 400 are documented; the sentence is unconfirmed. */
function keyNotFound(apiUserId: string): EmulatorReply {
  return atlasError(400, 'API_KEY_NOT_FOUND', `No API key with ID ${apiUserId} exists.`, [apiUserId]);
}

/** Unconfirmed: code and sentence, made after the project's own list. */
function entryNotFound(value: string, apiUserId: string): EmulatorReply {
  return atlasError(
    404,
    'ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND',
    `IP Address ${value} not on Atlas access list for API key ${apiUserId}.`,
    [value, apiUserId],
  );
}

function list({ store, params, publicUrl }: EmulatorRequest): EmulatorReply {
  const { orgId = '', apiUserId = '' } = params;
  return { status: 200, page: store.list(KIND, apiUserId).map((document) => shown(document, orgId, publicUrl)) };
}

function create(request: EmulatorRequest): EmulatorReply {
  const { orgId = '', apiUserId = '' } = request.params;
  if (request.store.get(API_KEY, orgId, apiUserId) === undefined) return keyNotFound(apiUserId);
  const entries = request.body as readonly PostedAddress[];
  for (const entry of entries) {
    const refusal = refusedAddress(entry);
    if (refusal !== undefined) return refusal;
  }
  for (const { cidrBlock, ipAddress } of entries) {
    const id = entryOf((cidrBlock ?? ipAddress) as string);
    if (request.store.get(KIND, apiUserId, id) !== undefined) continue;
    const wire = wireOf(id, { count: 0, created: request.now });
    request.store.put({ kind: KIND, parent: apiUserId, id, wire });
  }
  return list(request);
}

/** Does the key change its own list? */
function isOwnList({ store, caller, params }: EmulatorRequest): boolean {
  const { orgId = '', apiUserId = '' } = params;
  return caller.type === 'api-key' && store.get(API_KEY, orgId, apiUserId)?.wire.publicKey === caller.id;
}

function remove(request: EmulatorRequest): EmulatorReply {
  const { apiUserId = '', ipAddress = '' } = request.params;
  const document = request.store.get(KIND, apiUserId, entryOf(ipAddress));
  if (document === undefined) return entryNotFound(ipAddress, apiUserId);
  const entries = request.store.list(KIND, apiUserId).map(({ id }) => id);
  const refusal = isOwnList(request) ? refusedRemoval(entries, document.id, request.caller.address) : undefined;
  if (refusal !== undefined) return refusal;
  request.store.remove(KIND, document.parent, document.id);
  return { status: 204 };
}

export const emulator: EmulatorBehaviour<ApiKeyAccessListEntry> = {
  routes: [
    {
      operation: operations.list,
      handle: (request) => {
        const { orgId = '', apiUserId = '' } = request.params;
        return request.store.get(API_KEY, orgId, apiUserId) === undefined ? keyNotFound(apiUserId) : list(request);
      },
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: ({ store, params, publicUrl }) => {
        const { orgId = '', apiUserId = '', ipAddress = '' } = params;
        const document = store.get(KIND, apiUserId, entryOf(ipAddress));
        return document === undefined
          ? entryNotFound(ipAddress, apiUserId)
          : { status: 200, body: shown(document, orgId, publicUrl) };
      },
    },
    { operation: operations.delete, handle: remove },
  ],
  reactions: [
    {
      on: ['deleteOrgApiKey'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.apiUserId as string)) store.remove(KIND, parent, id);
      },
    },
  ],
  addresses: (store, caller) => {
    if (caller.type !== 'api-key') return undefined;
    const key = store.list(API_KEY, caller.orgId).find(({ wire }) => wire.publicKey === caller.id);
    return key && store.list(KIND, key.id).map(({ id }) => id);
  },
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.apiKeyId,
      id: model.entry,
      wire: wireOf(model.entry, {
        count: model.count,
        ...(model.created === null ? {} : { created: model.created }),
        ...(model.lastUsed === null ? {} : { lastUsed: model.lastUsed }),
        ...(model.lastUsedAddress === null ? {} : { lastUsedAddress: model.lastUsedAddress }),
      }),
    });
  },
};

import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { type AddressRange, blockOf, parseCidr } from '../../core/cidr.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { entryName, operations } from './api.ts';
import type { ApiKeyAccessListEntry } from './model.ts';

const KIND = 'api-key-access-list-entry';
const API_KEY = 'api-key';

interface Posted {
  readonly cidrBlock?: string;
  readonly ipAddress?: string;
}

function keyOf(text: string): string {
  const range = parseCidr(text);
  return (range && blockOf(range)) ?? text;
}

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

function refused(posted: Posted): EmulatorReply | undefined {
  const { cidrBlock, ipAddress } = posted;
  const text = cidrBlock ?? ipAddress;
  if (text === undefined || (cidrBlock !== undefined && ipAddress !== undefined)) {
    return atlasError(
      400,
      'MULTIPLE_VALUES_SPECIFIED_FOR_ONE_NETWORK_PERMISSION_ENTRY',
      'Only one of IP address and CIDR block may be specified.',
    );
  }
  const range = parseCidr(text);
  // An API access list takes no range of everything, yet takes two halves of it. The code is unconfirmed.
  if (range === undefined || blockOf(range)?.endsWith('/0')) {
    return atlasError(
      400,
      'INVALID_IP_ADDRESS_OR_CIDR_NOTATION',
      `The address ${text} must be in valid IP address or CIDR notation.`,
      [text],
    );
  }
  return undefined;
}

function create(request: EmulatorRequest): EmulatorReply {
  const { orgId = '', apiUserId = '' } = request.params;
  if (request.store.get(API_KEY, orgId, apiUserId) === undefined) return keyNotFound(apiUserId);
  const entries = request.body as readonly Posted[];
  for (const entry of entries) {
    const refusal = refused(entry);
    if (refusal !== undefined) return refusal;
  }
  for (const { cidrBlock, ipAddress } of entries) {
    const id = keyOf((cidrBlock ?? ipAddress) as string);
    if (request.store.get(KIND, apiUserId, id) !== undefined) continue;
    const wire = wireOf(id, { count: 0, created: request.now });
    request.store.put({ kind: KIND, parent: apiUserId, id, wire });
  }
  return list(request);
}

function contains(range: AddressRange | undefined, address: AddressRange): boolean {
  return (
    range !== undefined && range.family === address.family && range.first <= address.first && address.last <= range.last
  );
}

/** Would the caller, changing its own list from this address, lose its place on it? */
function wouldRemoveCaller({ store, caller, params }: EmulatorRequest, entry: StoredDocument): boolean {
  const { orgId = '', apiUserId = '' } = params;
  const key = store.get(API_KEY, orgId, apiUserId);
  const address = parseCidr(caller.address);
  if (caller.type !== 'api-key' || key?.wire.publicKey !== caller.id || address === undefined) return false;
  const others = store.list(KIND, apiUserId).filter(({ id }) => id !== entry.id);
  return contains(parseCidr(entry.id), address) && !others.some((other) => contains(parseCidr(other.id), address));
}

function remove(request: EmulatorRequest): EmulatorReply {
  const { apiUserId = '', ipAddress = '' } = request.params;
  const document = request.store.get(KIND, apiUserId, keyOf(ipAddress));
  if (document === undefined) return entryNotFound(ipAddress, apiUserId);
  if (wouldRemoveCaller(request, document)) {
    // The sentence is from the Atlas CLI's own tests; that another entry may cover the caller is unconfirmed.
    const { address } = request.caller;
    return atlasError(
      400,
      'CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST',
      `Cannot remove caller's IP address ${address} from access list.`,
      [address],
    );
  }
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
        const document = store.get(KIND, apiUserId, keyOf(ipAddress));
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

import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { entryName, entryOf, refusedAddress, refusedRemoval } from '../api-access-list.ts';
import { accountNotFound, accountOf } from '../service-account-documents.ts';
import { operations } from './api.ts';
import type { ServiceAccountAccessListEntry } from './model.ts';

const KIND = 'service-account-access-list-entry';

interface Posted {
  readonly cidrBlock?: string | null;
  readonly ipAddress?: string | null;
}

/** Unconfirmed: that null stands where there is no single address, as the contract allows. */
function wireOf(entry: string, use: Omit<JsonObject, 'cidrBlock' | 'ipAddress'>): JsonObject {
  const address = entryName(entry);
  return { cidrBlock: entry, ipAddress: address === entry ? null : address, ...use };
}

function page({ store }: EmulatorRequest, clientId: string): EmulatorReply {
  return { status: 200, page: store.list(KIND, clientId).map(({ wire }) => wire) };
}

function list(request: EmulatorRequest): EmulatorReply {
  const account = accountOf(request);
  return account === undefined ? accountNotFound(request.params.clientId as string) : page(request, account.id);
}

function create(request: EmulatorRequest): EmulatorReply {
  const account = accountOf(request);
  if (account === undefined) return accountNotFound(request.params.clientId as string);
  const posted = (request.body as readonly Posted[]).map(({ cidrBlock, ipAddress }) => ({
    cidrBlock: cidrBlock ?? undefined,
    ipAddress: ipAddress ?? undefined,
  }));
  for (const entry of posted) {
    const refusal = refusedAddress(entry);
    if (refusal !== undefined) return refusal;
  }
  for (const { cidrBlock, ipAddress } of posted) {
    const id = entryOf((cidrBlock ?? ipAddress) as string);
    // Unconfirmed: that an entry that stands already is passed over, as it is on an API key's list.
    if (request.store.get(KIND, account.id, id) !== undefined) continue;
    const unused = { createdAt: request.now, lastUsedAddress: null, lastUsedAt: null, requestCount: 0 };
    request.store.put({ kind: KIND, parent: account.id, id, wire: wireOf(id, unused) });
  }
  return page(request, account.id);
}

function remove(request: EmulatorRequest): EmulatorReply {
  const { clientId = '', ipAddress = '' } = request.params;
  const account = accountOf(request);
  if (account === undefined) return accountNotFound(clientId);
  const { store, caller } = request;
  const document = store.get(KIND, clientId, entryOf(ipAddress));
  if (document === undefined) {
    // Unconfirmed: code and sentence, made after the project's own list.
    return atlasError(
      404,
      'ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND',
      `IP Address ${ipAddress} not on Atlas access list for service account ${clientId}.`,
      [ipAddress, clientId],
    );
  }
  const entries = store.list(KIND, clientId).map(({ id }) => id);
  const isOwn = caller.type === 'service-account' && caller.id === clientId;
  // Documented without its code (deleteOrgServiceAccountAccessListEntry): the code is that of an API key's list.
  const refusal = isOwn ? refusedRemoval(entries, document.id, caller.address) : undefined;
  if (refusal !== undefined) return refusal;
  store.remove(KIND, clientId, document.id);
  return { status: 204 };
}

/** The organization and the projects of an account show one list. Unconfirmed: no page says that they are two. */
export const emulator: EmulatorBehaviour<ServiceAccountAccessListEntry> = {
  routes: [
    { operation: operations.list, handle: list },
    { operation: operations.create, handle: create },
    { operation: operations.delete, handle: remove },
    { operation: operations.listInProject, handle: list },
    { operation: operations.createInProject, handle: create },
    { operation: operations.deleteInProject, handle: remove },
  ],
  reactions: [
    {
      on: ['deleteOrgServiceAccount'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.clientId as string)) store.remove(KIND, parent, id);
      },
    },
  ],
  addresses: (store, caller) =>
    caller.type === 'service-account' && store.get('service-account', caller.orgId, caller.id) !== undefined
      ? store.list(KIND, caller.id).map(({ id }) => id)
      : undefined,
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.clientId,
      id: model.entry,
      wire: wireOf(model.entry, {
        ...(model.createdAt === null ? {} : { createdAt: model.createdAt }),
        lastUsedAddress: model.lastUsedAddress,
        lastUsedAt: model.lastUsedAt,
        requestCount: model.requestCount,
      }),
    });
  },
};

import type { EmulatorBehaviour, EmulatorReply, EmulatorRequest } from '../../core/behaviour.ts';
import type { AtlasRole } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import {
  accountNotFound,
  accountOf,
  makeAccount,
  type PostedAccount,
  proofsOf,
  shownAccount,
} from '../service-account-documents.ts';
import { operations } from './api.ts';
import type { ServiceAccount } from './model.ts';

const KIND = 'service-account';
const SECRET = 'service-account-secret';
const ASSIGNMENT = 'service-account-assignment';

function create(request: EmulatorRequest): EmulatorReply {
  const posted = request.body as unknown as PostedAccount;
  const made = makeAccount(request, request.params.orgId as string, posted, posted.roles);
  return 'refused' in made ? made.refused : { status: 201, body: made.shown };
}

/** Null stands for what is left as it is (the contract lets it stand for name and description). */
function update(request: EmulatorRequest): EmulatorReply {
  const account = accountOf(request);
  if (account === undefined) return accountNotFound(request.params.clientId as string);
  const patch = Object.entries(request.body as JsonObject).filter(([, value]) => value !== null);
  const changed = { ...account, wire: { ...account.wire, ...Object.fromEntries(patch) } };
  request.store.put(changed);
  return { status: 200, body: shownAccount(request.store, changed) };
}

export const emulator: EmulatorBehaviour<ServiceAccount> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.orgId as string).map((account) => shownAccount(store, account)),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const account = accountOf(request);
        return account === undefined
          ? accountNotFound(request.params.clientId as string)
          : { status: 200, body: shownAccount(request.store, account) };
      },
    },
    { operation: operations.update, handle: update },
    {
      operation: operations.delete,
      handle: (request) => {
        const account = accountOf(request);
        if (account === undefined) return accountNotFound(request.params.clientId as string);
        request.store.remove(KIND, account.parent, account.id);
        return { status: 204 };
      },
    },
    {
      operation: operations.listProjects,
      handle: (request) => {
        const account = accountOf(request);
        if (account === undefined) return accountNotFound(request.params.clientId as string);
        const own = request.store.all(ASSIGNMENT).filter(({ id }) => id === account.id);
        return {
          status: 200,
          page: own.map(({ parent, wire }) => ({ groupId: parent, roles: wire.roles ?? [] })),
        };
      },
    },
  ],
  login: (store, clientId, now) => {
    const account = store.find(KIND, clientId);
    if (account === undefined) return undefined;
    return {
      type: 'service-account',
      orgId: account.parent,
      orgRoles: (account.wire.roles ?? []) as unknown as readonly AtlasRole[],
      projectRoles: Object.fromEntries(
        store
          .all(ASSIGNMENT)
          .filter(({ id }) => id === clientId)
          .map(({ parent, wire }) => [parent, (wire.roles ?? []) as unknown as readonly AtlasRole[]]),
      ),
      proofs: proofsOf(store, clientId, now),
    };
  },
  // A seeded account has no secret's value: nobody can call the emulator with it.
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.clientId,
      wire: {
        clientId: model.clientId,
        createdAt: model.createdAt,
        description: model.description,
        name: model.name,
        roles: model.roles,
      },
    });
    for (const { id, createdAt, expiresAt, lastUsedAt } of model.secrets)
      store.put({ kind: SECRET, parent: model.clientId, id, wire: { createdAt, expiresAt, id, lastUsedAt } });
  },
};

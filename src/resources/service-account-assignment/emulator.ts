import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  groupNotFound,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { type JsonObject, withoutNull } from '../../core/json.ts';
import { accountNotFound, makeAccount, type PostedAccount, shownAccount } from '../service-account-documents.ts';
import { operations } from './api.ts';
import type { ServiceAccountAssignment } from './model.ts';

const KIND = 'service-account-assignment';
const ACCOUNT = 'service-account';

/** The account as its project sees it: with its roles there. What was seeded alone is shown as far as it is known. */
function shown(store: EmulatorStore, { id, wire }: StoredDocument): JsonObject {
  const account = store.find(ACCOUNT, id);
  return account === undefined ? wire : shownAccount(store, account, wire.roles);
}

function assignmentOf({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.clientId as string);
}

function invite(request: EmulatorRequest): EmulatorReply {
  const { store, params } = request;
  const { groupId = '', clientId = '' } = params;
  const orgId = store.find('project', groupId)?.parent ?? '';
  const account = store.get(ACCOUNT, orgId, clientId);
  if (account === undefined) return accountNotFound(clientId);
  if (assignmentOf(request) !== undefined) {
    // The one code stands in the sentence of the other (the handler of MongoDB::Atlas::ServiceAccountProjectAssignment);
    // the rest of the sentence is unconfirmed.
    const sentence = 'Invalid role assignment: SERVICE_ACCOUNT_ALREADY_IN_GROUP.';
    return atlasError(400, 'INVALID_ROLE_ASSIGNMENT', sentence, [clientId, groupId]);
  }
  const document = assigned(account, groupId, (request.body as { roles: readonly string[] }).roles);
  store.put(document);
  return { status: 200, body: shown(store, document) };
}

/** A new account of the project: a member of its organization and no more. */
function create(request: EmulatorRequest): EmulatorReply {
  const { store, params } = request;
  const groupId = params.groupId as string;
  const orgId = store.find('project', groupId)?.parent;
  if (orgId === undefined) return groupNotFound(groupId);
  const posted = request.body as unknown as PostedAccount;
  const made = makeAccount(request, orgId, posted, ['ORG_MEMBER']);
  if ('refused' in made) return made.refused;
  store.put(assigned(made.document, groupId, posted.roles));
  return { status: 201, body: { ...made.shown, roles: posted.roles } };
}

function assigned({ id, wire }: StoredDocument, groupId: string, roles: readonly string[]): StoredDocument {
  return { kind: KIND, parent: groupId, id, wire: { ...wire, roles } };
}

/** The roles are those of the project, name and description those of the account. Null stands for what is left as it is. */
function update(request: EmulatorRequest): EmulatorReply {
  const { store } = request;
  const assignment = assignmentOf(request);
  if (assignment === undefined) return accountNotFound(request.params.clientId as string);
  const { roles = assignment.wire.roles ?? [], ...rest } = request.body as JsonObject;
  const patch = withoutNull(rest);
  const account = store.find(ACCOUNT, assignment.id);
  if (account !== undefined) store.put({ ...account, wire: { ...account.wire, ...patch } });
  const changed = { ...assignment, wire: { ...assignment.wire, ...patch, roles } };
  store.put(changed);
  return { status: 200, body: shown(store, changed) };
}

export const emulator: EmulatorBehaviour<ServiceAccountAssignment> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map((document) => shown(store, document)),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = assignmentOf(request);
        return document === undefined
          ? accountNotFound(request.params.clientId as string)
          : { status: 200, body: shown(request.store, document) };
      },
    },
    { operation: operations.invite, handle: invite },
    { operation: operations.update, handle: update },
    {
      operation: operations.remove,
      handle: (request) => {
        const document = assignmentOf(request);
        if (document === undefined) return accountNotFound(request.params.clientId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.groupId as string)) store.remove(KIND, parent, id);
      },
    },
    {
      // "Manage Programmatic Access to an Organization" page: a deleted account leaves its projects, too.
      on: ['deleteOrgServiceAccount'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.all(KIND)) if (id === params.clientId) store.remove(KIND, parent, id);
      },
    },
  ],
  seed: (model, { store, now }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.clientId,
      wire: {
        clientId: model.clientId,
        createdAt: now,
        name: model.name,
        roles: model.roles,
      },
    });
  },
};

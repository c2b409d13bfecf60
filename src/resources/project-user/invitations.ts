/** Invitations to a project as older clients know them: a view of its people who have not accepted yet. Deprecated in favour of listGroupUsers and addGroupUsers. */
import { z } from 'zod';
import {
  atlasError,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorRoute,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import { addPerson, KIND } from './people-of-project.ts';

const roles = z.array(z.string().regex(/^GROUP_/));
const invitation = z.strictObject({
  createdAt: z.string().optional(),
  expiresAt: z.string().optional(),
  groupId: z.string(),
  groupName: z.string(),
  id: z.string(),
  inviterUsername: z.string().optional(),
  roles: z.array(z.string()),
  username: z.string(),
});

const collection = '/api/atlas/v2/groups/{groupId}/invites';
const single = `${collection}/{invitationId}`;
const version = '2023-01-01';
const base = {
  version,
  olderVersions: [{ version, deprecation: 'Wed, 4 Oct 2023 00:00:00 GMT', sunset: 'Thu, 1 Jul 2027 00:00:00 GMT' }],
  bucket: buckets.project,
  role: 'GROUP_OWNER',
  success: 200,
  response: invitation,
} as const;
const { response: _none, ...without } = base;

export const operations = {
  list: { ...base, id: 'listGroupInvites', method: 'GET', path: collection, shape: 'array', query: ['username'] },
  get: { ...base, id: 'getGroupInvite', method: 'GET', path: single, shape: 'object' },
  create: {
    ...base,
    id: 'createGroupInvite',
    method: 'POST',
    path: collection,
    shape: 'object',
    request: z.strictObject({ roles, username: z.string().min(1) }),
  },
  update: {
    ...base,
    id: 'updateGroupInvites',
    method: 'PATCH',
    path: collection,
    shape: 'object',
    request: z.strictObject({ roles, username: z.string().min(1) }),
  },
  updateById: {
    ...base,
    id: 'updateGroupInviteById',
    method: 'PATCH',
    path: single,
    shape: 'object',
    request: z.strictObject({ roles }),
  },
  delete: { ...without, id: 'deleteGroupInvite', method: 'DELETE', path: single, success: 204, shape: 'none' },
} as const satisfies Record<string, Operation>;

/** A person of the project as these operations show an invitation (recorded: createGroupInvite). */
function shown({ store, params }: EmulatorRequest, { id, wire }: StoredDocument): JsonObject {
  const groupId = params.groupId as string;
  const { invitationCreatedAt, invitationExpiresAt, inviterUsername } = wire;
  return {
    ...(invitationCreatedAt === undefined ? {} : { createdAt: invitationCreatedAt }),
    ...(invitationExpiresAt === undefined ? {} : { expiresAt: invitationExpiresAt }),
    groupId,
    groupName: store.find('project', groupId)?.wire.name as Json,
    id,
    ...(inviterUsername === undefined ? {} : { inviterUsername }),
    roles: wire.roles as Json,
    username: wire.username as Json,
  };
}

function openOnes({ store, params, query }: EmulatorRequest): readonly StoredDocument[] {
  return store
    .list(KIND, params.groupId as string)
    .filter(({ wire }) => wire.orgMembershipStatus === 'PENDING')
    .filter(({ wire }) => query.username === undefined || wire.username === query.username);
}

/** The open invitation of this id or username; that one which does not exist is answered like a person is unconfirmed. */
function withOpen(
  request: EmulatorRequest,
  name: string,
  answer: (document: StoredDocument) => EmulatorReply,
): EmulatorReply {
  const document = openOnes({ ...request, query: {} }).find(({ id, wire }) => id === name || wire.username === name);
  return document === undefined
    ? atlasError(404, 'USER_NOT_FOUND', `No user with ID ${name} exists.`, [name])
    : answer(document);
}

function putRoles(request: EmulatorRequest, name: string): EmulatorReply {
  return withOpen(request, name, (document) => {
    const changed = { ...document, wire: { ...document.wire, roles: (request.body as JsonObject).roles as Json } };
    request.store.put(changed);
    return { status: 200, body: shown(request, changed) };
  });
}

const idOf = ({ params }: EmulatorRequest) => params.invitationId as string;

/** The operations on a project's invitations. */
export const invitationRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.list,
    handle: (request) => ({ status: 200, page: openOnes(request).map((document) => shown(request, document)) }),
  },
  {
    operation: operations.get,
    handle: (request) =>
      withOpen(request, idOf(request), (document) => ({ status: 200, body: shown(request, document) })),
  },
  {
    operation: operations.create,
    // Unconfirmed: a member of the organization is let in at once, as with addGroupUsers.
    handle: (request) => {
      const added = addPerson(request);
      return 'refused' in added ? added.refused : { status: 200, body: shown(request, added.document) };
    },
  },
  {
    operation: operations.update,
    handle: (request) => putRoles(request, String((request.body as JsonObject).username)),
  },
  { operation: operations.updateById, handle: (request) => putRoles(request, idOf(request)) },
  {
    operation: operations.delete,
    handle: (request) =>
      withOpen(request, idOf(request), ({ parent, id }) => {
        request.store.remove(KIND, parent, id);
        return { status: 204 };
      }),
  },
];

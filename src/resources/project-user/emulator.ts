import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { isLive, personWire, putPerson, shownPeople } from '../people.ts';
import { operations } from './api.ts';
import { invitationRoutes } from './invitations.ts';
import type { ProjectUser } from './model.ts';
import { addPerson, inProject, KIND, MEMBER, orgIdOf } from './people-of-project.ts';

const OWNER = 'GROUP_OWNER';

interface Assignment {
  readonly groupId: string;
  readonly groupRoles: readonly string[];
}

function rolesOf({ wire }: StoredDocument): readonly string[] {
  return (wire.roles ?? []) as readonly string[];
}

/** The code is documented; the sentence is unconfirmed. */
function notFound({ params }: EmulatorRequest): EmulatorReply {
  const userId = params.userId as string;
  return atlasError(404, 'USER_NOT_FOUND', `No user with ID ${userId} exists.`, [userId]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  const document = store.get(KIND, params.groupId as string, params.userId as string);
  return document !== undefined && isLive(document) ? document : undefined;
}

/** Does a team with an active member own the project? */
function isOwnedByTeam(store: EmulatorStore, groupId: string): boolean {
  const members = store.list(MEMBER, orgIdOf(store, groupId) ?? '').filter(isActive);
  return store
    .list('team-assignment', groupId)
    .filter(({ wire }) => (wire.roleNames as readonly string[]).includes(OWNER))
    .some(({ id }) => members.some(({ wire }) => ((wire.teamIds ?? []) as readonly string[]).includes(id)));
}

function isActive({ wire }: StoredDocument): boolean {
  return wire.orgMembershipStatus === 'ACTIVE';
}

/**
 * Atlas keeps an owner in every project. The code is documented for organizations and projects, people and demotions;
 * that each of these operations gives it, and that owners of the organization do not count, is unconfirmed.
 */
function lastOwner(store: EmulatorStore, document: StoredDocument): EmulatorReply | undefined {
  const owns = (one: StoredDocument) => isActive(one) && rolesOf(one).includes(OWNER);
  if (!owns(document) || isOwnedByTeam(store, document.parent)) return undefined;
  if (store.list(KIND, document.parent).some((one) => one.id !== document.id && owns(one))) return undefined;
  return atlasError(403, 'CANNOT_DELETE_LAST_ADMIN', 'The last owner of a project can be neither removed nor demoted.');
}

function add(request: EmulatorRequest): EmulatorReply {
  const added = addPerson(request);
  return 'refused' in added ? added.refused : { status: 201, body: added.document.wire };
}

function putRoles(store: EmulatorStore, document: StoredDocument, roles: readonly string[]): EmulatorReply {
  const wire = { ...document.wire, roles };
  store.put({ ...document, wire });
  return { status: 200, body: wire };
}

/** One person in every project of one organization: people belong to several organizations. */
function inProjectsOf(store: EmulatorStore, orgId: string, userId: string): readonly StoredDocument[] {
  return store.all(KIND).filter(({ id, parent }) => id === userId && orgIdOf(store, parent) === orgId);
}

/** Puts the roles in projects that the organization gives a person, and takes away those that it does not. */
function follow({ store, params, caller }: EmulatorRequest, reply: EmulatorReply): void {
  const answer = ('body' in reply ? reply.body : undefined) as JsonObject | undefined;
  const id = answer?.id as string;
  const orgId = params.orgId ?? caller.orgId;
  const member = store.get(MEMBER, orgId, id);
  if (member === undefined) return;
  const { groupRoleAssignments = [] } = member.wire.roles as {
    readonly groupRoleAssignments?: readonly Assignment[];
  };
  for (const { parent } of inProjectsOf(store, orgId, id)) {
    if (!groupRoleAssignments.some(({ groupId }) => groupId === parent)) store.remove(KIND, parent, id);
  }
  for (const { groupId, groupRoles } of groupRoleAssignments) {
    store.put({ kind: KIND, parent: groupId, id, wire: inProject(member, groupRoles) });
  }
}

export const emulator: EmulatorBehaviour<ProjectUser> = {
  routes: [
    ...invitationRoutes,
    {
      operation: operations.list,
      handle: ({ store, params, query }) => ({
        status: 200,
        page: shownPeople(store.list(KIND, params.groupId as string), query).map(({ wire }) => wire),
      }),
    },
    {
      operation: operations.get,
      handle: (request) => {
        const { store, params, query } = request;
        const document = store.get(KIND, params.groupId as string, params.userId as string);
        return document === undefined || shownPeople([document], query).length === 0
          ? notFound(request)
          : { status: 200, body: document.wire };
      },
    },
    { operation: operations.add, handle: add },
    {
      // A role that is held already is answered as if it were new: documented is a conflict without a code.
      operation: operations.addRole,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request);
        const { groupRole } = request.body as { readonly groupRole: string };
        return putRoles(request.store, document, [...rolesOf(document).filter((one) => one !== groupRole), groupRole]);
      },
    },
    {
      operation: operations.removeRole,
      handle: (request) => {
        const { store } = request;
        const document = found(request);
        if (document === undefined) return notFound(request);
        const { groupRole } = request.body as { readonly groupRole: string };
        const left = rolesOf(document).filter((one) => one !== groupRole);
        const refusal = groupRole === OWNER ? lastOwner(store, document) : undefined;
        if (refusal !== undefined) return refusal;
        if (left.length === 0) {
          // The code is documented; that this operation gives it, and the sentence, are unconfirmed.
          return atlasError(403, 'CANNOT_REMOVE_ALL_USER_ROLES', 'A user keeps at least one role.');
        }
        return putRoles(store, document, left);
      },
    },
    {
      operation: operations.remove,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request);
        const refusal = lastOwner(request.store, document);
        if (refusal !== undefined) return refusal;
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  reactions: [
    {
      on: ['createOrgUser', 'createUser', 'createOrgInvite', 'updateOrgInvites', 'updateOrgInviteById'],
      react: follow,
    },
    {
      on: ['updateOrgUser'],
      react: (request, reply) => {
        const { roles } = request.body as { readonly roles?: { readonly groupRoleAssignments?: unknown } };
        if (roles?.groupRoleAssignments !== undefined) follow(request, reply);
      },
    },
    {
      // Unconfirmed: that the last owner of a project may leave the organization.
      on: ['removeOrgUser', 'deleteOrgInvite'],
      react: ({ store, params }) => {
        const { orgId = '', invitationId = '', userId = invitationId } = params;
        for (const { parent } of inProjectsOf(store, orgId, userId)) store.remove(KIND, parent, userId);
      },
    },
  ],
  seed: (model, { store, now }) => {
    const wire = { ...personWire(model), roles: model.roles };
    putPerson(store, { kind: KIND, parent: model.projectId, id: model.id, wire }, now);
  },
};

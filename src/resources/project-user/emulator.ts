import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  groupNotFound,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { invitationOf, isLive, personWire, putPerson, shownPeople } from '../people.ts';
import { operations } from './api.ts';
import type { ProjectUser } from './model.ts';

const KIND = 'project-user';
const MEMBER = 'organization-user';
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

function orgIdOf(store: EmulatorStore, groupId: string): string | undefined {
  return store.find('project', groupId)?.parent;
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

/** A person as a project sees one: without what is the organization's. */
function inProject({ wire }: StoredDocument, roles: readonly string[]): JsonObject {
  const { roles: _ofOrganization, teamIds: _ofTeams, ...person } = wire;
  return { ...person, roles };
}

function add(request: EmulatorRequest): EmulatorReply {
  const { store, now } = request;
  const groupId = request.params.groupId as string;
  const orgId = orgIdOf(store, groupId);
  if (orgId === undefined) return groupNotFound(groupId);
  const { username, roles } = request.body as { readonly username: string; readonly roles: readonly string[] };
  const before = store.list(KIND, groupId).find(({ wire }) => wire.username === username);
  if (before !== undefined && isLive(before)) {
    // Documented as a conflict; that it has the code of another operation (recorded: createUser) is unconfirmed.
    return atlasError(409, 'USER_ALREADY_EXISTS', `A user with username ${username} already exists.`, [username]);
  }
  if (before !== undefined) store.remove(KIND, groupId, before.id);
  // An open invitation is widened, a member is let in at once, anybody else is invited (addGroupUsers).
  const member = store.list(MEMBER, orgId).find((one) => one.wire.username === username && isLive(one));
  const wire = member === undefined ? { ...invitationOf(request, username), roles } : inProject(member, roles);
  putPerson(store, { kind: KIND, parent: groupId, id: wire.id as string, wire }, now);
  return { status: 201, body: wire };
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
function follow({ store, params }: EmulatorRequest, reply: EmulatorReply): void {
  const answer = ('body' in reply ? reply.body : undefined) as JsonObject | undefined;
  const id = answer?.id as string;
  const member = store.get(MEMBER, params.orgId as string, id);
  if (member === undefined) return;
  const { groupRoleAssignments = [] } = member.wire.roles as {
    readonly groupRoleAssignments?: readonly Assignment[];
  };
  for (const { parent } of inProjectsOf(store, params.orgId as string, id)) {
    if (!groupRoleAssignments.some(({ groupId }) => groupId === parent)) store.remove(KIND, parent, id);
  }
  for (const { groupId, groupRoles } of groupRoleAssignments) {
    store.put({ kind: KIND, parent: groupId, id, wire: inProject(member, groupRoles) });
  }
}

export const emulator: EmulatorBehaviour<ProjectUser> = {
  routes: [
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
    { on: ['createOrgUser'], react: follow },
    {
      on: ['updateOrgUser'],
      react: (request, reply) => {
        const { roles } = request.body as { readonly roles?: { readonly groupRoleAssignments?: unknown } };
        if (roles?.groupRoleAssignments !== undefined) follow(request, reply);
      },
    },
    {
      // Unconfirmed: that the last owner of a project may leave the organization.
      on: ['removeOrgUser'],
      react: ({ store, params }) => {
        const { orgId = '', userId = '' } = params;
        for (const { parent } of inProjectsOf(store, orgId, userId)) store.remove(KIND, parent, userId);
      },
    },
  ],
  seed: (model, { store, now }) => {
    const wire = { ...personWire(model), roles: model.roles };
    putPerson(store, { kind: KIND, parent: model.projectId, id: model.id, wire }, now);
  },
};

import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { isLive, personWire, putPerson, shownPeople } from '../people.ts';
import { accountRoute } from './account.ts';
import { operations, projectUsersOf } from './api.ts';
import { invitationRoutes } from './invitations.ts';
import {
  accountLinks,
  changeMember,
  inTeam,
  inviteMember,
  KIND,
  lastOwner,
  legacy,
  OWNER,
  type PostedMember,
  putMember,
  putProjectRoles,
  rolesOf,
  TEAM,
  teamIdsOf,
  teamNotFound,
  userNotFound,
} from './members.ts';
import type { OrganizationUser } from './model.ts';

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  const document = store.get(KIND, params.orgId as string, params.userId as string);
  return document !== undefined && isLive(document) ? document : undefined;
}

function invite(request: EmulatorRequest): EmulatorReply {
  const invited = inviteMember(request, request.body as PostedMember);
  return 'refused' in invited ? invited.refused : { status: 201, body: invited.document.wire };
}

function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return userNotFound(request.params.userId as string);
  const changed = changeMember(request, document, request.body as PostedMember);
  return 'refused' in changed ? changed.refused : { status: 200, body: changed.document.wire };
}

/** A role that is held already is answered as if it were new: documented is a conflict without a code. */
function addRole(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return userNotFound(request.params.userId as string);
  const { orgRole } = request.body as { readonly orgRole: string };
  const roles = rolesOf(document);
  const orgRoles = [...(roles.orgRoles ?? []).filter((one) => one !== orgRole), orgRole];
  const changed = putMember(request.store, document, { roles: { ...roles, orgRoles } as unknown as JsonObject });
  return { status: 200, body: changed.wire };
}

function removeRole(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return userNotFound(request.params.userId as string);
  const { orgRole } = request.body as { readonly orgRole: string };
  const roles = rolesOf(document);
  const refusal = orgRole === OWNER ? lastOwner(request.store, document, 'demoted') : undefined;
  if (refusal !== undefined) return refusal;
  const orgRoles = (roles.orgRoles ?? []).filter((one) => one !== orgRole);
  if (orgRoles.length === 0) {
    // The code is documented; that this operation gives it, and the sentence, are unconfirmed.
    return atlasError(403, 'CANNOT_REMOVE_ALL_USER_ROLES', 'A user keeps at least one role.');
  }
  const changed = putMember(request.store, document, { roles: { ...roles, orgRoles } as unknown as JsonObject });
  return { status: 200, body: changed.wire };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return userNotFound(request.params.userId as string);
  const refusal = lastOwner(request.store, document, 'removed');
  if (refusal !== undefined) return refusal;
  request.store.remove(KIND, document.parent, document.id);
  return { status: 204 };
}

/** Members and invited people alike (addOrgTeamUser, removeOrgTeamUser). */
function changeTeam(
  request: EmulatorRequest,
  teamIds: (before: readonly string[], teamId: string) => readonly string[],
) {
  const { store, params } = request;
  const { orgId = '', teamId = '' } = params;
  if (store.get(TEAM, orgId, teamId) === undefined) return teamNotFound(teamId);
  const { id } = request.body as { readonly id: string };
  const document = store.get(KIND, orgId, id);
  if (document === undefined || !isLive(document)) {
    // Documented for those whose invitation expired or was rejected (addOrgTeamUser); the sentence is unconfirmed.
    return atlasError(404, 'USER_NOT_IN_ORG', `User ${id} does not belong to organization ${orgId}.`, [id, orgId]);
  }
  const changed = putMember(store, document, { teamIds: teamIds(teamIdsOf(document), teamId) });
  return { status: 200, body: changed.wire };
}

const without = (teamIds: readonly string[], teamId: string) => teamIds.filter((id) => id !== teamId);

function addToTeam({ store, params, body, publicUrl }: EmulatorRequest): EmulatorReply {
  const { orgId = '', teamId = '' } = params;
  if (store.get(TEAM, orgId, teamId) === undefined) return teamNotFound(teamId);
  for (const { id } of body as unknown as readonly { readonly id: string }[]) {
    const document = store.get(KIND, orgId, id);
    if (document === undefined) return userNotFound(id);
    putMember(store, document, { teamIds: [...without(teamIdsOf(document), teamId), teamId] });
  }
  return {
    status: 200,
    page: inTeam(store, orgId, teamId).map((document) => ({
      ...legacy(document),
      links: selfLink(publicUrl, `/api/atlas/v2/users/${document.id}`),
    })),
  };
}

function usernamesOf({ body }: EmulatorRequest): readonly string[] {
  return (body as { readonly usernames?: readonly string[] | null }).usernames ?? [];
}

/** What a project has done with the person whose id it answers with. */
function followProject({ store, params, now }: EmulatorRequest, reply: EmulatorReply): void {
  const groupId = params.groupId as string;
  const orgId = store.find('project', groupId)?.parent;
  const id = String((('body' in reply ? reply.body : undefined) as JsonObject | undefined)?.id);
  const inProject = store.get('project-user', groupId, id);
  if (orgId === undefined || inProject === undefined) return;
  const { roles, ...person } = inProject.wire;
  const document = store.get(KIND, orgId, id);
  if (document !== undefined) {
    putProjectRoles(store, document, groupId, roles as readonly string[]);
    return;
  }
  for (const old of store.list(KIND, orgId)) {
    if (old.wire.username === person.username) store.remove(KIND, orgId, old.id);
  }
  // Who is invited to a project is invited to its organization (addGroupUsers); unconfirmed: as Organization Member.
  const wire = {
    ...person,
    roles: { groupRoleAssignments: [{ groupId, groupRoles: roles ?? [] }], orgRoles: ['ORG_MEMBER'] },
    teamIds: [],
  };
  putPerson(store, { kind: KIND, parent: orgId, id, wire }, now);
}

export const emulator: EmulatorBehaviour<OrganizationUser> = {
  routes: [
    ...invitationRoutes,
    accountRoute,
    {
      operation: operations.list,
      handle: ({ store, params, query }) => ({
        status: 200,
        page: shownPeople(store.list(KIND, params.orgId as string), query).map(({ wire }) => wire),
      }),
    },
    {
      operation: operations.get,
      handle: ({ store, params, query }) => {
        const { orgId = '', userId = '' } = params;
        const document = store.get(KIND, orgId, userId);
        return document === undefined || shownPeople([document], query).length === 0
          ? userNotFound(userId)
          : { status: 200, body: document.wire };
      },
    },
    { operation: operations.create, handle: invite },
    { operation: operations.update, handle: update },
    { operation: operations.addRole, handle: addRole },
    { operation: operations.removeRole, handle: removeRole },
    { operation: operations.remove, handle: remove },
    {
      operation: operations.listOfTeam,
      handle: ({ store, params, query }) => {
        const { orgId = '', teamId = '' } = params;
        if (store.get(TEAM, orgId, teamId) === undefined) return teamNotFound(teamId);
        const shown = shownPeople(inTeam(store, orgId, teamId), query);
        return {
          status: 200,
          page: shown.filter(({ id }) => query.userId === undefined || query.userId === id).map(({ wire }) => wire),
        };
      },
    },
    {
      operation: operations.joinTeam,
      handle: (request) => changeTeam(request, (before, teamId) => [...without(before, teamId), teamId]),
    },
    { operation: operations.leaveTeam, handle: (request) => changeTeam(request, without) },
    { operation: operations.addToTeam, handle: addToTeam },
    {
      operation: operations.removeFromTeam,
      handle: ({ store, params }) => {
        const { orgId = '', teamId = '', userId = '' } = params;
        const document = store.get(KIND, orgId, userId);
        if (document === undefined || !teamIdsOf(document).includes(teamId)) return userNotFound(userId);
        putMember(store, document, { teamIds: without(teamIdsOf(document), teamId) });
        return { status: 204 };
      },
    },
    {
      operation: operations.getLegacy,
      handle: ({ store, caller, params, publicUrl }) => {
        const userId = params.userId as string;
        const document = store.get(KIND, caller.orgId, userId);
        if (document === undefined) return userNotFound(userId);
        return { status: 200, body: { ...legacy(document), links: accountLinks(publicUrl, userId) } };
      },
    },
  ],
  guards: [
    {
      on: ['createOrgTeam'],
      check: (request) => {
        const known = request.store.list(KIND, request.params.orgId as string).map(({ wire }) => wire.username);
        const stranger = usernamesOf(request).find((username) => !known.includes(username));
        // The code is documented; the sentence is unconfirmed.
        return stranger === undefined
          ? undefined
          : atlasError(404, 'USERNAME_NOT_FOUND', `No user with username ${stranger} exists.`, [stranger]);
      },
    },
  ],
  reactions: [
    {
      on: ['createOrgTeam'],
      react: (request, reply) => {
        const { store } = request;
        const teamId = ('body' in reply ? (reply.body as JsonObject).id : undefined) as string;
        const usernames = usernamesOf(request);
        for (const document of store.list(KIND, request.params.orgId as string)) {
          if (usernames.includes(document.wire.username as string)) {
            putMember(store, document, { teamIds: [...teamIdsOf(document), teamId] });
          }
        }
      },
    },
    {
      on: ['deleteOrgTeam'],
      react: ({ store, params }) => {
        const { orgId = '', teamId = '' } = params;
        for (const document of inTeam(store, orgId, teamId)) {
          putMember(store, document, { teamIds: without(teamIdsOf(document), teamId) });
        }
      },
    },
    {
      on: [
        'addGroupUsers',
        'addGroupUserRole',
        'removeGroupUserRole',
        'createGroupInvite',
        'updateGroupInvites',
        'updateGroupInviteById',
      ],
      react: followProject,
    },
    {
      // The person stays in the organization; unconfirmed: who was invited to the project stays invited to the organization.
      on: ['removeGroupUser', 'deleteGroupInvite'],
      react: ({ store, params }) => {
        const { groupId = '', invitationId = '', userId = invitationId } = params;
        const document = store.get(KIND, store.find('project', groupId)?.parent ?? '', userId);
        if (document !== undefined) putProjectRoles(store, document, groupId, []);
      },
    },
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => {
        const groupId = params.groupId as string;
        for (const document of store.all(KIND)) {
          const held = rolesOf(document).groupRoleAssignments ?? [];
          if (held.some((one) => one.groupId === groupId)) putProjectRoles(store, document, groupId, []);
        }
      },
    },
  ],
  seed: (model, { store, now }) => {
    const roles = {
      groupRoleAssignments: model.projectRoles.map((item) => ({ groupId: item.projectId, groupRoles: item.roles })),
      orgRoles: model.orgRoles,
    };
    const wire = { ...personWire(model), roles, teamIds: model.teamIds };
    putPerson(store, { kind: KIND, parent: model.orgId, id: model.id, wire }, now);
    // The project shows the same person; where it was read, its own word stands instead.
    for (const user of projectUsersOf(model)) {
      if (store.get('project-user', user.projectId, user.id) !== undefined) continue;
      const inProject = { ...personWire(user), roles: user.roles };
      putPerson(store, { kind: 'project-user', parent: user.projectId, id: user.id, wire: inProject }, now);
    }
  },
};

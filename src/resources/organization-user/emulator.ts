import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { OrganizationUser } from './model.ts';

const KIND = 'organization-user';
const TEAM = 'team';

interface WireRoles {
  readonly groupRoleAssignments?: readonly { readonly groupId: string; readonly groupRoles: readonly string[] }[];
  readonly orgRoles?: readonly string[];
}

function teamIdsOf({ wire }: StoredDocument): readonly string[] {
  return (wire.teamIds ?? []) as readonly string[];
}

function inTeam(store: EmulatorStore, orgId: string, teamId: string): readonly StoredDocument[] {
  return store.list(KIND, orgId).filter((document) => teamIdsOf(document).includes(teamId));
}

function putTeams(store: EmulatorStore, document: StoredDocument, teamIds: readonly string[]): void {
  store.put({ ...document, wire: { ...document.wire, teamIds } });
}

/** Without a filter: active and pending members (listOrgUsers). */
function filtered(documents: readonly StoredDocument[], query: EmulatorRequest['query']): readonly JsonObject[] {
  const status = query.orgMembershipStatuses ?? query.orgMembershipStatus;
  const shown = status === undefined ? ['ACTIVE', 'PENDING'] : [status];
  return documents
    .map(({ wire }) => wire)
    .filter((wire) => shown.includes(String(wire.orgMembershipStatus)))
    .filter((wire) => query.username === undefined || wire.username === query.username);
}

/** What the deprecated operations show (recorded: getUser). */
function legacy(document: StoredDocument): JsonObject {
  const { wire } = document;
  const roles = wire.roles as unknown as WireRoles;
  const flat: Json[] = (roles.orgRoles ?? []).map((roleName) => ({ orgId: document.parent, roleName }));
  for (const { groupId, groupRoles } of roles.groupRoleAssignments ?? []) {
    flat.push(...groupRoles.map((roleName) => ({ groupId, roleName })));
  }
  return {
    ...(wire.createdAt === undefined ? {} : { createdAt: wire.createdAt }),
    emailAddress: wire.username as string,
    firstName: wire.firstName ?? '',
    id: document.id,
    ...(wire.lastAuth === undefined ? {} : { lastAuth: wire.lastAuth }),
    lastName: wire.lastName ?? '',
    roles: flat,
    teamIds: wire.teamIds ?? [],
    username: wire.username as string,
  };
}

/** The codes are documented; the sentences are unconfirmed. */
function userNotFound(userId: string): EmulatorReply {
  return atlasError(404, 'USER_NOT_FOUND', `No user with ID ${userId} exists.`, [userId]);
}

function teamNotFound(teamId: string): EmulatorReply {
  return atlasError(404, 'TEAM_NOT_FOUND', `No team with ID ${teamId} exists.`, [teamId]);
}

function addToTeam({ store, params, body, publicUrl }: EmulatorRequest): EmulatorReply {
  const { orgId = '', teamId = '' } = params;
  if (store.get(TEAM, orgId, teamId) === undefined) return teamNotFound(teamId);
  for (const { id } of body as unknown as readonly { readonly id: string }[]) {
    const document = store.get(KIND, orgId, id);
    if (document === undefined) return userNotFound(id);
    if (!teamIdsOf(document).includes(teamId)) putTeams(store, document, [...teamIdsOf(document), teamId]);
  }
  return {
    status: 200,
    page: inTeam(store, orgId, teamId).map((document) => ({
      ...legacy(document),
      links: selfLink(publicUrl, `/api/atlas/v2/users/${document.id}`),
    })),
  };
}

export const emulator: EmulatorBehaviour<OrganizationUser> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => ({
        status: 200,
        page: filtered(store.list(KIND, params.orgId as string), query),
      }),
    },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { orgId = '', userId = '' } = params;
        const document = store.get(KIND, orgId, userId);
        return document === undefined ? userNotFound(userId) : { status: 200, body: document.wire };
      },
    },
    {
      operation: operations.listOfTeam,
      handle: ({ store, params, query }) => {
        const { orgId = '', teamId = '' } = params;
        if (store.get(TEAM, orgId, teamId) === undefined) return teamNotFound(teamId);
        return { status: 200, page: filtered(inTeam(store, orgId, teamId), query) };
      },
    },
    { operation: operations.addToTeam, handle: addToTeam },
    {
      operation: operations.removeFromTeam,
      handle: ({ store, params }) => {
        const { orgId = '', teamId = '', userId = '' } = params;
        const document = store.get(KIND, orgId, userId);
        if (document === undefined || !teamIdsOf(document).includes(teamId)) return userNotFound(userId);
        putTeams(
          store,
          document,
          teamIdsOf(document).filter((id) => id !== teamId),
        );
        return { status: 204 };
      },
    },
    {
      operation: operations.getLegacy,
      handle: ({ store, caller, params, publicUrl }) => {
        const userId = params.userId as string;
        const document = store.get(KIND, caller.orgId, userId);
        if (document === undefined) return userNotFound(userId);
        const path = `/api/atlas/v2/users/${userId}`;
        // The second link is the old name of the third, and dead (recorded).
        const further = ['whitelist', 'accessList'].map((name) => ({
          href: `${publicUrl}${path}/${name}`,
          rel: `https://cloud.mongodb.com/${name}`,
        }));
        return { status: 200, body: { ...legacy(document), links: [...selfLink(publicUrl, path), ...further] } };
      },
    },
  ],
  guards: [
    {
      on: ['createOrgTeam'],
      check: ({ store, params, body }) => {
        const known = store.list(KIND, params.orgId as string).map(({ wire }) => wire.username);
        const { usernames = [] } = body as { readonly usernames?: readonly string[] };
        const stranger = usernames.find((username) => !known.includes(username));
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
      react: ({ store, params, body }, reply) => {
        const teamId = ('body' in reply ? (reply.body as JsonObject).id : undefined) as string;
        const { usernames = [] } = body as { readonly usernames?: readonly string[] };
        for (const document of store.list(KIND, params.orgId as string)) {
          if (usernames.includes(document.wire.username as string)) {
            putTeams(store, document, [...teamIdsOf(document), teamId]);
          }
        }
      },
    },
    {
      on: ['deleteOrgTeam'],
      react: ({ store, params }) => {
        const { orgId = '', teamId = '' } = params;
        for (const document of inTeam(store, orgId, teamId)) {
          putTeams(
            store,
            document,
            teamIdsOf(document).filter((id) => id !== teamId),
          );
        }
      },
    },
  ],
  seed: (model, { store }) => {
    const isMember = model.membershipStatus === 'ACTIVE';
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.id,
      wire: {
        ...(model.createdAt === null ? {} : { createdAt: model.createdAt }),
        // Names are no part of the model; Atlas shows some for every active member.
        ...(isMember ? { country: 'US', firstName: 'Example', lastName: 'Person', mobileNumber: null } : {}),
        id: model.id,
        ...(model.invitationCreatedAt === null ? {} : { invitationCreatedAt: model.invitationCreatedAt }),
        ...(model.invitationExpiresAt === null ? {} : { invitationExpiresAt: model.invitationExpiresAt }),
        ...(model.lastAuth === null ? {} : { lastAuth: model.lastAuth }),
        orgMembershipStatus: model.membershipStatus,
        roles: {
          groupRoleAssignments: model.projectRoles.map(({ projectId, roles }) => ({
            groupId: projectId,
            groupRoles: roles,
          })),
          orgRoles: model.orgRoles,
        },
        teamIds: model.teamIds,
        username: model.username,
      },
    });
  },
};

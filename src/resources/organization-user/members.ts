/** How the emulator keeps the members of an organization: what stands in one, and how others see it. */
import {
  atlasError,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  groupNotFound,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { invitationOf, isLive, putPerson } from '../people.ts';

export const KIND = 'organization-user';
export const TEAM = 'team';
export const OWNER = 'ORG_OWNER';

/** A member's roles as Atlas writes them. */
export interface WireRoles {
  readonly groupRoleAssignments?: readonly { readonly groupId: string; readonly groupRoles: readonly string[] }[];
  readonly orgRoles?: readonly string[];
}

/** What a request says of a member. */
export interface PostedMember {
  readonly roles?: WireRoles;
  readonly teamIds?: readonly string[];
  readonly username?: string;
}

/** A kept member, or why there is none. */
export type Kept = { readonly document: StoredDocument } | { readonly refused: EmulatorReply };

/** The code is documented; the sentence is unconfirmed. */
export function userNotFound(userId: string): EmulatorReply {
  return atlasError(404, 'USER_NOT_FOUND', `No user with ID ${userId} exists.`, [userId]);
}

/** The code is documented; the sentence is unconfirmed. */
export function teamNotFound(teamId: string): EmulatorReply {
  return atlasError(404, 'TEAM_NOT_FOUND', `No team with ID ${teamId} exists.`, [teamId]);
}

/** The roles of a kept member. */
export function rolesOf({ wire }: StoredDocument): WireRoles {
  return (wire.roles ?? {}) as WireRoles;
}

/** The teams that a kept member is in. */
export function teamIdsOf({ wire }: StoredDocument): readonly string[] {
  return (wire.teamIds ?? []) as readonly string[];
}

/** Who is in a team. */
export function inTeam(store: EmulatorStore, orgId: string, teamId: string): readonly StoredDocument[] {
  return store.list(KIND, orgId).filter((document) => teamIdsOf(document).includes(teamId));
}

/** Keeps a member with other fields; answers with what is kept. */
export function putMember(store: EmulatorStore, document: StoredDocument, patch: JsonObject): StoredDocument {
  const changed = { ...document, wire: { ...document.wire, ...patch } };
  store.put(changed);
  return changed;
}

/** Keeps a member with other roles in one project; none takes the project off the list. */
export function putProjectRoles(
  store: EmulatorStore,
  document: StoredDocument,
  groupId: string,
  groupRoles: readonly string[],
): StoredDocument {
  const roles = rolesOf(document);
  const others = (roles.groupRoleAssignments ?? []).filter((one) => one.groupId !== groupId);
  const groupRoleAssignments = groupRoles.length === 0 ? others : [...others, { groupId, groupRoles }];
  return putMember(store, document, { roles: { ...roles, groupRoleAssignments } as unknown as JsonObject });
}

/** Why this member may not lose ownership: Atlas keeps an owner in the organization. Only active people count. */
export function lastOwner(
  store: EmulatorStore,
  document: StoredDocument,
  change: 'demoted' | 'removed',
): EmulatorReply | undefined {
  const owns = (one: StoredDocument) =>
    one.wire.orgMembershipStatus === 'ACTIVE' && (rolesOf(one).orgRoles ?? []).includes(OWNER);
  if (!owns(document)) return undefined;
  if (store.list(KIND, document.parent).some((one) => one.id !== document.id && owns(one))) return undefined;
  // Both codes are documented; which operation gives which, and the sentence, are unconfirmed.
  return atlasError(
    403,
    change === 'demoted' ? 'CANNOT_DEMOTE_LAST_ORG_OWNER' : 'CANNOT_DELETE_LAST_ADMIN',
    `The last owner of an organization cannot be ${change}.`,
  );
}

/** What the deprecated operations show (recorded: getUser). */
export function legacy(document: StoredDocument): JsonObject {
  const { wire } = document;
  const { orgRoles = [], groupRoleAssignments = [] } = rolesOf(document);
  // Recorded of an account that is made with roles: it has none before it accepts (createUser).
  const isOpen = wire.orgMembershipStatus === 'PENDING';
  const flat: Json[] = orgRoles.map((roleName) => ({ orgId: document.parent, roleName }));
  for (const { groupId, groupRoles } of groupRoleAssignments) {
    flat.push(...groupRoles.map((roleName) => ({ groupId, roleName })));
  }
  return {
    ...(wire.createdAt === undefined ? {} : { createdAt: wire.createdAt }),
    emailAddress: wire.username as string,
    firstName: wire.firstName ?? '',
    id: document.id,
    ...(wire.lastAuth === undefined ? {} : { lastAuth: wire.lastAuth }),
    lastName: wire.lastName ?? '',
    roles: isOpen ? [] : flat,
    teamIds: wire.teamIds ?? [],
    username: wire.username as string,
  };
}

/** Why the teams and projects that a request names cannot be given. */
function strangers(
  { store, params }: EmulatorRequest,
  { roles, teamIds = [] }: PostedMember,
): EmulatorReply | undefined {
  const orgId = params.orgId as string;
  const team = teamIds.find((id) => store.get(TEAM, orgId, id) === undefined);
  if (team !== undefined) return teamNotFound(team);
  const project = (roles?.groupRoleAssignments ?? []).find(
    ({ groupId }) => store.get('project', orgId, groupId) === undefined,
  );
  return project === undefined ? undefined : groupNotFound(project.groupId);
}

/** Invites somebody to the organization that the path names. */
export function inviteMember(request: EmulatorRequest, posted: PostedMember): Kept {
  const { store, now } = request;
  const orgId = request.params.orgId as string;
  const { username = '', roles, teamIds = [] } = posted;
  const before = store.list(KIND, orgId).find(({ wire }) => wire.username === username);
  if (before !== undefined && isLive(before)) {
    // Documented as a conflict; that it has the code of another operation (recorded: createUser) is unconfirmed.
    const sentence = `A user with username ${username} already exists.`;
    return { refused: atlasError(409, 'USER_ALREADY_EXISTS', sentence, [username]) };
  }
  const refused = strangers(request, posted);
  if (refused !== undefined) return { refused };
  if (before !== undefined) store.remove(KIND, orgId, before.id);
  const wire: JsonObject = {
    ...invitationOf(request, username),
    roles: { groupRoleAssignments: [], ...roles } as unknown as JsonObject,
    teamIds,
  };
  const document = { kind: KIND, parent: orgId, id: wire.id as string, wire };
  putPerson(store, document, now);
  return { document };
}

/** What is not in the request stays, what is there replaces the whole list (updateOrgUser). */
export function changeMember(request: EmulatorRequest, document: StoredDocument, posted: PostedMember): Kept {
  const { store } = request;
  const { roles, teamIds } = posted;
  const keepsOwner = roles === undefined || (roles.orgRoles ?? []).includes(OWNER);
  const refused = strangers(request, posted) ?? (keepsOwner ? undefined : lastOwner(store, document, 'demoted'));
  if (refused !== undefined) return { refused };
  const changed = putMember(store, document, {
    // Unconfirmed: that roles in projects stay where the request names none.
    ...(roles === undefined ? {} : { roles: { ...rolesOf(document), ...roles } as unknown as JsonObject }),
    ...(teamIds === undefined ? {} : { teamIds }),
  });
  return { document: changed };
}

/** The links of a person's account; the second is the old name of the third, and dead (recorded). */
export function accountLinks(publicUrl: string, userId: string): readonly JsonObject[] {
  const path = `/api/atlas/v2/users/${userId}`;
  const further = ['whitelist', 'accessList'].map((name) => ({
    href: `${publicUrl}${path}/${name}`,
    rel: `https://cloud.mongodb.com/${name}`,
  }));
  return [...selfLink(publicUrl, path), ...further];
}

/** How the emulator keeps the members of an organization: what stands in one, and how others see it. */
import { atlasError, type EmulatorReply, type EmulatorStore, type StoredDocument } from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';

export const KIND = 'organization-user';
export const OWNER = 'ORG_OWNER';

/** A member's roles as Atlas writes them. */
export interface WireRoles {
  readonly groupRoleAssignments?: readonly { readonly groupId: string; readonly groupRoles: readonly string[] }[];
  readonly orgRoles?: readonly string[];
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
    roles: flat,
    teamIds: wire.teamIds ?? [],
    username: wire.username as string,
  };
}

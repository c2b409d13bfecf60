/** How the emulator lets people into a project. */
import {
  atlasError,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  groupNotFound,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { invitationOf, isLive, putPerson } from '../people.ts';

export const KIND = 'project-user';
export const MEMBER = 'organization-user';

/** The organization of a project. */
export function orgIdOf(store: EmulatorStore, groupId: string): string | undefined {
  return store.find('project', groupId)?.parent;
}

/** A person as a project sees one: without what is the organization's. */
export function inProject({ wire }: StoredDocument, roles: readonly string[]): JsonObject {
  const { roles: _ofOrganization, teamIds: _ofTeams, ...person } = wire;
  return { ...person, roles };
}

/** Lets somebody in, or invites: an open invitation is widened, a member is let in at once, anybody else is invited (addGroupUsers). */
export function addPerson(
  request: EmulatorRequest,
): { readonly document: StoredDocument } | { readonly refused: EmulatorReply } {
  const { store, now } = request;
  const groupId = request.params.groupId as string;
  const orgId = orgIdOf(store, groupId);
  if (orgId === undefined) return { refused: groupNotFound(groupId) };
  const { username, roles } = request.body as { readonly username: string; readonly roles: readonly string[] };
  const before = store.list(KIND, groupId).find(({ wire }) => wire.username === username);
  if (before !== undefined && isLive(before)) {
    // Documented as a conflict; that it has the code of another operation (recorded: createUser) is unconfirmed.
    const sentence = `A user with username ${username} already exists.`;
    return { refused: atlasError(409, 'USER_ALREADY_EXISTS', sentence, [username]) };
  }
  if (before !== undefined) store.remove(KIND, groupId, before.id);
  const member = store.list(MEMBER, orgId).find((one) => one.wire.username === username && isLive(one));
  const wire = member === undefined ? { ...invitationOf(request, username), roles } : inProject(member, roles);
  const document = { kind: KIND, parent: groupId, id: wire.id as string, wire };
  putPerson(store, document, now);
  return { document };
}

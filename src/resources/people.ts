/** What people of the organization and people of its projects have in common: how they are shown, invited, and given roles. */
import { z } from 'zod';
import type { EmulatorRequest, EmulatorStore, StoredDocument } from '../core/behaviour.ts';
import { Failure } from '../core/failure.ts';
import { addSeconds, type Instant } from '../core/instant.ts';
import type { JsonObject } from '../core/json.ts';

const INVITATION_SECONDS = 30 * 86_400;

/** How far a person's membership is, as Atlas writes it. */
export const membershipStatus = z.enum(['ACTIVE', 'PENDING', 'INVITATION_EXPIRED', 'INVITATION_REJECTED']);

/** A person as Atlas shows one, without roles. Pending members have no name, no country and no `createdAt` (recorded: listOrgUsers). */
export const personFields = {
  country: z.string().nullish(),
  createdAt: z.string().optional(),
  firstName: z.string().optional(),
  id: z.string(),
  invitationCreatedAt: z.string().optional(),
  invitationExpiresAt: z.string().nullish(),
  inviterUsername: z.string().optional(),
  lastAuth: z.string().nullish(),
  lastName: z.string().optional(),
  mobileNumber: z.string().nullish(),
  orgMembershipStatus: membershipStatus,
  username: z.string(),
};

/** The part of a person's answer that a model takes up. */
export const personReading = {
  createdAt: z.string().nullish(),
  id: z.string(),
  invitationCreatedAt: z.string().nullish(),
  invitationExpiresAt: z.string().nullish(),
  lastAuth: z.string().nullish(),
  orgMembershipStatus: membershipStatus,
  username: z.string(),
};

/** The part of a model that comes from a person's own account or invitation, which only Atlas and the person set. */
export interface PersonModel {
  readonly id: string;
  readonly username: string;
  readonly membershipStatus: z.infer<typeof membershipStatus>;
  readonly lastAuth: string | null;
  readonly createdAt: string | null;
  readonly invitationCreatedAt: string | null;
  readonly invitationExpiresAt: string | null;
}

/** Wire to model, without roles. */
export function personOf(user: z.infer<z.ZodObject<typeof personReading>>): PersonModel {
  return {
    id: user.id,
    username: user.username,
    membershipStatus: user.orgMembershipStatus,
    lastAuth: user.lastAuth ?? null,
    createdAt: user.createdAt ?? null,
    invitationCreatedAt: user.invitationCreatedAt ?? null,
    invitationExpiresAt: user.invitationExpiresAt ?? null,
  };
}

/** What one list gains and what it loses on the way to another, each in order. */
export function listDifference(
  before: readonly string[],
  after: readonly string[],
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  return {
    added: after.filter((item) => !before.includes(item)),
    removed: before.filter((item) => !after.includes(item)),
  };
}

/** Atlas keeps nobody and no team without a role (removeOrgUserRole, removeGroupUserRole): refused before anything is sent. */
export function needsRole(roles: readonly string[], who: string, where: string): void {
  if (roles.length > 0) return;
  throw new Failure({
    code: 'no-role-left',
    what: `Could not plan the roles of ${who} in ${where}.`,
    why: 'The change leaves no role, and Atlas refuses to take the last one away.',
    fix: `Remove ${who} from ${where} instead, or leave one role.`,
  });
}

/** Emulator: an invitation or a membership, and not one that was let expire or turned down. */
export function isLive({ wire }: StoredDocument): boolean {
  return wire.orgMembershipStatus === 'ACTIVE' || wire.orgMembershipStatus === 'PENDING';
}

/** Emulator: those whom a read shows. Without a filter, active and pending members (listOrgUsers, getOrgUser). */
export function shownPeople(
  documents: readonly StoredDocument[],
  query: EmulatorRequest['query'],
): readonly StoredDocument[] {
  const status = query.orgMembershipStatuses ?? query.orgMembershipStatus;
  return documents
    .filter((document) => (status === undefined ? isLive(document) : document.wire.orgMembershipStatus === status))
    .filter(({ wire }) => query.username === undefined || wire.username === query.username);
}

/** Emulator: a new invitation, without roles. It is open for 30 days (createOrgUser; recorded: createOrgInvite). */
export function invitationOf({ now, caller, newId }: EmulatorRequest, username: string): JsonObject {
  return {
    id: newId(),
    invitationCreatedAt: now,
    invitationExpiresAt: addSeconds(now, INVITATION_SECONDS),
    // A key's public half or an account's client id stands where a person's address would (recorded: createOrgInvite).
    inviterUsername: caller.id,
    orgMembershipStatus: 'PENDING',
    username,
  };
}

/** Emulator: keeps a person, and lets an open invitation expire when its time is over. */
export function putPerson(store: EmulatorStore, document: StoredDocument, now: Instant): void {
  store.put(document);
  const { orgMembershipStatus, invitationExpiresAt } = document.wire;
  if (orgMembershipStatus !== 'PENDING' || typeof invitationExpiresAt !== 'string') return;
  if (invitationExpiresAt <= now) return;
  store.schedule({
    at: invitationExpiresAt as Instant,
    kind: document.kind,
    parent: document.parent,
    id: document.id,
    then: { orgMembershipStatus: 'INVITATION_EXPIRED' },
    when: { orgMembershipStatus: 'PENDING', invitationExpiresAt },
  });
}

/** Emulator: a model's person as Atlas shows one, without roles. */
export function personWire(model: PersonModel): JsonObject {
  const isMember = model.membershipStatus === 'ACTIVE';
  return {
    ...(model.createdAt === null ? {} : { createdAt: model.createdAt }),
    // Names are no part of the model; Atlas shows some for every active member.
    ...(isMember ? { country: 'US', firstName: 'Example', lastName: 'Person', mobileNumber: null } : {}),
    id: model.id,
    ...(model.invitationCreatedAt === null ? {} : { invitationCreatedAt: model.invitationCreatedAt }),
    ...(model.invitationExpiresAt === null ? {} : { invitationExpiresAt: model.invitationExpiresAt }),
    ...(model.lastAuth === null ? {} : { lastAuth: model.lastAuth }),
    orgMembershipStatus: model.membershipStatus,
    username: model.username,
  };
}

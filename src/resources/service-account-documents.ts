/** How the emulator keeps service accounts and their secrets, which the organization and its projects show alike. */
import {
  atlasError,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../core/behaviour.ts';
import { addHours, type Instant } from '../core/instant.ts';
import type { Json, JsonObject } from '../core/json.ts';
import {
  hasEnded,
  LONGEST_SECRET_HOURS,
  MOST_SECRETS,
  OVERLAP_HOURS,
  SHORTEST_SECRET_HOURS,
} from './service-account/model.ts';

const ACCOUNT = 'service-account';
const SECRET = 'service-account-secret';
const ASSIGNMENT = 'service-account-assignment';

/** What a new account is made of. */
export interface PostedAccount {
  readonly description: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly secretExpiresAfterHours: number;
}

/** A document that was made, and the answer that shows its secret this once; or Atlas's refusal. */
export type Made =
  | { readonly document: StoredDocument; readonly shown: JsonObject }
  | { readonly refused: EmulatorReply };

/** Unconfirmed: code and sentence. */
export function accountNotFound(clientId: string): EmulatorReply {
  return atlasError(404, 'SERVICE_ACCOUNT_NOT_FOUND', `No service account with client ID ${clientId} exists.`, [
    clientId,
  ]);
}

/** The account that a path names, whether the organization is asked or a project that it is assigned to. */
export function accountOf({ store, params }: EmulatorRequest): StoredDocument | undefined {
  const { orgId, groupId, clientId = '' } = params;
  if (orgId !== undefined) return store.get(ACCOUNT, orgId, clientId);
  const isAssigned = groupId !== undefined && store.get(ASSIGNMENT, groupId, clientId) !== undefined;
  return isAssigned ? store.find(ACCOUNT, clientId) : undefined;
}

/** The account with its secrets, their values masked, and with the roles that it has where it is asked for. */
export function shownAccount(store: EmulatorStore, account: StoredDocument, roles?: Json): JsonObject {
  return {
    ...account.wire,
    ...(roles === undefined ? {} : { roles }),
    secrets: store.list(SECRET, account.id).map(({ wire }) => wire),
  };
}

/** The proofs of the secrets with which somebody can log in at this instant. */
export function proofsOf(store: EmulatorStore, clientId: string, now: Instant): readonly string[] {
  return store
    .list(SECRET, clientId)
    .filter(({ wire }) => !hasEnded({ expiresAt: String(wire.expiresAt) }, now))
    .flatMap(({ hidden }) => (hidden?.proofs ?? []) as readonly string[]);
}

/** Makes an account with its first secret. The roles are those that it has in the organization. */
export function makeAccount(
  request: EmulatorRequest,
  orgId: string,
  { description, name, secretExpiresAfterHours }: PostedAccount,
  roles: readonly string[],
): Made {
  const id = `mdb_sa_id_${request.newId()}`;
  const document: StoredDocument = {
    kind: ACCOUNT,
    parent: orgId,
    id,
    wire: { clientId: id, createdAt: request.now, description, name, roles },
  };
  const secret = makeSecret(request, document, secretExpiresAfterHours);
  if ('refused' in secret) return secret;
  request.store.put(document);
  return { document, shown: { ...document.wire, secrets: [secret.shown] } };
}

/** Makes a secret, of which only a proof is kept, and cuts what is left of the account's other one. */
export function makeSecret(request: EmulatorRequest, account: StoredDocument, hours: number): Made {
  const { store, now } = request;
  const limit = store.get('organization-settings', account.parent, account.parent)?.wire
    .maxServiceAccountSecretValidityInHours;
  const longest = typeof limit === 'number' ? limit : LONGEST_SECRET_HOURS;
  if (hours < SHORTEST_SECRET_HOURS || hours > longest) {
    // Documented is that the organization's settings bound it (createOrgServiceAccountSecret); code and sentence are unconfirmed.
    const field = 'secretExpiresAfterHours';
    return { refused: atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${field} specified.`, [field]) };
  }
  const others = store.list(SECRET, account.id);
  if (others.length >= MOST_SECRETS) {
    // Documented is the number (the Terraform provider's guide on rotation); status, code and sentence are unconfirmed.
    const sentence = `Service account ${account.id} has ${MOST_SECRETS} secrets already.`;
    return { refused: atlasError(400, 'SERVICE_ACCOUNT_SECRET_LIMIT_EXCEEDED', sentence, [account.id, MOST_SECRETS]) };
  }
  const overlapEnds = addHours(now, OVERLAP_HOURS);
  for (const other of others) {
    if (hasEnded({ expiresAt: String(other.wire.expiresAt) }, overlapEnds)) continue;
    store.put({ ...other, wire: { ...other.wire, expiresAt: overlapEnds } });
  }
  const { id, value, shown, wire } = drawSecret(request, hours);
  const hidden = { proofs: [request.proofOf(account.id, value)] };
  const document: StoredDocument = { kind: SECRET, parent: account.id, id, wire, hidden };
  store.put(document);
  return { document, shown };
}

/** A new secret of a client: as it is shown this once, and as it is shown from then on. */
export function drawSecret({ newId, randomLetters, now }: EmulatorRequest, hours: number) {
  const value = `mdb_sa_sk_${randomLetters(40)}`;
  const id = newId();
  const kept = { createdAt: now, expiresAt: addHours(now, hours), id, lastUsedAt: null };
  // Once the value, later the mask, never both (the Terraform provider's acceptance tests). Atlas's contract shows the
  // beginning of a mask only; that it ends in the secret's last letters is unconfirmed.
  const maskedSecretValue = `mdb_sa_sk_...${value.slice(-4)}`;
  return { id, value, shown: { ...kept, secret: value }, wire: { ...kept, maskedSecretValue } };
}

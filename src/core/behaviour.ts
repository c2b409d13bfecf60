import type { AtlasRole, Operation } from './call.ts';
import type { Instant } from './instant.ts';
import type { Json, JsonObject } from './json.ts';

/** A resource as the emulator keeps it: the wire document in its newest version, and what no client ever sees. */
export interface StoredDocument {
  /** Key of the collection, normally the resource's kind. */
  readonly kind: string;
  /** What it lives in: the org id, the project id, or `projectId/clusterName`. */
  readonly parent: string;
  readonly id: string;
  readonly wire: JsonObject;
  /** Kept beside the document, never sent: for example a service account's secret digest. */
  readonly hidden?: JsonObject;
}

/** A change of a document that happens by itself at an instant: data, so that a saved state keeps it. */
export interface Transition {
  readonly at: Instant;
  readonly kind: string;
  readonly parent: string;
  readonly id: string;
  /** Fields to set on the wire document, or `delete` to remove it. Applies only while `when` (fields that must be equal) holds. */
  readonly then: JsonObject | 'delete';
  readonly when?: JsonObject;
}

/** The emulator's memory as a handler sees it; what a handler writes is kept only if its reply is a success. */
export interface EmulatorStore {
  get(kind: string, parent: string, id: string): StoredDocument | undefined;
  /** The first document of a kind with this id, whatever it lives in: for ids that are unique in Atlas. */
  find(kind: string, id: string): StoredDocument | undefined;
  /** Documents in order of creation. */
  list(kind: string, parent: string): readonly StoredDocument[];
  /** All documents of a kind, whatever they live in. */
  all(kind: string): readonly StoredDocument[];
  put(document: StoredDocument): void;
  remove(kind: string, parent: string, id: string): void;
  /** Removes everything that lives in this parent, however deep: for what goes with a project or a cluster. */
  removeWithin(parent: string): void;
  schedule(transition: Transition): void;
}

/** Who is calling the emulator. */
export interface EmulatorCaller {
  readonly type: 'api-key' | 'service-account';
  /** The public key or client id. */
  readonly id: string;
  readonly orgId: string;
  readonly orgRoles: readonly AtlasRole[];
  readonly projectRoles: Readonly<Record<string, readonly AtlasRole[]>>;
  /** The caller's address as the emulator sees it. */
  readonly address: string;
}

/** What a handler is given: the request taken apart, the store, and the only sources of time and chance. */
export interface EmulatorRequest {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The body, already checked against `operation.request`. */
  readonly body: Json | undefined;
  /** The version that is served, `YYYY-MM-DD`. */
  readonly version: string;
  readonly caller: EmulatorCaller;
  readonly store: EmulatorStore;
  readonly now: Instant;
  /** The public address that `links` are written with: `https://cloud.mongodb.com`. */
  readonly publicUrl: string;
  /** A new 24-hex id whose first 8 digits are the creation second, as Atlas makes them. */
  newId(): string;
  /** `length` random lower-case letters. */
  randomLetters(length: number): string;
  /** A random UUID, version 4. */
  randomUuid(): string;
  /** What the emulator keeps of a new private key or client secret, in `hidden.proofs`: enough to check it, never the secret. */
  proofOf(id: string, secret: string): string;
  /** How long an asynchronous change takes on this emulator, in seconds, for a named kind of work. */
  durationSeconds(work: 'cluster-create' | 'cluster-update' | 'cluster-delete' | 'network' | 'short'): number;
}

/** What a handler answers. `page` items are paged and wrapped by the kernel; `body` is sent as it is. */
export type EmulatorReply =
  | { readonly status: number; readonly body?: Json | undefined; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status: number; readonly page: readonly JsonObject[] };

/** One route: an operation, and what Atlas does with it. */
export interface EmulatorRoute {
  readonly operation: Operation;
  handle(request: EmulatorRequest): EmulatorReply;
}

/** What a resource forbids on *other* kinds' operations; declared in the dependent's folder. */
export interface EmulatorGuard {
  readonly on: readonly string[];
  /** A reply refuses the call; undefined lets it pass. */
  check(request: EmulatorRequest): EmulatorReply | undefined;
}

/** What a resource changes when *another* kind's operation has succeeded; declared in the dependent's folder. */
export interface EmulatorReaction {
  readonly on: readonly string[];
  react(request: EmulatorRequest, reply: EmulatorReply): void;
}

/** A credential that may call the API, as its kind's folder knows it. */
export interface EmulatorLogin {
  readonly type: EmulatorCaller['type'];
  readonly orgId: string;
  readonly orgRoles: readonly AtlasRole[];
  readonly projectRoles: Readonly<Record<string, readonly AtlasRole[]>>;
  /** Any of these proves it (`EmulatorRequest.proofOf`); empty: nobody can log in with it. */
  readonly proofs: readonly string[];
}

/** How Atlas behaves for one resource. */
export interface EmulatorBehaviour<M> {
  readonly routes: readonly EmulatorRoute[];
  readonly guards?: readonly EmulatorGuard[];
  readonly reactions?: readonly EmulatorReaction[];
  /** For kinds that call the API: the one with this public key or client id. */
  login?(store: EmulatorStore, id: string, now: Instant): EmulatorLogin | undefined;
  /** For kinds that bound where callers come from: the ranges of this caller's own list; undefined: not a caller of theirs. */
  addresses?(store: EmulatorStore, caller: EmulatorCaller): readonly string[] | undefined;
  /** Puts a model into the store as if it had always been there. Used by samples and `--from SNAPSHOT`. */
  seed(model: M, seeding: EmulatorSeeding): void;
}

/** What `seed` may use. */
export interface EmulatorSeeding {
  readonly store: EmulatorStore;
  readonly now: Instant;
  /** A deterministic 24-hex id for a name. */
  idFor(name: string): string;
}

/** Atlas's error body: `{detail, error, errorCode, parameters, reason}`, with `X-Error-Code`. */
export function atlasError(
  status: number,
  errorCode: string,
  detail: string,
  parameters: readonly Json[] = [],
): EmulatorReply {
  return {
    status,
    headers: { 'x-error-code': errorCode },
    body: { detail, error: status, errorCode, parameters, reason: REASONS[status] ?? 'Error' },
  };
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Atlas's answer for a project that does not exist (recorded: 404 GROUP_NOT_FOUND). */
export function groupNotFound(groupId: string): EmulatorReply {
  return atlasError(404, 'GROUP_NOT_FOUND', `No group with ID ${groupId} exists.`, [groupId]);
}

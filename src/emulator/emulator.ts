import {
  atlasError,
  type EmulatorCaller,
  type EmulatorGuard,
  type EmulatorLogin,
  type EmulatorReaction,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorRoute,
  groupNotFound,
} from '../core/behaviour.ts';
import type { Bucket, Operation } from '../core/call.ts';
import { addressSetOf, covers } from '../core/cidr.ts';
import { epochSeconds, type Instant } from '../core/instant.ts';
import type { Json } from '../core/json.ts';
import type { AnyResource } from '../core/resource.ts';
import { createAuthentication, type EmulatorCredential, type ProvenCredential, proofOf } from './authentication.ts';
import { createBuckets } from './buckets.ts';
import { bodyProblem } from './request-body.ts';
import { mayCall } from './roles.ts';
import { createStore, type SavedDocuments, type TransactionalStore } from './store.ts';
import { finish, servedVersion } from './wire.ts';
import { type Withheld, withheldReply } from './withheld.ts';

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path with query, percent-encoded. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly remoteAddress: string;
}

/** An answer for the wire. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an emulator is made of. */
export interface EmulatorOptions {
  readonly resources: readonly AnyResource[];
  readonly credentials: readonly (EmulatorCredential | ProvenCredential)[];
  readonly state?: SavedDocuments;
  /** What a snapshot could not show: it answers as Atlas did. */
  readonly withheld?: readonly Withheld[];
  /** Whether 429 is ever answered. */
  readonly rateLimits: boolean;
  /** Seconds that asynchronous work takes, by kind of work. */
  readonly durationSeconds: EmulatorRequest['durationSeconds'];
  readonly ports: {
    readonly now: () => Instant;
    readonly nowMilliseconds: () => number;
    /** A number from 0 up to 1. */
    readonly random: () => number;
    readonly md5: (text: string) => string;
    readonly decodeBase64: (text: string) => string;
  };
}

/** An Atlas in memory. */
export interface Emulator {
  handle(request: RawRequest): RawResponse;
  /** The operationId that a request asks for; undefined where there is none, or the method does not fit. */
  operationOf(method: string, url: string): string | undefined;
  readonly store: TransactionalStore;
}

const PUBLIC_URL = 'https://cloud.mongodb.com';
const COMMON_HEADERS: Readonly<Record<string, string>> = {
  server: 'mdbws',
  'strict-transport-security': 'max-age=31536000; includeSubdomains;',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};
const TOKEN_PATH = '/api/oauth/token';
const REVOKE_PATH = '/api/oauth/revoke';
// The figure of the Terraform provider's guide; earlier it was 10. That it is kept for each address is unconfirmed.
const TOKEN_BUCKET: Bucket = { name: 'oauth-token', scope: 'address', capacity: 50, refillPerMinute: 50 };
const WRITES_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

interface CompiledRoute {
  readonly route: EmulatorRoute;
  readonly segments: readonly string[];
}

/** Makes an emulator of these resources. Pure but for its own memory: time and chance come through the ports. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { ports } = options;
  const store = createStore(options.state);
  const behaviours = options.resources.map(({ emulator }) => emulator);
  const given = new Map(
    options.credentials.map((credential) => [`${credential.type} ${credential.id}`, givenLogin(credential)]),
  );
  const authentication = createAuthentication({ ...ports, find: findLogin });
  const buckets = createBuckets();
  const routes = new Map<number, CompiledRoute[]>();
  const guards: EmulatorGuard[] = [];
  const reactions: EmulatorReaction[] = [];
  for (const emulator of behaviours) {
    for (const route of emulator.routes) {
      const segments = route.operation.path.split('/');
      routes.set(segments.length, [...(routes.get(segments.length) ?? []), { route, segments }]);
    }
    guards.push(...(emulator.guards ?? []));
    reactions.push(...(emulator.reactions ?? []));
  }
  let counter = Math.floor(ports.random() * 0xffffff);

  function givenLogin(credential: EmulatorCredential | ProvenCredential): EmulatorLogin {
    const { type, id, orgId, orgRoles, projectRoles = {} } = credential;
    const proof = 'proof' in credential ? credential.proof : proofOf(ports.md5, id, credential.secret);
    return { type, orgId, orgRoles, projectRoles, proofs: [proof] };
  }

  /** Credentials that the emulator was started with, and those that the API itself made since. */
  function findLogin(type: EmulatorCaller['type'], id: string): EmulatorLogin | undefined {
    const own = given.get(`${type} ${id}`);
    if (own) return own;
    for (const behaviour of behaviours) {
      const login = behaviour.login?.(store, id, ports.now());
      if (login?.type === type) return login;
    }
    return undefined;
  }

  function newId(): string {
    counter = (counter + 1) & 0xffffff;
    const random = Math.floor(ports.random() * 0x10000000000);
    return (
      epochSeconds(ports.now()).toString(16).padStart(8, '0') +
      random.toString(16).padStart(10, '0') +
      counter.toString(16).padStart(6, '0')
    );
  }

  function randomFrom(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[Math.floor(ports.random() * alphabet.length)]).join('');
  }

  function randomUuid(): string {
    const hex = (length: number) => randomFrom('0123456789abcdef', length);
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${randomFrom('89ab', 1)}${hex(3)}-${hex(12)}`;
  }

  /** A literal path wins over one with a parameter at the same place (`/containers/all` over `/containers/{id}`). */
  function findRoutes(path: string): { matches: CompiledRoute[]; params: Record<string, string> } {
    const parts = path.split('/');
    let best: CompiledRoute[] = [];
    let bestLiterals = -1;
    for (const candidate of routes.get(parts.length) ?? []) {
      let literals = 0;
      const fits = candidate.segments.every((segment, index) => {
        const part = parts[index] as string;
        if (segment.startsWith('{') && segment.endsWith('}')) return part !== '';
        literals += 1;
        // An action of its own on one resource, or a file: `{clusterName}:grantMongoDBEmployeeAccess`, `{logName}.gz`.
        const action = /^\{\w+\}([:.]\w+)$/.exec(segment)?.[1];
        return action === undefined ? segment === part : part.endsWith(action) && part.length > action.length;
      });
      if (!fits || literals < bestLiterals) continue;
      if (literals > bestLiterals) best = [];
      bestLiterals = literals;
      best.push(candidate);
    }
    const params: Record<string, string> = {};
    best[0]?.segments.forEach((segment, index) => {
      if (!segment.startsWith('{')) return;
      const [name = '', action = ''] = segment.slice(1).split('}', 2) as [string, string?];
      const part = parts[index] as string;
      params[name] = decoded(part.slice(0, part.length - action.length));
    });
    return { matches: best, params };
  }

  function handle(raw: RawRequest): RawResponse {
    store.runDue(ports.now());
    const [path = '', search = ''] = raw.url.split('?', 2) as [string, string?];
    if (path === TOKEN_PATH || path === REVOKE_PATH) return oauth(path, raw);
    const who = authentication.authenticate(raw.headers.authorization, raw.method, raw.url, raw.remoteAddress);
    if ('refused' in who) return who.refused;
    const refused = accessListRefusal(who.caller);
    if (refused) return failed(refused);
    const { matches, params } = findRoutes(path);
    if (matches.length === 0) {
      return failed(atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]));
    }
    // Recorded: 405 without a body. HEAD answers what GET answers (documented), and whoever sends it leaves the body out.
    const method = raw.method === 'HEAD' ? 'GET' : raw.method;
    const found = matches.find(({ route }) => route.operation.method === method);
    if (!found) return { status: 405, headers: { ...COMMON_HEADERS }, body: '' };
    return answer(found.route, params, parseQuery(search), raw, who.caller, path);
  }

  function operationOf(method: string, url: string): string | undefined {
    const [path = ''] = url.split('?', 1);
    if (path === TOKEN_PATH) return 'createServiceAccountToken';
    const wanted = method === 'HEAD' ? 'GET' : method;
    return findRoutes(path).matches.find(({ route }) => route.operation.method === wanted)?.route.operation.id;
  }

  function oauth(path: string, raw: RawRequest): RawResponse {
    const header = raw.headers.authorization;
    const basic = header?.startsWith('Basic ') ? ports.decodeBase64(header.slice(6)) : undefined;
    const headers = { ...COMMON_HEADERS, 'content-type': 'application/json' };
    if (raw.method !== 'POST') return { status: 405, headers: { ...COMMON_HEADERS }, body: '' };
    if (path === REVOKE_PATH) {
      authentication.revokeToken(raw.body);
      return { status: 200, headers, body: '' };
    }
    const taken = buckets.take(TOKEN_BUCKET, raw.remoteAddress, ports.nowMilliseconds());
    if (taken.retryAfterSeconds !== undefined && options.rateLimits) {
      const { capacity } = TOKEN_BUCKET;
      const detail = `Resource ${path} is limited to ${capacity} requests every 1 minutes.`;
      return failed(atlasError(429, 'RATE_LIMITED', detail, [path, capacity, 1]));
    }
    const { status, body } = authentication.issueToken(basic, raw.body);
    return { status, headers, body: JSON.stringify(body) };
  }

  function answer(
    route: EmulatorRoute,
    params: Readonly<Record<string, string>>,
    query: Readonly<Record<string, string>>,
    raw: RawRequest,
    caller: EmulatorCaller,
    path: string,
  ): RawResponse {
    const { operation } = route;
    const served = servedVersion(operation, raw.headers.accept, ports.now());
    if (served === undefined) {
      return failed(atlasError(406, 'INVALID_VERSION_DATE', 'Invalid accept header or version date.'));
    }
    const older = operation.olderVersions?.find(({ version }) => version === served);
    const announced: Record<string, string> = {
      ...(older?.deprecation === undefined ? {} : { deprecation: older.deprecation }),
      ...(older?.sunset === undefined ? {} : { sunset: older.sunset }),
    };
    const scope = {
      organization: caller.orgId,
      project: params.groupId ?? caller.orgId,
      caller: caller.id,
      address: caller.address,
    };
    const { bucket } = operation;
    const taken = buckets.take(bucket, scope[bucket.scope], ports.nowMilliseconds());
    // Recorded on refusals too.
    announced['ratelimit-limit'] = String(bucket.capacity);
    announced['ratelimit-remaining'] = String(taken.remaining);
    if (taken.retryAfterSeconds !== undefined && options.rateLimits) {
      const wait = taken.retryAfterSeconds;
      const where = path.replace(/^\//, '');
      const detail = `Rate limit exceeded for ${where}. Please retry after ${wait} seconds. Request capacity: ${bucket.capacity}. Refill rate: ${bucket.refillPerMinute} per 60 seconds.`;
      const refused = failed(
        atlasError(429, 'RATE_LIMITED_TOKEN_BUCKET', detail, [
          where,
          wait,
          bucket.capacity,
          bucket.refillPerMinute,
          60,
        ]),
      );
      return { ...refused, headers: { ...refused.headers, ...announced, 'retry-after': String(wait) } };
    }
    const request = requestOf(route, params, query, raw, caller, served);
    const reply = 'status' in request ? request : run(route, request);
    return finish(reply, {
      shape: operation.shape,
      ...(operation.linkDefaults === undefined ? {} : { linkDefaults: operation.linkDefaults }),
      ...(operation.media === undefined ? {} : { media: operation.media }),
      served,
      headers: { ...COMMON_HEADERS, ...announced },
      url: `${PUBLIC_URL}${path}`,
      query,
    });
  }

  function requestOf(
    route: EmulatorRoute,
    params: Readonly<Record<string, string>>,
    query: Readonly<Record<string, string>>,
    raw: RawRequest,
    caller: EmulatorCaller,
    version: string,
  ): EmulatorRequest | EmulatorReply {
    const { operation } = route;
    const { groupId, orgId } = params;
    if (groupId !== undefined && !/^[0-9a-f]{24}$/.test(groupId)) {
      return atlasError(404, 'INVALID_GROUP_ID', `An invalid group ID ${groupId} was specified.`, [groupId]);
    }
    if (orgId !== undefined && !/^[0-9a-f]{24}$/.test(orgId)) {
      return atlasError(404, 'INVALID_ORG_ID', `An invalid organization ID ${orgId} was specified.`, [orgId]);
    }
    const below = groupId !== undefined && !/\{groupId\}(\/settings)?$/.test(operation.path);
    if (below && store.find('project', groupId) === undefined) return groupNotFound(groupId);
    // Recorded for GET /orgs/{orgId}/settings by a caller without the role: 401, not 403.
    const foreign =
      (orgId !== undefined && orgId !== caller.orgId) ||
      (groupId !== undefined && (store.find('project', groupId)?.parent ?? caller.orgId) !== caller.orgId);
    if (foreign || !mayCall(caller, operation, groupId)) {
      return atlasError(401, 'USER_UNAUTHORIZED', 'Current user is not authorized to perform this action.');
    }
    const withheld = options.withheld && withheldReply(options.withheld, operation.id, params);
    if (withheld) return withheld;
    const posted = bodyOf(operation, raw);
    if (posted.refused) return posted.refused;
    const { body } = posted;
    return {
      operation,
      params,
      query,
      body,
      version,
      caller,
      store,
      now: ports.now(),
      publicUrl: PUBLIC_URL,
      newId,
      randomLetters: (length) => randomFrom('abcdefghijklmnopqrstuvwxyz', length),
      randomUuid,
      proofOf: (id, secret) => proofOf(ports.md5, id, secret),
      durationSeconds: options.durationSeconds,
    };
  }

  /** With the requirement off an empty list means any address; the first entry turns the list on ("Configure API access" page). */
  function accessListRefusal(caller: EmulatorCaller): EmulatorReply | undefined {
    // Undefined for the emulator's own credentials, which are no resources of the organization.
    const own = behaviours.flatMap((behaviour) => behaviour.addresses?.(store, caller) ?? []);
    const isResource = behaviours.some((behaviour) => behaviour.addresses?.(store, caller) !== undefined);
    if (!isResource) return undefined;
    const settings = store.get('organization-settings', caller.orgId, caller.orgId);
    if (own.length === 0 && settings?.wire.apiAccessListRequired !== true) return undefined;
    if (covers(addressSetOf(own), addressSetOf([caller.address]))) return undefined;
    return atlasError(
      403,
      'IP_ADDRESS_NOT_ON_ACCESS_LIST',
      `IP address ${caller.address} is not allowed to access this resource.`,
      [caller.address],
    );
  }

  function run(route: EmulatorRoute, request: EmulatorRequest): EmulatorReply {
    const { id } = route.operation;
    for (const guard of guards) {
      if (!guard.on.includes(id)) continue;
      const refusal = guard.check(request);
      if (refusal) return refusal;
    }
    const reply = route.handle(request);
    if (reply.status >= 400) {
      store.rollback();
      return reply;
    }
    for (const reaction of reactions) if (reaction.on.includes(id)) reaction.react(request, reply);
    store.commit();
    return reply;
  }

  return { handle, operationOf, store };
}

/** The body of a write, checked; an operation that takes none ignores what is sent. */
function bodyOf(operation: Operation, raw: RawRequest): { readonly body?: Json; readonly refused?: EmulatorReply } {
  if (operation.request === undefined || !WRITES_WITH_BODY.has(raw.method)) return {};
  if (raw.body.trim() === '') {
    // Unconfirmed: the code. No recording sends nothing where something is needed.
    return {
      refused: atlasError(400, 'MISSING_ATTRIBUTE', 'The required attribute body was not specified.', ['body']),
    };
  }
  const type = (raw.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  // Unconfirmed: the body of a 415. Documented is only that the vendor's type and plain JSON are taken.
  if (type !== 'application/json' && !/^application\/vnd\.atlas\.[\w-]+\+json$/.test(type)) {
    return { refused: atlasError(415, 'UNSUPPORTED_MEDIA_TYPE', `Media type ${type} is not supported.`, [type]) };
  }
  let body: Json;
  try {
    body = JSON.parse(raw.body) as Json;
  } catch {
    return { refused: atlasError(400, 'MALFORMED_JSON', 'Received JSON is malformed.') };
  }
  const refused = bodyProblem(operation.request, body);
  return refused ? { refused } : { body };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of a parameter that comes twice the first counts, as JAX-RS reads it (unconfirmed for Atlas). */
function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const pair of search.split('&')) {
    if (pair === '') continue;
    const [name = '', value = ''] = pair.split('=', 2) as [string, string?];
    query[decoded(name)] ??= decoded(value.replaceAll('+', ' '));
  }
  return query;
}

function failed(reply: EmulatorReply): RawResponse {
  return finish(reply, { shape: 'object', served: '', headers: COMMON_HEADERS, url: '', query: {} });
}

import {
  atlasError,
  type EmulatorCaller,
  type EmulatorGuard,
  type EmulatorReaction,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorRoute,
  groupNotFound,
} from '../core/behaviour.ts';
import { addressSetOf, covers } from '../core/cidr.ts';
import { epochSeconds, type Instant } from '../core/instant.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { AnyResource } from '../core/resource.ts';
import { createAuthentication, type EmulatorCredential } from './authentication.ts';
import { createBuckets } from './buckets.ts';
import { bodyProblem } from './request-body.ts';
import { mayCall } from './roles.ts';
import { createStore, type SavedState, type TransactionalStore } from './store.ts';

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
  readonly credentials: readonly EmulatorCredential[];
  readonly state?: SavedState;
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
const MAXIMUM_ITEMS_PER_PAGE = 500;
const DEFAULT_ITEMS_PER_PAGE = 100;

interface CompiledRoute {
  readonly route: EmulatorRoute;
  readonly segments: readonly string[];
}

/** Makes an emulator of these resources. Pure but for its own memory: time and chance come through the ports. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { ports } = options;
  const store = createStore(options.state);
  const authentication = createAuthentication(options.credentials, ports);
  const buckets = createBuckets();
  const routes: CompiledRoute[] = [];
  const guards: EmulatorGuard[] = [];
  const reactions: EmulatorReaction[] = [];
  for (const { emulator } of options.resources) {
    for (const route of emulator.routes) routes.push({ route, segments: route.operation.path.split('/') });
    guards.push(...(emulator.guards ?? []));
    reactions.push(...(emulator.reactions ?? []));
  }
  let counter = Math.floor(ports.random() * 0xffffff);

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
    for (const candidate of routes) {
      if (candidate.segments.length !== parts.length) continue;
      let literals = 0;
      const fits = candidate.segments.every((segment, index) => {
        const part = parts[index] as string;
        if (segment.startsWith('{') && segment.endsWith('}')) return part !== '';
        literals += 1;
        // An action of its own on one resource: `{clusterName}:grantMongoDBEmployeeAccess`.
        const action = /^\{\w+\}(:\w+)$/.exec(segment)?.[1];
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
      params[name] = decodeURIComponent(part.slice(0, part.length - action.length));
    });
    return { matches: best, params };
  }

  function handle(raw: RawRequest): RawResponse {
    store.runDue(ports.now());
    const [path = '', search = ''] = raw.url.split('?', 2) as [string, string?];
    if (path === '/api/oauth/token' || path === '/api/oauth/revoke') return oauth(path, raw);
    const who = authentication.authenticate(raw.headers.authorization, raw.method, raw.url, raw.remoteAddress);
    if ('refused' in who) {
      return { ...who.refused, headers: { ...COMMON_HEADERS, ...who.refused.headers } };
    }
    const { matches, params } = findRoutes(path);
    if (matches.length === 0)
      return failed(atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]));
    const found = matches.find(({ route }) => route.operation.method === raw.method);
    if (!found) return { status: 405, headers: { ...COMMON_HEADERS }, body: '' };
    return answer(found.route, params, parseQuery(search), raw, who.caller, path);
  }

  function oauth(path: string, raw: RawRequest): RawResponse {
    const header = raw.headers.authorization;
    const basic = header?.startsWith('Basic ') ? ports.decodeBase64(header.slice(6)) : undefined;
    const headers = { ...COMMON_HEADERS, 'content-type': 'application/json' };
    if (path === '/api/oauth/revoke') {
      authentication.revokeToken(raw.body);
      return { status: 200, headers, body: '' };
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
    const served = servedVersion(route, raw.headers.accept);
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
      return { ...refused, headers: { ...refused.headers, 'retry-after': String(wait) } };
    }
    Object.assign(announced, {
      'ratelimit-limit': String(bucket.capacity),
      'ratelimit-remaining': String(taken.remaining),
    });
    const request = requestOf(route, params, query, raw, caller, served);
    const reply = 'status' in request ? request : run(route, request);
    return finish(reply, operation.shape, served, announced, raw.url, query);
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
    const refused = accessListRefusal(caller);
    if (refused) return refused;
    // Recorded for GET /orgs/{orgId}/settings by a caller without the role: 401, not 403.
    if (!mayCall(caller, operation, groupId) || (orgId !== undefined && orgId !== caller.orgId)) {
      return atlasError(401, 'USER_UNAUTHORIZED', 'Current user is not authorized to perform this action.');
    }
    let body: Json | undefined;
    if (operation.request !== undefined && raw.body !== '') {
      try {
        body = JSON.parse(raw.body) as Json;
      } catch {
        return atlasError(400, 'MALFORMED_JSON', 'Received JSON is malformed.');
      }
      const problem = bodyProblem(operation.request, body);
      if (problem) return problem;
    }
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
      durationSeconds: options.durationSeconds,
    };
  }

  /** With the requirement off an empty list means any address; the first entry turns a key's list on ("Configure API access" page). */
  function accessListRefusal(caller: EmulatorCaller): EmulatorReply | undefined {
    if (caller.type !== 'api-key') return undefined;
    const key = store.list('api-key', caller.orgId).find(({ wire }) => wire.publicKey === caller.id);
    if (!key) return undefined;
    const entries = store.list('api-key-access-list-entry', key.id);
    const settings = store.get('organization-settings', caller.orgId, caller.orgId);
    if (entries.length === 0 && settings?.wire.apiAccessListRequired !== true) return undefined;
    const allowed = addressSetOf(entries.map(({ wire }) => String(wire.cidrBlock ?? wire.ipAddress)));
    if (covers(allowed, addressSetOf([caller.address]))) return undefined;
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

  return { handle, store };
}

/** The newest version that is not later than the one asked for; undefined: 406. */
function servedVersion(route: EmulatorRoute, accept: string | undefined): string | undefined {
  const asked = /application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+/.exec(accept ?? '')?.[1];
  if (asked === undefined) return undefined;
  const { operation } = route;
  const versions = [operation.version, ...(operation.olderVersions ?? []).map(({ version }) => version)].sort();
  return versions.filter((version) => version <= asked).pop();
}

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const pair of search.split('&')) {
    if (pair === '') continue;
    const [name = '', value = ''] = pair.split('=', 2) as [string, string?];
    query[decodeURIComponent(name)] = decodeURIComponent(value.replaceAll('+', ' '));
  }
  return query;
}

function failed(reply: EmulatorReply): RawResponse {
  const { headers, body } = reply as { headers?: Record<string, string>; body?: Json };
  return {
    status: reply.status,
    headers: { ...COMMON_HEADERS, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function finish(
  reply: EmulatorReply,
  shape: string,
  served: string,
  announced: Readonly<Record<string, string>>,
  url: string,
  query: Readonly<Record<string, string>>,
): RawResponse {
  if (reply.status >= 400) {
    const refused = failed(reply);
    return { ...refused, headers: { ...refused.headers, ...announced } };
  }
  const headers = {
    ...COMMON_HEADERS,
    'content-type': `application/vnd.atlas.${served}+json;charset=utf-8`,
    ...announced,
    ...('headers' in reply ? reply.headers : {}),
  };
  if ('page' in reply) {
    if (shape === 'array') return { status: reply.status, headers, body: JSON.stringify(reply.page) };
    return { status: reply.status, headers, body: JSON.stringify(pageOf(reply.page, url, query)) };
  }
  return { status: reply.status, headers, body: reply.body === undefined ? '' : JSON.stringify(reply.body) };
}

/** One page with its links, in the order in which Atlas writes them (recorded: self spells the defaults out, next re-orders them). */
function pageOf(items: readonly JsonObject[], url: string, query: Readonly<Record<string, string>>): JsonObject {
  const wanted = Number(query.itemsPerPage ?? DEFAULT_ITEMS_PER_PAGE);
  const itemsPerPage = Math.min(Math.max(1, Number.isFinite(wanted) ? wanted : 100), MAXIMUM_ITEMS_PER_PAGE);
  const pageNum = Math.max(1, Number(query.pageNum ?? 1) || 1);
  const from = (pageNum - 1) * itemsPerPage;
  const path = `${PUBLIC_URL}${url.split('?')[0]}`;
  const filters = Object.entries(query)
    .filter(([name]) => !['pageNum', 'itemsPerPage', 'includeCount', 'pretty', 'envelope'].includes(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}&`)
    .join('');
  const count = query.includeCount ?? 'true';
  const links = [
    { href: `${path}?includeCount=${count}&${filters}pageNum=${pageNum}&itemsPerPage=${itemsPerPage}`, rel: 'self' },
  ];
  if (from + itemsPerPage < items.length) {
    links.push({
      href: `${path}?includeCount=${count}&${filters}itemsPerPage=${itemsPerPage}&pageNum=${pageNum + 1}`,
      rel: 'next',
    });
  }
  return {
    links,
    results: items.slice(from, from + itemsPerPage),
    ...(count === 'false' ? {} : { totalCount: items.length }),
  };
}

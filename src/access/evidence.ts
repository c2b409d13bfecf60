/** What was really used: logins and operations, from Atlas's access history and from audit logs. Pure: lines in, facts out. */
import { PRIVATE_ADDRESSES, parseCidr } from '../core/cidr.ts';
import { epochSeconds, type Instant, parseInstant } from '../core/instant.ts';
import { isObject } from '../core/json.ts';

/** Somebody who logged in, or tried to, from one address. */
export interface ObservedLogin {
  readonly projectId: string;
  readonly cluster: string;
  readonly username: string;
  readonly databaseName: string;
  readonly address: string;
  /** null: the source does not say. */
  readonly mechanism: string | null;
  /** Sorted; empty: the source does not say. */
  readonly drivers: readonly string[];
  readonly succeeded: number;
  readonly failed: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** null: never let in. */
  readonly lastSuccess: Instant | null;
}

/** What somebody did on one namespace. */
export interface ObservedOperation {
  readonly projectId: string;
  readonly cluster: string;
  readonly username: string;
  readonly databaseName: string;
  readonly command: string;
  /** `shop.orders`, or a database. */
  readonly namespace: string;
  readonly succeeded: number;
  readonly refused: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
}

/** Somebody who called the Admin API, as the activity feed shows it. */
export interface ObservedCaller {
  /** The public key of an API key. */
  readonly credential: string;
  readonly address: string;
  readonly events: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
}

/** One place that was read, over which time, and what it did not hold. */
export interface EvidenceSource {
  readonly type: 'access-history' | 'audit-log';
  readonly projectId: string;
  readonly cluster: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly rows: number;
  /** One sentence each; empty: nothing is known to be missing. */
  readonly losses: readonly string[];
}

/** Everything that was observed. The file format of evidence.json. */
export interface Evidence {
  readonly formatVersion: 1;
  readonly organizationId: string;
  readonly collectedAt: Instant;
  readonly sources: readonly EvidenceSource[];
  readonly logins: readonly ObservedLogin[];
  readonly operations: readonly ObservedOperation[];
  /** Who called the Admin API; only calls that changed something leave an event. */
  readonly callers: readonly ObservedCaller[];
}

/** Where lines come from. */
export interface Place {
  readonly projectId: string;
  readonly cluster: string;
}

/** API keys in events of the activity feed, with where they called from, sorted. */
export function callersOfEvents(events: readonly unknown[]): readonly ObservedCaller[] {
  const callers = new Map<string, ObservedCaller>();
  for (const event of events) {
    if (!isObject(event) || typeof event.publicKey !== 'string') continue;
    const address = hostOf(event.remoteAddress);
    const at = instantOf(event.created);
    if (address === undefined || at === undefined || !isListable(address)) continue;
    const key = `${event.publicKey} ${address}`;
    const known = callers.get(key);
    callers.set(key, {
      credential: event.publicKey,
      address,
      events: (known?.events ?? 0) + 1,
      firstSeen: known === undefined || at < known.firstSeen ? at : known.firstSeen,
      lastSeen: known === undefined || at > known.lastSeen ? at : known.lastSeen,
    });
  }
  return [...callers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, caller]) => caller);
}

/** One line, understood. */
export type ObservedEvent =
  | {
      readonly type: 'login';
      readonly at: Instant;
      readonly username: string;
      readonly databaseName: string;
      readonly address: string;
      readonly mechanism: string | null;
      readonly succeeded: boolean;
      /** Joins the events of one connection (MongoDB 5.0 and later). */
      readonly connection?: string;
    }
  | {
      readonly type: 'client';
      readonly at: Instant;
      readonly connection: string;
      /** `mongo-go-driver v1.7.2`. */
      readonly driver: string;
    }
  | {
      readonly type: 'operation';
      readonly at: Instant;
      readonly username: string;
      readonly databaseName: string;
      readonly command: string;
      readonly namespace: string;
      readonly succeeded: boolean;
    };

/** Atlas's own agents: in every log, and no client of anybody's. */
const AGENTS = /^(__system|mms-automation|mms-monitoring-agent|mms-backup-agent)$|^CN=atlasDataLake-/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** ISO 8601, or what Atlas really writes: `Wed Apr 26 02:38:56 GMT 2023`. */
function instantOf(text: unknown): Instant | undefined {
  if (typeof text !== 'string') return undefined;
  const written = /^\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC) (\d{4})$/.exec(text);
  if (written === null) return parseInstant(text);
  const month = MONTHS.indexOf(written[1] ?? '') + 1;
  if (month === 0) return undefined;
  return parseInstant(
    `${written[4]}-${String(month).padStart(2, '0')}-${(written[2] ?? '').padStart(2, '0')}T${written[3]}Z`,
  );
}

/** Which address it is, without its port. */
function hostOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (parseCidr(text) !== undefined) return text;
  const host = text.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return parseCidr(host) === undefined ? undefined : host;
}

/**
 * Rows of getGroupDbAccessHistoryCluster. A failed login leaves two rows, a speculative try and the real one, milliseconds
 * apart on one connection: it is counted once. `lost`: rows that could not be understood.
 */
export function eventsOfHistory(rows: readonly unknown[]): {
  readonly events: readonly ObservedEvent[];
  readonly lost: number;
} {
  const events: ObservedEvent[] = [];
  const tries = new Set<string>();
  let lost = 0;
  for (const row of rows) {
    if (!isObject(row)) {
      lost += 1;
      continue;
    }
    const line = jsonOf(row.logLine);
    const attributes = isObject(line) && isObject(line.attr) ? line.attr : {};
    const written = isObject(line) && isObject(line.t) ? instantOf(line.t.$date) : undefined;
    const at = instantOf(row.timestamp) ?? written;
    const address = hostOf(row.ipAddress);
    const { username, authSource, authResult } = row;
    if (at === undefined || address === undefined || typeof username !== 'string' || typeof authResult !== 'boolean') {
      lost += 1;
      continue;
    }
    if (AGENTS.test(username)) continue;
    if (!authResult) {
      const connection = attributes.remote ?? attributes.client;
      const key = `${String(row.hostname)} ${String(connection)} ${username} ${at}`;
      if (connection !== undefined && tries.has(key)) continue;
      tries.add(key);
    }
    events.push({
      type: 'login',
      at,
      username,
      databaseName: typeof authSource === 'string' ? authSource : 'admin',
      address,
      mechanism: typeof attributes.mechanism === 'string' ? attributes.mechanism : null,
      succeeded: authResult,
    });
  }
  return { events, lost };
}

function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** DDL events that stand for the command which caused them. */
const COMMAND_OF: Readonly<Record<string, string>> = {
  createCollection: 'create',
  dropCollection: 'drop',
  dropDatabase: 'dropDatabase',
  createIndex: 'createIndexes',
  dropIndex: 'dropIndexes',
};

/**
 * One line of an audit log in MongoDB's own schema. `undefined`: an event of another sort, or of Atlas's own agents. `bad`: no
 * audit message. A line of a syslog may have something before its JSON.
 */
export function eventOfAuditLine(text: string): ObservedEvent | undefined | 'bad' {
  const start = text.indexOf('{');
  const line = start < 0 ? undefined : jsonOf(text.slice(start));
  if (!isObject(line) || typeof line.atype !== 'string' || !isObject(line.ts)) return 'bad';
  const at = instantOf(line.ts.$date);
  if (at === undefined) return 'bad';
  const param = isObject(line.param) ? line.param : {};
  const connection = isObject(line.uuid) && typeof line.uuid.$binary === 'string' ? line.uuid.$binary : undefined;
  if (line.atype === 'clientMetadata') {
    const driver =
      isObject(param.clientMetadata) && isObject(param.clientMetadata.driver) ? param.clientMetadata.driver : {};
    if (connection === undefined || typeof driver.name !== 'string') return undefined;
    const name = `${driver.name} ${typeof driver.version === 'string' ? driver.version : ''}`.trim();
    return { type: 'client', at, connection, driver: name };
  }
  if (line.atype === 'authenticate') {
    const address = isObject(line.remote) ? hostOf(line.remote.ip) : undefined;
    const { user, db, mechanism } = param;
    if (typeof user !== 'string' || typeof db !== 'string' || address === undefined || AGENTS.test(user))
      return undefined;
    return {
      type: 'login',
      at,
      username: user,
      databaseName: db,
      address,
      mechanism: typeof mechanism === 'string' ? mechanism : null,
      succeeded: line.result === 0,
      ...(connection === undefined ? {} : { connection }),
    };
  }
  const command = line.atype === 'authCheck' ? param.command : COMMAND_OF[line.atype];
  const [first] = Array.isArray(line.users) ? line.users : [];
  if (typeof command !== 'string' || typeof param.ns !== 'string') return undefined;
  if (!isObject(first) || typeof first.user !== 'string' || typeof first.db !== 'string' || AGENTS.test(first.user))
    return undefined;
  return {
    type: 'operation',
    at,
    username: first.user,
    databaseName: first.db,
    command,
    namespace: param.ns,
    succeeded: line.result === 0,
  };
}

/** Gathers events, so that a million lines need no more memory than there are different things in them. */
export interface Gathering {
  add(event: ObservedEvent, place: Place): void;
  /** Sorted, so that the same lines in any order give the same facts. */
  logins(): readonly ObservedLogin[];
  operations(): readonly ObservedOperation[];
}

/** How many connections are kept in mind between who they say they are and their login. */
const MOST_CONNECTIONS = 100_000;

/** How many seconds with a login are kept in mind, so that none is counted twice. */
const MOST_MOMENTS = 1_000_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Starts with what was gathered before, where there is any. */
export function createGathering(before?: Pick<Evidence, 'logins' | 'operations'>): Gathering {
  const logins = new Map<string, Writable<ObservedLogin>>();
  const operations = new Map<string, Writable<ObservedOperation>>();
  const loginKey = (
    login: Omit<ObservedLogin, 'drivers' | 'succeeded' | 'failed' | 'firstSeen' | 'lastSeen' | 'lastSuccess'>,
  ) =>
    JSON.stringify([
      login.projectId,
      login.cluster,
      login.databaseName,
      login.username,
      login.address,
      login.mechanism,
    ]);
  const operationKey = (one: Omit<ObservedOperation, 'succeeded' | 'refused' | 'firstSeen' | 'lastSeen'>) =>
    JSON.stringify([one.projectId, one.cluster, one.databaseName, one.username, one.namespace, one.command]);
  for (const login of before?.logins ?? []) logins.set(loginKey(login), { ...login });
  for (const operation of before?.operations ?? []) operations.set(operationKey(operation), { ...operation });

  const moments = new Set<string>();
  // Of connections that have not logged in yet; a client says who it is before it says whose it is.
  const drivers = new Map<string, string>();

  function add(event: ObservedEvent, { projectId, cluster }: Place): void {
    if (event.type === 'client') {
      if (drivers.size >= MOST_CONNECTIONS) drivers.clear();
      drivers.set(event.connection, event.driver);
      return;
    }
    const { at, username, databaseName, succeeded } = event;
    if (event.type === 'login') {
      const { address, mechanism } = event;
      const identity = { projectId, cluster, username, databaseName, address, mechanism };
      const key = loginKey(identity);
      const known = logins.get(key);
      const fresh = {
        ...identity,
        drivers: [],
        succeeded: 0,
        failed: 0,
        firstSeen: at,
        lastSeen: at,
        lastSuccess: null,
      };
      const login: Writable<ObservedLogin> = known ?? fresh;
      if (known === undefined) logins.set(key, login);
      const driver = event.connection === undefined ? undefined : drivers.get(event.connection);
      if (driver !== undefined && !login.drivers.includes(driver)) login.drivers = [...login.drivers, driver].sort();
      // A pool opens many connections at once, and the same login stands in the access history and in the audit log.
      const moment = `${key} ${at} ${succeeded}`;
      if (moments.has(moment)) return;
      if (moments.size >= MOST_MOMENTS) moments.clear();
      moments.add(moment);
      if (succeeded) {
        login.succeeded += 1;
        if (login.lastSuccess === null || login.lastSuccess < at) login.lastSuccess = at;
      } else login.failed += 1;
      if (at < login.firstSeen) login.firstSeen = at;
      if (at > login.lastSeen) login.lastSeen = at;
      return;
    }
    const { command, namespace } = event;
    const identity = { projectId, cluster, username, databaseName, command, namespace };
    const key = operationKey(identity);
    const known = operations.get(key);
    const operation: Writable<ObservedOperation> = known ?? {
      ...identity,
      succeeded: 0,
      refused: 0,
      firstSeen: at,
      lastSeen: at,
    };
    if (known === undefined) operations.set(key, operation);
    if (succeeded) operation.succeeded += 1;
    else operation.refused += 1;
    if (at < operation.firstSeen) operation.firstSeen = at;
    if (at > operation.lastSeen) operation.lastSeen = at;
  }

  const sorted = <T>(map: ReadonlyMap<string, T>): readonly T[] =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return { add, logins: () => sorted(logins), operations: () => sorted(operations) };
}

/** An address that may stand on a list: of the public internet. Private ones are peers, endpoints, balancers or mongos. */
export function isListable(address: string): boolean {
  const range = parseCidr(address);
  return (
    range !== undefined &&
    !PRIVATE_ADDRESSES[range.family === 4 ? 'v4' : 'v6'].some(
      ({ first, last }) => first <= range.first && range.last <= last,
    )
  );
}

/** How long a project was looked at without a gap that is known, in whole days; 0: not at all. */
export function windowDays(evidence: Evidence, projectId: string, type?: EvidenceSource['type']): number {
  const days = evidence.sources
    .filter((source) => source.projectId === projectId && (type === undefined || source.type === type))
    .map(({ from, to }) => (epochSeconds(to) - epochSeconds(from)) / 86_400);
  return days.length === 0 ? 0 : Math.round(Math.max(...days));
}

import {
  callersOfEvents,
  createGathering,
  type Evidence,
  type EvidenceSource,
  eventOfAuditLine,
  eventsOfHistory,
  type Gathering,
  LATE_SECONDS,
  type ObservedLogin,
} from '../access/index.ts';
import { callOf } from '../core/call.ts';
import { Failure } from '../core/failure.ts';
import { addSeconds, epochSeconds, type Instant } from '../core/instant.ts';
import { isObject } from '../core/json.ts';
import type { ModelOf } from '../core/resource.ts';
import { indexSnapshot, type Snapshot } from '../core/snapshot.ts';
import { accessHistory, HISTORY_DAYS, MOST_ROWS } from '../resources/cluster/access-history.ts';
import { downloadLog } from '../resources/cluster/audit-log.ts';
import { listProcesses } from '../resources/cluster/processes.ts';
import { listEvents } from '../resources/organization/events.ts';
import { type AtlasApi, listItems, type Progress } from './ports.ts';

/** Audit lines of one host, with the cluster that they are of. */
export interface AuditLog {
  readonly name: string;
  readonly projectId: string;
  readonly cluster: string;
  /** One message each; read once. */
  readonly lines: AsyncIterable<string>;
}

/** A cluster that could not be read, and why. */
export interface NotObserved {
  readonly project: string;
  readonly cluster: string;
  readonly because: string;
}

/** What was observed, and where nothing could be. */
export interface Observed {
  readonly evidence: Evidence;
  readonly notObserved: readonly NotObserved[];
}

const SECONDS_PER_DAY = 86_400;
const EVENT_DAYS = 30;
// Two minutes that hold 20,000 logins are not taken apart any further.
const SHORTEST_WINDOW_SECONDS = 120;

/**
 * Reads the access history of every dedicated cluster and the audit logs that are given, and gathers who was there. Where an
 * answer is full, its window is halved until nothing is cut off.
 */
export async function collectEvidence(options: {
  readonly api: AtlasApi;
  readonly snapshot: Snapshot;
  readonly auditLogs: readonly AuditLog[];
  /** Audit logs of so many hours are downloaded from every host of clusters that are audited; absent: none. */
  readonly download?: { readonly hours: number; readonly unzip: (file: string) => string };
  readonly now: Instant;
  readonly progress?: Progress;
}): Promise<Observed> {
  const { api, snapshot, now } = options;
  const index = indexSnapshot(snapshot);
  const projectNames = new Map(
    index.ofKind('project').map(({ model }) => [(model as ModelOf<'project'>).id, (model as ModelOf<'project'>).name]),
  );
  const gathering = createGathering();
  const sources: EvidenceSource[] = [];
  const notObserved: NotObserved[] = [];
  let rowsRead = 0;

  for (const { model: projectModel, address } of index.ofKind('project')) {
    const project = projectModel as ModelOf<'project'>;
    for (const { model } of index.children('cluster', address)) {
      const { name: cluster, tier, paused } = model as ModelOf<'cluster'>;
      if (tier !== 'dedicated') {
        notObserved.push({ project: project.name, cluster, because: 'Free clusters keep no access history.' });
        continue;
      }
      const losses = new Set<string>(['Atlas may stop counting for a while when very many log in.']);
      if (paused) losses.add(`Cluster ${cluster} is paused.`);
      const to = addSeconds(now, -LATE_SECONDS);
      const from = addSeconds(now, -HISTORY_DAYS * SECONDS_PER_DAY);
      const found = await readHistory(api, { projectId: project.id, cluster }, from, to, gathering);
      if ('because' in found) notObserved.push({ project: project.name, cluster, because: found.because });
      else {
        rowsRead += found.rows;
        options.progress?.step(`${rowsRead} logins`);
        sources.push({
          type: 'access-history',
          projectId: project.id,
          cluster,
          from,
          to,
          rows: found.rows,
          losses: [...losses, ...found.losses],
        });
      }
    }
    for (const { model } of index.children('flex-cluster', address)) {
      const { name: cluster } = model as ModelOf<'flex-cluster'>;
      notObserved.push({ project: project.name, cluster, because: 'Flex clusters keep no access history.' });
    }
  }

  const orgId = snapshot.source.organization.id;
  const feed = await listItems(
    api,
    callOf(listEvents, { orgId }, { query: { minDate: addSeconds(now, -EVENT_DAYS * SECONDS_PER_DAY) } }),
  );
  if (!feed.ok)
    notObserved.push({
      project: snapshot.source.organization.name,
      cluster: 'activity feed',
      because: `Atlas answered ${feed.response.status}.`,
    });
  const callers = feed.ok ? callersOfEvents(feed.items) : [];

  const empty = new Map<string, string[]>();
  const logs = [...options.auditLogs];
  if (options.download !== undefined)
    for (const { model: projectModel, address } of index.ofKind('project')) {
      const project = projectModel as ModelOf<'project'>;
      const clusters = index
        .children('cluster', address)
        .map(({ model }) => model as ModelOf<'cluster'>)
        .filter(({ tier }) => tier === 'dedicated');
      if (clusters.length === 0) continue;
      const found = await downloadable(api, project.id, clusters, options.download, now);
      if ('because' in found)
        for (const { name } of clusters)
          notObserved.push({ project: project.name, cluster: name, because: found.because });
      else logs.push(...found.logs);
    }

  for (const { name, projectId, cluster, lines } of logs) {
    let first: Instant | undefined;
    let last: Instant | undefined;
    let rows = 0;
    let bad = 0;
    for await (const line of lines) {
      if (line.trim() === '') continue;
      rows += 1;
      if (rows % 10_000 === 0) options.progress?.step(`${rows} lines of ${name}`);
      const event = eventOfAuditLine(line);
      if (event === 'bad') {
        bad += 1;
        continue;
      }
      if (event === undefined) continue;
      if (first === undefined || event.at < first) first = event.at;
      if (last === undefined || event.at > last) last = event.at;
      gathering.add(event, { projectId, cluster });
    }
    const losses = bad === 0 ? [] : [`${bad} of ${rows} lines of ${name} are no audit messages.`];
    if (first === undefined || last === undefined) {
      const key = JSON.stringify([projectNames.get(projectId) ?? projectId, cluster]);
      empty.set(key, [...(empty.get(key) ?? []), name]);
    } else sources.push({ type: 'audit-log', projectId, cluster, from: first, to: last, rows, losses });
  }

  for (const [key, names] of empty) {
    const [project = '', cluster = ''] = JSON.parse(key) as readonly string[];
    const which = names.length === 1 ? `${names[0]} holds` : `${names.length} audit logs hold`;
    notObserved.push({ project, cluster, because: `${which} no event that could be used.` });
  }

  return {
    evidence: {
      formatVersion: 1,
      organizationId: snapshot.source.organization.id,
      collectedAt: now,
      sources,
      logins: gathering.logins(),
      operations: gathering.operations(),
      callers,
    },
    notObserved,
  };
}

/** What one cluster's history holds. */
export interface History {
  readonly logins: readonly ObservedLogin[];
  readonly rows: number;
  readonly losses: readonly string[];
}

/** Reads one cluster's access history; a window whose answer is full is halved until nothing is cut off. */
export async function readHistory(
  api: AtlasApi,
  place: { readonly projectId: string; readonly cluster: string },
  from: Instant,
  to: Instant,
  gathering: Gathering = createGathering(),
): Promise<History | { readonly because: string }> {
  const losses = new Set<string>();

  async function read(start: Instant, end: Instant): Promise<number | { readonly because: string }> {
    const query = { start: `${epochSeconds(start)}000`, end: `${epochSeconds(end)}000`, nLogs: String(MOST_ROWS) };
    const parameters = { groupId: place.projectId, clusterName: place.cluster };
    const response = await api.send(callOf(accessHistory, parameters, { query }));
    const rows = isObject(response.body) ? response.body.accessLogs : undefined;
    if (response.status !== 200 || !Array.isArray(rows)) {
      const code = isObject(response.body) ? String(response.body.errorCode ?? '') : '';
      return { because: `Atlas answered ${`${response.status} ${code}`.trim()}.` };
    }
    const seconds = epochSeconds(end) - epochSeconds(start);
    if (rows.length >= MOST_ROWS && seconds > SHORTEST_WINDOW_SECONDS) {
      const middle = addSeconds(start, Math.floor(seconds / 2));
      const early = await read(start, middle);
      if (typeof early !== 'number') return early;
      const late = await read(middle, end);
      return typeof late === 'number' ? early + late : late;
    }
    if (rows.length >= MOST_ROWS)
      losses.add(`More than ${MOST_ROWS} logins from ${start} to ${end}: some were not answered.`);
    const { events, lost } = eventsOfHistory(rows);
    if (lost > 0) losses.add(`${lost} rows could not be understood.`);
    for (const event of events) gathering.add(event, place);
    return rows.length;
  }

  const rows = await read(from, to);
  return typeof rows === 'number' ? { logins: gathering.logins(), rows, losses: [...losses] } : rows;
}

const AUDIT_LOG_OF: Readonly<Record<string, string>> = { SHARD_MONGOS: 'mongos-audit-log' };

/** The audit logs of a project's hosts, an hour at a time, so that no more than that is held in memory. */
async function downloadable(
  api: AtlasApi,
  projectId: string,
  clusters: readonly ModelOf<'cluster'>[],
  { hours, unzip }: { readonly hours: number; readonly unzip: (file: string) => string },
  now: Instant,
): Promise<{ readonly logs: readonly AuditLog[] } | { readonly because: string }> {
  const listed = await listItems(api, callOf(listProcesses, { groupId: projectId }));
  if (!listed.ok) return { because: `Atlas answered ${listed.response.status} for the list of processes.` };
  const homes = new Map(
    clusters.flatMap(({ name, connectionStrings }) =>
      (connectionStrings.standard ?? '')
        .replace('mongodb://', '')
        .split('/', 1)
        .flatMap((hosts) => hosts.split(','))
        .map((host) => [host.replace(/:\d+$/, ''), name] as const),
    ),
  );
  const end = epochSeconds(now) - LATE_SECONDS;
  return {
    logs: listed.items.flatMap((item): AuditLog[] => {
      if (!isObject(item) || typeof item.hostname !== 'string') return [];
      const { hostname, userAlias, typeName } = item;
      const cluster = homes.get(typeof userAlias === 'string' ? userAlias : hostname) ?? homes.get(hostname);
      if (cluster === undefined) return [];
      const logName = AUDIT_LOG_OF[String(typeName)] ?? 'mongodb-audit-log';
      const hour = async (from: number): Promise<string> => {
        const query = { startDate: String(from), endDate: String(from + 3600) };
        const parameters = { groupId: projectId, hostName: hostname, logName };
        const { status, body } = await api.send(callOf(downloadLog, parameters, { query }));
        if (status !== 200) throw notDownloaded(hostname, status, body);
        return typeof body === 'string' && body !== '' ? unzip(body) : '';
      };
      async function* lines(): AsyncGenerator<string> {
        for (let from = end - hours * 3600; from < end; from += 3600) yield* (await hour(from)).split('\n');
      }
      return [{ name: `${logName} of ${hostname}`, projectId, cluster, lines: lines() }];
    }),
  };
}

function notDownloaded(host: string, status: number, body: unknown): Failure {
  const code = isObject(body) ? ` ${String(body.errorCode ?? '')}` : '';
  return new Failure(
    {
      code: 'audit-log-not-downloaded',
      what: `Could not download the audit log of ${host}.`,
      why: `Atlas answered ${status}${code}.`,
      fix: 'The credential needs a Project Data Access role, or Project Cluster Log Viewer. Without --download-hours only the access history is read.',
    },
    3,
  );
}

/** A process of its own that answers questions about access on a generated snapshot. */
import { readFileSync } from 'node:fs';
import { createAccess, type DataRequest, findAttacks, whoCan } from '../../src/access/index.ts';
import { parsedSnapshot } from '../../src/apps/cli/inputs.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';

/** Where the snapshot lies, and how many decisions are to be made. */
export interface AccessTask {
  readonly path: string;
  readonly decisions: number;
}

/** What that took. */
export interface AccessFigures {
  readonly projects: number;
  readonly users: number;
  readonly indexSeconds: number;
  /** Each request about another project than the one before. */
  readonly decisionsPerSecond: number;
  readonly inLogOrderPerSecond: number;
  readonly yes: number;
  readonly whoCanSeconds: number;
  readonly whoCan: number;
  readonly roles: number;
  readonly pathsSeconds: number;
  readonly paths: number;
  readonly cuts: number;
  readonly cutIsProven: boolean;
}

const { path, decisions } = JSON.parse(process.argv[2] ?? '{}') as AccessTask;
const snapshot = parsedSnapshot(readFileSync(path, 'utf8'), path);
const indexing = performance.now();
const access = createAccess(snapshot);
const indexSeconds = (performance.now() - indexing) / 1000;

const places = access.projects.flatMap((project) =>
  [...project.clusters.keys()].flatMap((cluster) =>
    [...project.principals.values()].map(({ user }) => ({ project, cluster, user })),
  ),
);
const requests = Array.from({ length: 4096 }, (_, n): DataRequest => {
  const { project, cluster, user } = places[(n * 7919) % places.length] as (typeof places)[number];
  return {
    projectId: project.id,
    cluster,
    source: {
      via: 'public',
      address: n % 2 === 0 ? (project.ranges[0]?.entry.entry.split('/')[0] ?? '') : `203.0.113.${n % 256}`,
    },
    principal: user,
    command: n % 3 === 0 ? 'update' : 'find',
    target: {
      type: 'namespace',
      database: n % 4 < 2 ? (user.roles[0]?.databaseName ?? 'shop') : 'other',
      collection: 'orders',
    },
    at: snapshot.takenAt,
  };
});
/** Decisions a second over requests in this order, and how many were yes. */
function timed(order: readonly DataRequest[]): { readonly perSecond: number; readonly yes: number } {
  for (const request of order) access.decide(request);
  let yes = 0;
  const started = performance.now();
  for (let n = 0; n < decisions; n += 1)
    if (access.decide(order[n % order.length] as DataRequest).verdict === 'yes') yes += 1;
  return { perSecond: (decisions / (performance.now() - started)) * 1000, yes };
}

const { perSecond: decisionsPerSecond, yes } = timed(requests);
// As logs come: one cluster after the other, many lines of each.
const byCluster = [...requests]
  .sort((a, b) => (a.projectId + a.cluster < b.projectId + b.cluster ? -1 : 1))
  .flatMap((request) => Array.from({ length: 8 }, () => request));
const { perSecond: inLogOrderPerSecond } = timed(byCluster);
const asking = performance.now();
const who = whoCan(access, {
  command: 'update',
  target: { type: 'namespace', database: 'shop', collection: 'orders' },
  at: snapshot.takenAt,
});
const whoCanSeconds = (performance.now() - asking) / 1000;
const attacking = performance.now();
const attack = findAttacks(access, ASSUMED_PROFILE, {
  starts: ['internet', 'leaked-key', 'person'],
  command: 'find',
  at: snapshot.takenAt,
});
const pathsSeconds = (performance.now() - attacking) / 1000;
process.send?.({
  projects: access.projects.length,
  users: access.projects.reduce((sum, { principals }) => sum + principals.size, 0),
  indexSeconds,
  decisionsPerSecond,
  inLogOrderPerSecond,
  yes,
  whoCanSeconds,
  roles: access.index.ofKind('custom-database-role').length,
  pathsSeconds,
  paths: attack.paths.length,
  cuts: attack.cut.length,
  cutIsProven: attack.weight === attack.atLeast,
  whoCan: who.length,
} satisfies AccessFigures);

import {
  type Evidence,
  type ObservedLogin,
  tightenedProjects,
  type WatchedClient,
  watchClients,
} from '../access/index.ts';
import { addHours, addSeconds, type Instant } from '../core/instant.ts';
import type { Step } from '../core/plan.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../resources/project-ip-access-list/model.ts';
import { readHistory } from './collect-evidence.ts';
import type { AtlasApi } from './ports.ts';

/** How a watch ended. */
export interface Watched {
  readonly clients: readonly WatchedClient[];
  /** Those that speak against the steps. */
  readonly against: readonly WatchedClient[];
  /** Clusters that could not be looked at, with the reason. */
  readonly blind: readonly string[];
  readonly endedAt: Instant;
}

const SECONDS_BETWEEN_LOOKS = 60;

/**
 * Looks at who logs in after tightening steps until the deadline, until every known client has arrived, or until one speaks
 * against the steps. Only clients of the projects that the steps touch are watched.
 */
export async function watchAfterApply(options: {
  readonly api: AtlasApi;
  readonly evidence: Evidence;
  readonly steps: readonly Step[];
  readonly since: Instant;
  readonly until: Instant;
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onLook?: (clients: readonly WatchedClient[]) => void;
}): Promise<Watched> {
  const { api, evidence, since, until } = options;
  const projects = tightenedProjects(options.steps.map(({ change }) => change));
  const known = evidence.logins.filter(({ projectId }) => projects.has(projectId));
  const places = [
    ...new Map(known.map(({ projectId, cluster }) => [`${projectId} ${cluster}`, { projectId, cluster }])).values(),
  ];
  for (;;) {
    const at = options.now();
    const seen: ObservedLogin[] = [];
    const blind: string[] = [];
    for (const place of places) {
      // A second more, since the end of a window is not in it.
      const found = await readHistory(api, place, since, addSeconds(at, 1));
      if ('because' in found) blind.push(`${place.cluster}: ${found.because}`);
      else seen.push(...found.logins);
    }
    const clients = watchClients(known, seen, since, at);
    options.onLook?.(clients);
    const against = clients.filter(({ state }) => state === 'refused' || state === 'silent');
    const isOver = at >= until || against.length > 0 || clients.every(({ state }) => state === 'arrived');
    if (isOver) return { clients, against, blind, endedAt: at };
    await options.sleep(SECONDS_BETWEEN_LOOKS * 1000);
  }
}

/** How long a range that was closed is open again, so that somebody can look: Atlas removes the entry by itself. */
const REOPENED_HOURS = 6;

/** Steps that open again, for six hours, what these steps have closed in the projects of clients that speak against them. */
export function reopeningSteps(
  steps: readonly Step[],
  against: readonly WatchedClient[],
  at: Instant,
): readonly Step[] {
  const shut = new Set(against.map(({ projectId }) => projectId));
  const deleteAfterDate = addHours(at, REOPENED_HOURS);
  return steps
    .flatMap(({ change }) =>
      change.kind === 'project-ip-access-list' && change.type === 'delete'
        ? [change.before as ProjectIpAccessListEntry]
        : [],
    )
    .filter(({ projectId }) => shut.has(projectId))
    .map((entry, position) => ({
      id: `reopen-${position + 1}`,
      what: `IP access list entry ${entry.entry}, until ${deleteAfterDate}`,
      change: projectIpAccessList.create({ ...entry, comment: 'reopened by fivefold', deleteAfterDate }),
      closes: [],
      hazards: [],
      after: [],
      wave: 0,
    }));
}

import type { Change } from '../core/change.ts';
import { epochSeconds, type Instant } from '../core/instant.ts';
import type { ObservedLogin } from './evidence.ts';

/** What became of a client since a step made its way in narrower. `unknown` is never success. */
export interface WatchedClient {
  readonly client: string;
  readonly projectId: string;
  readonly cluster: string;
  readonly state: 'arrived' | 'refused' | 'silent' | 'unknown';
  readonly because: string;
}

/** Atlas shows a login some minutes late, so that a silence is that much shorter than it looks. */
export const LATE_SECONDS = 600;

/** So many usual gaps without a sign are silence. */
const GAPS_OF_SILENCE = 3;

/** Fewer logins than this have no rhythm. */
const LEAST_LOGINS = 3;

/** The kinds whose change can shut a client out, with the changes that do. */
const TIGHTENING: Readonly<Record<string, readonly Change['type'][]>> = {
  'project-ip-access-list': ['delete', 'update'],
  'database-user': ['delete', 'update'],
  'custom-database-role': ['delete', 'update'],
  'cluster-process-arguments': ['update'],
  'user-security': ['update'],
  'network-peering': ['delete'],
  'private-endpoint': ['delete'],
};

/** The projects in which these changes can shut somebody out. */
export function tightenedProjects(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) => {
      if (TIGHTENING[change.kind]?.includes(change.type) !== true) return [];
      const model = (change.type === 'create' ? change.after : change.before) as { readonly projectId?: string };
      return model.projectId === undefined ? [] : [model.projectId];
    }),
  );
}

/** How long a client usually stays away; undefined where it was seen too seldom to say. */
export function usualGapSeconds({ succeeded, firstSeen, lastSuccess }: ObservedLogin): number | undefined {
  if (succeeded < LEAST_LOGINS || lastSuccess === null) return undefined;
  return Math.max(60, (epochSeconds(lastSuccess) - epochSeconds(firstSeen)) / (succeeded - 1));
}

function printSpan(seconds: number): string {
  if (seconds < 5400) return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
}

/**
 * Compares what each known client did before with what came since. A refused login counts against the step, and so does a
 * silence of three usual gaps: a client that is stopped at the network leaves no line. A client whose connections were open
 * all the time need not log in again, so quiet is unknown until then.
 */
export function watchClients(
  known: readonly ObservedLogin[],
  seen: readonly ObservedLogin[],
  since: Instant,
  now: Instant,
): readonly WatchedClient[] {
  const elapsed = epochSeconds(now) - epochSeconds(since) - LATE_SECONDS;
  return known
    .filter(({ succeeded }) => succeeded > 0)
    .map((login): WatchedClient => {
      const { username, databaseName, address, cluster, projectId } = login;
      const client = `${username}@${databaseName} from ${address}`;
      const is = (state: WatchedClient['state'], because: string): WatchedClient => ({
        client,
        projectId,
        cluster,
        state,
        because,
      });
      const since = seen.filter(
        (one) =>
          one.projectId === projectId &&
          one.cluster === cluster &&
          one.username === username &&
          one.databaseName === databaseName &&
          one.address === address,
      );
      const succeeded = since.reduce((sum, one) => sum + one.succeeded, 0);
      const failed = since.reduce((sum, one) => sum + one.failed, 0);
      if (succeeded > 0) return is('arrived', `It has logged in ${succeeded} times since.`);
      if (failed > 0) return is('refused', `It was refused ${failed} times since, and never let in.`);
      const gap = usualGapSeconds(login);
      if (gap === undefined) return is('unknown', 'It was seen too seldom to know its rhythm.');
      if (elapsed > gap * GAPS_OF_SILENCE)
        return is('silent', `Nothing for ${printSpan(elapsed)}, and it usually comes every ${printSpan(gap)}.`);
      return is(
        'unknown',
        `Nothing yet; it usually comes every ${printSpan(gap)}, and connections that are open outlive a closed range.`,
      );
    });
}

/** Why the emulator answers differently, by rule: each rule names what it covers, and the parity test counts what none covers. */
import type { Difference } from './compare.ts';
import type { Outcome } from './replay.ts';

/** A known difference between the emulator and what was recorded. */
export interface Explanation {
  readonly reason: string;
  readonly covers: (difference: Difference, outcome: Outcome) => boolean;
}

const operation = (outcome: Outcome) => outcome.exchange.operationId ?? '';
const story = (outcome: Outcome) => outcome.exchange.test.split('/')[0];

/** The known differences. An outcome is explained where every one of its differences is covered. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    reason: 'a cluster that was a free one says CREATING or UPDATING once more for a moment, in some runs',
    covers: ({ at, recorded }, outcome) =>
      story(outcome) === 'TestSharedClusterUpgrade' &&
      at === 'stateName' &&
      ['CREATING', 'UPDATING'].includes(String(recorded)),
  },
  {
    reason: 'the default of queryStatsLogVerbosity was 1 in recordings of 2024 and 2025; the newest recording has null',
    covers: ({ at, recorded, emulated }) =>
      at.endsWith('queryStatsLogVerbosity') && recorded === 1 && emulated === null,
  },
  {
    // Perhaps those of an older cluster of the same name, which Atlas would then keep: no recording says so.
    reason: 'the log is whole, and shows process arguments of a new cluster that no request in it has set',
    covers: ({ kind }, outcome) =>
      operation(outcome) === 'getGroupClusterProcessArgs' &&
      story(outcome) === 'TestAccAdvancedCluster_basic' &&
      kind !== 'missing' &&
      kind !== 'extra',
  },
  {
    reason: 'on two days of 2025 and one of 2026 a new free or flex cluster had no SRV name in the answer that made it',
    covers: ({ at, kind }, outcome) =>
      outcome.exchange.method === 'POST' && kind === 'extra' && at === 'connectionStrings.standardSrv',
  },
  {
    reason: 'a cluster that is older than diskWarmingMode does not show it',
    covers: ({ at, kind }, outcome) => kind === 'extra' && at.endsWith('diskWarmingMode') && outcome.seeded,
  },
  {
    reason: 'the last characters of a masked key are those of a key that no exchange of the set has sent',
    covers: ({ at, recorded, emulated }) =>
      /(?:apiKey|serviceKey|secret|url)$/.test(at) &&
      [recorded, emulated].every((value) => String(value).includes('****')),
  },
  {
    reason:
      'a call that changed the schedule is not in the set, and a schedule starts at the time of day at which its cluster was ready',
    covers: ({ at }, outcome) =>
      /^(?:referenceHourOfDay|referenceMinuteOfHour|useOrgAndGroupNamesInExportPrefix)$/.test(at) &&
      operation(outcome) === 'deleteGroupClusterBackupSchedule',
  },
  {
    reason: 'the recorded list of projects is shorter than its own count',
    covers: ({ at }, outcome) => {
      const { results } = (outcome.exchange.responseBody ?? {}) as { results?: readonly unknown[] };
      return at === 'totalCount' && operation(outcome) === 'listGroups' && results?.length !== undefined;
    },
  },
  {
    reason: 'how many clusters another project has is not known from a list of projects',
    covers: ({ at }, outcome) => at.endsWith('clusterCount') && operation(outcome) === 'listGroups',
  },
];

/** The reason of a difference: the first rule's that covers each of its places, or undefined. */
export function explain(outcome: Outcome): string | undefined {
  const reasons = outcome.differences.map(
    (difference) => EXPLANATIONS.find(({ covers }) => covers(difference, outcome))?.reason,
  );
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}

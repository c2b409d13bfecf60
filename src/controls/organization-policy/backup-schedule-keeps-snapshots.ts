import { defineControl, failOrPass } from '../../core/control.ts';
import backupSchedule from '../../resources/backup-schedule/index.ts';
import {
  type BackupPolicyItem,
  type BackupSchedule,
  retentionDays,
  sortPolicyItems,
} from '../../resources/backup-schedule/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

const dedicated: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), backupEnabled: true };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const usual: BackupSchedule = {
  ...(backupSchedule.examples[0] as BackupSchedule),
  projectId: dedicated.projectId,
  clusterName: dedicated.name,
};
const daily: BackupPolicyItem = {
  frequencyType: 'daily',
  frequencyInterval: 1,
  retentionUnit: 'days',
  retentionValue: 7,
};
const weekly = (retentionValue: number): BackupPolicyItem => ({
  frequencyType: 'weekly',
  frequencyInterval: 6,
  retentionUnit: 'days',
  retentionValue,
});
const withItems = (...policyItems: readonly BackupPolicyItem[]) => ({
  cluster: [dedicated],
  'backup-schedule': [{ ...usual, policyItems }],
});

/** True for a frequency that leaves at most a day of work between two snapshots. */
function isDaily({ frequencyType, frequencyInterval }: BackupPolicyItem): boolean {
  return frequencyType === 'hourly' || (frequencyType === 'daily' && frequencyInterval === 1);
}

function longestDays(items: readonly BackupPolicyItem[]): number {
  return Math.max(0, ...items.map(retentionDays));
}

/** The items with what is missing: a daily snapshot, and one that is kept long enough. Nothing is made shorter or rarer. */
function completed(items: readonly BackupPolicyItem[], keptDays: number): readonly BackupPolicyItem[] {
  const next = items.some(isDaily) ? [...items] : [...items, daily];
  if (longestDays(next) >= keptDays) return sortPolicyItems(next);
  const sorted = sortPolicyItems(next);
  const rarest = sorted.at(-1) as BackupPolicyItem;
  // Hourly and daily snapshots stay as short as they are: a rarer one costs less to keep.
  return rarest.frequencyType === 'hourly' || rarest.frequencyType === 'daily'
    ? [...sorted, weekly(keptDays)]
    : [...sorted.slice(0, -1), { ...rarest, retentionUnit: 'days', retentionValue: keptDays }];
}

export default defineControl({
  id: 'organization-policy/backup-schedule-keeps-snapshots',
  title: 'A snapshot is taken every day, and some are kept for a month',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Backup that is on takes only the snapshots that its schedule holds, and an empty schedule takes none. Damage that is found after three ' +
    'weeks needs a snapshot that is older.',
  sources: ['getGroupClusterBackupSchedule', 'updateGroupClusterBackupSchedule'],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'nist-800-53:CP-9',
    'csa-ccm:BCR-08',
    'cis:11.2',
    'ism:ISM-1511',
    'ism:ISM-1547',
    'ism:ISM-1810',
  ],
  reads: ['backup-schedule', 'cluster'],
  options: { keptDays: 30 },
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: ({ environment }) => (environment === 'production' ? 'medium' : 'low'),
  evaluate({ 'backup-schedule': [schedule], cluster: [only] }, { options }) {
    if (only === undefined || !isDedicated(only) || !only.backupEnabled)
      return { status: 'not-applicable', because: 'The cluster has no cloud backup with a schedule of its own.' };
    if (schedule === undefined) return { status: 'unknown', because: 'Atlas shows no schedule of this cluster.' };
    const keptDays = options.keptDays as number;
    const { policyItems: items } = schedule;
    const faults = [
      ...(items.some(isDaily) ? [] : ['takes no snapshot every day']),
      ...(longestDays(items) >= keptDays ? [] : [`keeps none for ${keptDays} days (longest: ${longestDays(items)})`]),
    ];
    const because =
      items.length === 0
        ? `The backup schedule of cluster ${only.name} is empty: no snapshot is taken.`
        : `The backup schedule of cluster ${only.name} ${faults.join(' and ')}.`;
    const fault = { at: backupSchedule.address(schedule), because };
    return failOrPass(faults.length === 0 ? [] : [items.length === 0 ? { ...fault, severity: 'high' } : fault]);
  },
  remedy({ 'backup-schedule': all }, { options }) {
    return {
      type: 'changes',
      changes: all.map((schedule) =>
        backupSchedule.update(
          schedule,
          { policyItems: completed(schedule.policyItems, options.keptDays as number) },
          'Adds what the schedule lacks; nothing is kept for less time than now.',
        ),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'the schedule of a new cluster', resources: { cluster: [dedicated], 'backup-schedule': [usual] } },
      { name: 'daily, and 30 days', resources: withItems(daily, weekly(30)) },
    ],
    fail: [
      { name: 'empty', resources: withItems() },
      { name: 'daily, and 29 days', resources: withItems(daily, weekly(29)) },
      { name: 'short alone', resources: withItems(daily) },
      { name: 'every second day', resources: withItems({ ...daily, frequencyInterval: 2, retentionValue: 60 }) },
      {
        name: 'longer than is kept',
        resources: { cluster: [dedicated], 'backup-schedule': [usual] },
        profile: { controls: { 'organization-policy/backup-schedule-keeps-snapshots': { keptDays: 2000 } } },
      },
    ],
    notApplicable: [
      { name: 'no backup', resources: { cluster: [{ ...dedicated, backupEnabled: false }] } },
      { name: 'a free cluster', resources: { cluster: [free] } },
      { name: 'development', resources: withItems(), profile: { environment: 'development' } },
    ],
  },
});

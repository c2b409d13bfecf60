import { defineControl, failOrPass } from '../../core/control.ts';
import backupSchedule from '../../resources/backup-schedule/index.ts';
import type { BackupSchedule } from '../../resources/backup-schedule/model.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';

const DAYS = 3;
const restorable: Cluster = {
  ...(cluster.examples[0] as Cluster),
  tier: 'dedicated',
  backupEnabled: true,
  pitEnabled: true,
};
const schedule = (restoreWindowDays: number): BackupSchedule => ({
  ...(backupSchedule.examples[0] as BackupSchedule),
  projectId: restorable.projectId,
  clusterName: restorable.name,
  restoreWindowDays,
});

export default defineControl({
  id: 'organization-policy/restore-window-long-enough',
  title: 'Continuous backup reaches back over a weekend',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'What is destroyed on a Friday night is often noticed on Monday. A restore window of a day or two is over by then, and only whole snapshots are left. The option days says how long is long enough.',
  sources: ['getGroupClusterBackupSchedule', 'https://www.mongodb.com/docs/atlas/recover-pit-continuous-cloud-backup/'],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'nist-800-53:CP-9',
    'csa-ccm:BCR-08',
    'ism:ISM-1511',
  ],
  reads: ['cluster', 'backup-schedule'],
  options: { days: DAYS },
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  evaluate({ cluster: [item], 'backup-schedule': schedules }, { options }) {
    const days = typeof options.days === 'number' ? options.days : DAYS;
    if (item === undefined || !item.pitEnabled)
      return { status: 'not-applicable', because: 'The cluster has no continuous backup.' };
    return failOrPass(
      schedules
        .filter(({ restoreWindowDays }) => restoreWindowDays < days)
        .map((one) => ({
          at: backupSchedule.address(one),
          because: `Cluster ${one.clusterName} can be restored to a moment of the last ${one.restoreWindowDays === 1 ? 'day' : `${one.restoreWindowDays} days`} only.`,
        })),
    );
  },
  remedy: ({ 'backup-schedule': schedules }, { options }) => ({
    type: 'changes',
    changes: schedules.flatMap((one) => {
      const days = typeof options.days === 'number' ? options.days : DAYS;
      return one.restoreWindowDays >= days
        ? []
        : [backupSchedule.update(one, { restoreWindowDays: days }, `Continuous backup reaches back ${days} days.`)];
    }),
  }),
  examples: {
    pass: [{ name: 'a week', resources: { cluster: [restorable], 'backup-schedule': [schedule(7)] } }],
    fail: [{ name: 'one day', resources: { cluster: [restorable], 'backup-schedule': [schedule(1)] } }],
    notApplicable: [
      {
        name: 'development',
        resources: { cluster: [restorable], 'backup-schedule': [schedule(1)] },
        profile: { environment: 'development' },
      },
      {
        name: 'snapshots alone',
        resources: { cluster: [{ ...restorable, pitEnabled: false }], 'backup-schedule': [schedule(1)] },
      },
    ],
  },
});

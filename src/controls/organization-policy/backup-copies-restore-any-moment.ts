import { defineControl, failOrPass } from '../../core/control.ts';
import backupSchedule from '../../resources/backup-schedule/index.ts';
import type { BackupCopySetting, BackupSchedule } from '../../resources/backup-schedule/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

const restorable: Cluster = {
  ...(cluster.examples.find(isDedicated) as Cluster),
  backupEnabled: true,
  pitEnabled: true,
};
const copied: BackupSchedule = {
  ...(backupSchedule.examples[1] as BackupSchedule),
  projectId: restorable.projectId,
  clusterName: restorable.name,
};
const [copy] = copied.copySettings as readonly [BackupCopySetting];
const copying = (...copySettings: readonly BackupCopySetting[]) => ({
  cluster: [restorable],
  'backup-schedule': [{ ...copied, copySettings }],
});

export default defineControl({
  id: 'organization-policy/backup-copies-restore-any-moment',
  title: 'Copies in another region can be restored to any moment, as the cluster can',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Continuous backup needs the log beside the snapshots. Copied without it, the other region holds the state of some hours or days ago, and ' +
    'what came since is lost with the first region. Copying the log costs storage and traffic.',
  sources: [
    'getGroupClusterBackupSchedule',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/snapshot-distribution/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.14',
    'hipaa:164.308(a)(7)(ii)(B)',
    'nist-800-53:CP-6',
    'csa-ccm:BCR-08',
    'ism:ISM-1811',
  ],
  reads: ['backup-schedule', 'cluster'],
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : 'The project is not for production.'),
  evaluate({ 'backup-schedule': [schedule], cluster: [only] }) {
    if (only === undefined || !isDedicated(only) || !only.pitEnabled)
      return { status: 'not-applicable', because: 'The cluster has no continuous backup.' };
    if (schedule === undefined) return { status: 'unknown', because: 'Atlas shows no schedule of this cluster.' };
    const { copySettings } = schedule;
    if (copySettings.length === 0)
      return { status: 'not-applicable', because: 'Snapshots of the cluster are copied to no other region.' };
    return failOrPass(
      copySettings.some(({ shouldCopyOplogs }) => shouldCopyOplogs)
        ? []
        : [
            {
              at: backupSchedule.address(schedule),
              because: `Copies of cluster ${only.name} in ${copySettings.map(({ regionName }) => regionName).join(', ')} lack the log: no moment between two snapshots can be restored there.`,
            },
          ],
    );
  },
  remedy: ({ 'backup-schedule': all, cluster: [only] }) => ({
    type: 'needs',
    needs: [
      {
        what: `May the log of cluster ${only?.name} be copied to ${all.flatMap(({ copySettings }) => copySettings.map(({ regionName }) => regionName)).join(', ')} as well (updateGroupClusterBackupSchedule, shouldCopyOplogs)?`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'with the log', resources: copying({ ...copy, shouldCopyOplogs: true }) },
      {
        name: 'with the log in one of two',
        resources: copying(
          { ...copy, shouldCopyOplogs: false },
          { ...copy, regionName: 'EU_NORTH_1', shouldCopyOplogs: true },
        ),
      },
    ],
    fail: [{ name: 'without', resources: copying({ ...copy, shouldCopyOplogs: false }) }],
    notApplicable: [
      { name: 'no copies', resources: copying() },
      {
        name: 'snapshots alone',
        resources: {
          ...copying({ ...copy, shouldCopyOplogs: false }),
          cluster: [{ ...restorable, pitEnabled: false }],
        },
      },
      {
        name: 'staging',
        resources: copying({ ...copy, shouldCopyOplogs: false }),
        profile: { environment: 'staging' },
      },
    ],
  },
});

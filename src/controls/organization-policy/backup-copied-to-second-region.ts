import { defineControl, failOrPass } from '../../core/control.ts';
import backupSchedule from '../../resources/backup-schedule/index.ts';
import type { BackupCopySetting, BackupSchedule } from '../../resources/backup-schedule/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

const DUTIES = ['hipaa', 'fedramp', 'irap'] as const;

const dedicated: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), backupEnabled: true };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const copied: BackupSchedule = {
  ...(backupSchedule.examples[1] as BackupSchedule),
  projectId: dedicated.projectId,
  clusterName: dedicated.name,
};
const none: BackupSchedule = { ...copied, copySettings: [] };
const [copy] = copied.copySettings as readonly [BackupCopySetting];
const home = dedicated.replicationSpecs[0]?.regions[0]?.regionName ?? '';
const hipaa = { compliance: ['hipaa'] } as const;

export default defineControl({
  id: 'organization-policy/backup-copied-to-second-region',
  title: 'Snapshots are copied to a region where the cluster has no node',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Snapshots live in the region of the cluster: what takes the region takes both. A copy elsewhere costs storage, and must stay where the ' +
    'data may live.',
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
    'cis:11.4',
    'ism:ISM-1811',
  ],
  reads: ['backup-schedule', 'cluster'],
  notApplicable({ environment, profile }) {
    if (environment !== 'production') return 'The project is not for production.';
    if (profile.riskTolerance === 'low' || DUTIES.some((duty) => profile.compliance.includes(duty))) return undefined;
    return 'No duty of the profile asks for it, and its risk tolerance is not low.';
  },
  evaluate({ 'backup-schedule': [schedule], cluster: [only] }) {
    if (only === undefined || !isDedicated(only) || !only.backupEnabled)
      return { status: 'not-applicable', because: 'The cluster has no cloud backup with a schedule of its own.' };
    if (schedule === undefined) return { status: 'unknown', because: 'Atlas shows no schedule of this cluster.' };
    const own = new Set(
      only.replicationSpecs.flatMap(({ regions }) =>
        regions.map(({ provider, regionName }) => `${provider} ${regionName}`),
      ),
    );
    const elsewhere = schedule.copySettings.some(
      ({ cloudProvider, regionName }) => !own.has(`${cloudProvider} ${regionName}`),
    );
    const because = `Snapshots of cluster ${only.name} are kept in its own regions alone.`;
    return failOrPass(elsewhere ? [] : [{ at: backupSchedule.address(schedule), because }]);
  },
  remedy({ cluster: [only] }, { profile }) {
    const allowed = profile.dataResidency.length === 0 ? '' : ` Data may live in ${profile.dataResidency.join(', ')}.`;
    const what = `To which region should snapshots of cluster ${only?.name} be copied, and how often?${allowed}`;
    return { type: 'needs', needs: [{ what, where: 'outside' }] };
  },
  examples: {
    pass: [
      { name: 'copied', resources: { cluster: [dedicated], 'backup-schedule': [copied] }, profile: hipaa },
      {
        name: 'copied at home and elsewhere',
        resources: {
          cluster: [dedicated],
          'backup-schedule': [{ ...copied, copySettings: [{ ...copy, regionName: home }, copy] }],
        },
        profile: { riskTolerance: 'low' },
      },
    ],
    fail: [
      { name: 'no copy', resources: { cluster: [dedicated], 'backup-schedule': [none] }, profile: hipaa },
      {
        name: 'a copy at home',
        resources: {
          cluster: [dedicated],
          'backup-schedule': [{ ...copied, copySettings: [{ ...copy, regionName: home }] }],
        },
        profile: hipaa,
      },
    ],
    notApplicable: [
      { name: 'no duty', resources: { cluster: [dedicated], 'backup-schedule': [none] } },
      { name: 'a free cluster', resources: { cluster: [free] }, profile: hipaa },
    ],
  },
});

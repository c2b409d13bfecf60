import { defineControl, failOrPass } from '../../core/control.ts';
import backupCompliancePolicy from '../../resources/backup-compliance-policy/index.ts';
import type { BackupCompliancePolicy } from '../../resources/backup-compliance-policy/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

const [none, strict] = backupCompliancePolicy.examples as readonly [BackupCompliancePolicy, BackupCompliancePolicy];
const loose: BackupCompliancePolicy = { ...strict, pitEnabled: false, restoreWindowDays: 0 };
const dedicated: Cluster = {
  ...(cluster.examples.find(isDedicated) as Cluster),
  backupEnabled: true,
  pitEnabled: true,
};

export default defineControl({
  id: 'organization-policy/backup-compliance-policy-keeps-continuous-backup',
  title: 'The backup compliance policy keeps continuous backup where clusters rely on it',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'With an owner’s credential a blackmailer turns continuous backup off, and the log of the last days is gone; the policy keeps the snapshots ' +
    'alone unless it asks for continuous backup too.',
  sources: [
    'getGroupBackupCompliancePolicy',
    'listGroupClusters',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/backup-compliance-policy/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'nist-800-53:CP-9(8)',
    'csa-ccm:BCR-08',
    'cis:11.3',
    'ism:ISM-1707',
  ],
  reads: ['backup-compliance-policy', 'cluster'],
  evaluate({ 'backup-compliance-policy': all, cluster: clusters }, { project }) {
    const policies = all.filter(({ configured }) => configured);
    if (policies.length === 0)
      return { status: 'not-applicable', because: 'The project has no backup compliance policy.' };
    const relying = clusters.filter((item) => isDedicated(item) && item.pitEnabled);
    if (relying.length === 0)
      return { status: 'not-applicable', because: 'No cluster of the project has continuous backup.' };
    return failOrPass(
      policies
        .filter(({ pitEnabled }) => !pitEnabled)
        .map((policy) => ({
          at: backupCompliancePolicy.address(policy),
          because: `The backup compliance policy of project "${project?.name}" lets continuous backup of ${relying.map(({ name }) => name).join(', ')} be turned off.`,
        })),
    );
  },
  remedy: (_, { project }) => ({
    type: 'needs',
    needs: [
      {
        what: `Over how many days must clusters of project "${project?.name}" be restorable to any moment, for good? Each must have continuous backup first (updateGroupBackupCompliancePolicy, pitEnabled, restoreWindowDays).`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [{ name: 'kept', resources: { 'backup-compliance-policy': [strict], cluster: [dedicated] } }],
    fail: [{ name: 'not kept', resources: { 'backup-compliance-policy': [loose], cluster: [dedicated] } }],
    notApplicable: [
      { name: 'no policy', resources: { 'backup-compliance-policy': [none], cluster: [dedicated] } },
      {
        name: 'snapshots alone',
        resources: { 'backup-compliance-policy': [loose], cluster: [{ ...dedicated, pitEnabled: false }] },
      },
    ],
  },
});

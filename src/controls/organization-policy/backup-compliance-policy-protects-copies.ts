import { defineControl, failOrPass } from '../../core/control.ts';
import backupCompliancePolicy from '../../resources/backup-compliance-policy/index.ts';
import type { BackupCompliancePolicy } from '../../resources/backup-compliance-policy/model.ts';
import backupSchedule from '../../resources/backup-schedule/index.ts';
import type { BackupSchedule } from '../../resources/backup-schedule/model.ts';

const [none, strict] = backupCompliancePolicy.examples as readonly [BackupCompliancePolicy, BackupCompliancePolicy];
const [usual, copied] = backupSchedule.examples as readonly [BackupSchedule, BackupSchedule];
const loose: BackupCompliancePolicy = { ...strict, copyProtectionEnabled: false };

export default defineControl({
  id: 'organization-policy/backup-compliance-policy-protects-copies',
  title: 'The backup compliance policy protects copies in other regions too',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Copies in another region are what is left when the region, or whoever holds it, is lost. Protecting them is a switch of its own: without ' +
    'it an owner can delete the copies, although nobody can delete the snapshots that they were made from.',
  sources: [
    'getGroupBackupCompliancePolicy',
    'getGroupClusterBackupSchedule',
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
  reads: ['backup-compliance-policy', 'backup-schedule'],
  evaluate({ 'backup-compliance-policy': all, 'backup-schedule': schedules }, { project }) {
    const policies = all.filter(({ configured }) => configured);
    if (policies.length === 0)
      return { status: 'not-applicable', because: 'The project has no backup compliance policy.' };
    const copying = schedules.filter(({ copySettings }) => copySettings.length > 0);
    if (copying.length === 0)
      return { status: 'not-applicable', because: 'No cluster of the project copies its snapshots to another region.' };
    return failOrPass(
      policies
        .filter(({ copyProtectionEnabled }) => !copyProtectionEnabled)
        .map((policy) => ({
          at: backupCompliancePolicy.address(policy),
          because: `The backup compliance policy of project "${project?.name}" does not protect the copies of ${copying.map(({ clusterName }) => clusterName).join(', ')}.`,
        })),
    );
  },
  remedy: (_, { project }) => ({
    type: 'needs',
    needs: [
      {
        what: `Shall nobody be able to delete copies of snapshots of project "${project?.name}" before their time? It cannot be taken back (updateGroupBackupCompliancePolicy, copyProtectionEnabled).`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      {
        name: 'protected',
        resources: {
          'backup-compliance-policy': [strict],
          'backup-schedule': [usual, { ...copied, clusterName: 'ledger' }],
        },
      },
    ],
    fail: [{ name: 'not protected', resources: { 'backup-compliance-policy': [loose], 'backup-schedule': [copied] } }],
    notApplicable: [
      { name: 'no policy', resources: { 'backup-compliance-policy': [none], 'backup-schedule': [copied] } },
      { name: 'no copies', resources: { 'backup-compliance-policy': [loose], 'backup-schedule': [usual] } },
    ],
  },
});

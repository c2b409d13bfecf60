import { defineControl, failOrPass } from '../../core/control.ts';
import backupCompliancePolicy from '../../resources/backup-compliance-policy/index.ts';
import type { BackupCompliancePolicy } from '../../resources/backup-compliance-policy/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const [none, strict] = backupCompliancePolicy.examples as readonly [BackupCompliancePolicy, BackupCompliancePolicy];
const keyed: BackupCompliancePolicy = { ...strict, encryptionAtRestEnabled: true };
const loose: BackupCompliancePolicy = { ...strict, encryptionAtRestEnabled: false };
const [noKey, aws] = encryptionAtRest.examples as readonly [EncryptionAtRest, EncryptionAtRest];

export default defineControl({
  id: 'organization-policy/backup-compliance-policy-requires-own-key',
  title: 'The backup compliance policy asks for the key that the project uses',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Snapshots are encrypted with the project’s key only while their cluster is. A policy that asks for it makes Atlas refuse a cluster without ' +
    'the key, so that no later snapshot is one that the cloud provider’s key alone protects.',
  sources: [
    'getGroupBackupCompliancePolicy',
    'getGroupEncryptionAtRest',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/backup-compliance-policy/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(a)(2)(iv)',
    'nist-800-53:CP-9(8)',
    'csa-ccm:CEK-03',
    'ism:ISM-0459',
  ],
  reads: ['backup-compliance-policy', 'encryption-at-rest'],
  evaluate({ 'backup-compliance-policy': all, 'encryption-at-rest': settings }, { project }) {
    const policies = all.filter(({ configured }) => configured);
    if (policies.length === 0)
      return { status: 'not-applicable', because: 'The project has no backup compliance policy.' };
    if (!settings.some((item) => item.awsKms.enabled || item.azureKeyVault.enabled || item.googleCloudKms.enabled))
      return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    return failOrPass(
      policies
        .filter(({ encryptionAtRestEnabled }) => !encryptionAtRestEnabled)
        .map((policy) => ({
          at: backupCompliancePolicy.address(policy),
          because: `The backup compliance policy of project "${project?.name}" lets clusters be backed up without the project’s key.`,
        })),
    );
  },
  remedy: (_, { project }) => ({
    type: 'needs',
    needs: [
      {
        what: `Shall every cluster of project "${project?.name}" use the project’s key for good? Each must use it first, and it cannot be taken back (updateGroupBackupCompliancePolicy, encryptionAtRestEnabled).`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [{ name: 'asked for', resources: { 'backup-compliance-policy': [keyed], 'encryption-at-rest': [aws] } }],
    fail: [{ name: 'not asked for', resources: { 'backup-compliance-policy': [loose], 'encryption-at-rest': [aws] } }],
    notApplicable: [
      { name: 'no policy', resources: { 'backup-compliance-policy': [none], 'encryption-at-rest': [aws] } },
      { name: 'no key', resources: { 'backup-compliance-policy': [loose], 'encryption-at-rest': [noKey] } },
    ],
  },
});

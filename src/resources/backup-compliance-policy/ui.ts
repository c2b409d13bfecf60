import type { ConsoleDialect } from '../../core/resource.ts';
import type { BackupCompliancePolicy } from './model.ts';

export const ui: ConsoleDialect<BackupCompliancePolicy> = {
  page: 'backup/cloud-backup/backup-compliance-policy/',
  readOn: '2026-08',
  names: 'page',
  path: ['Project Settings', 'Backup Compliance Policy'],
  settings: {
    configured: 'Backup Compliance Policy',
    authorizedEmail: 'e-mail address of the representative',
    authorizedUserFirstName: 'first name of the representative',
    authorizedUserLastName: 'last name of the representative',
    copyProtectionEnabled: 'Keep all snapshot copies',
    encryptionAtRestEnabled: 'Require encryption with your keys',
    pitEnabled: 'Require Continuous Cloud Backup',
    restoreWindowDays: 'Restore window in days',
    scheduledPolicyItems: 'Backup policy',
    onDemandPolicyItem: 'On-demand policy',
  },
  save: 'Press Confirm and Save: from then on only MongoDB Support can take it away.',
};

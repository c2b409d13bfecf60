import type { ConsoleDialect } from '../../core/resource.ts';
import type { BackupSchedule } from './model.ts';

export const ui: ConsoleDialect<BackupSchedule> = {
  page: 'backup/cloud-backup/scheduling/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Backup'],
  settings: {
    restoreWindowDays: 'Restore window in days',
    referenceHourOfDay: 'Snapshot hour (UTC)',
    referenceMinuteOfHour: 'Snapshot minute (UTC)',
    policyItems: 'Backup policy',
    copySettings: 'Additional regions',
    autoExportEnabled: 'Auto export',
    export: 'Export bucket',
    useOrgAndGroupNamesInExportPrefix: 'Names in the export prefix',
    extraRetention: 'Extra retention',
  },
  open: ({ clusterName }) => [`Open ${clusterName}, then Backup Policy.`],
  create: ({ clusterName }) => [
    `Open ${clusterName}, then Backup Policy: the schedule comes with the backup of the cluster.`,
  ],
  delete: ({ clusterName }) => [`Open ${clusterName}, then Backup Policy, and remove every policy item.`],
};

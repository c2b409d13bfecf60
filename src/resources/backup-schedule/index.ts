import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type BackupSchedule, backupSchedule } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const usual: BackupSchedule = {
  projectId: exampleIds.projectId,
  clusterName: 'payments',
  restoreWindowDays: 7,
  referenceHourOfDay: 3,
  referenceMinuteOfHour: 15,
  policyItems: [
    { frequencyType: 'hourly', frequencyInterval: 6, retentionUnit: 'days', retentionValue: 7 },
    { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 7 },
    { frequencyType: 'weekly', frequencyInterval: 6, retentionUnit: 'weeks', retentionValue: 4 },
    { frequencyType: 'monthly', frequencyInterval: 40, retentionUnit: 'months', retentionValue: 12 },
    { frequencyType: 'yearly', frequencyInterval: 12, retentionUnit: 'years', retentionValue: 1 },
  ],
  copySettings: [],
  autoExportEnabled: false,
  export: null,
  useOrgAndGroupNamesInExportPrefix: false,
  extraRetention: [],
  policyId: '6976dc5ce2a8539e1ae19e88',
  nextSnapshot: '2026-11-24T09:15:41Z',
};

const copied: BackupSchedule = {
  ...usual,
  copySettings: [
    {
      cloudProvider: 'AWS',
      regionName: 'EU_CENTRAL_1',
      zoneId: '6976dc5ce2a8539e1ae19e99',
      frequencies: ['DAILY', 'WEEKLY'],
      shouldCopyOplogs: true,
    },
  ],
};

export default defineResource({
  kind: 'backup-schedule',
  title: 'backup schedule',
  parentKind: 'cluster',
  model: backupSchedule,
  path: (schedule) => [schedule.projectId, schedule.clusterName],
  parentPath: (schedule) => [schedule.projectId, schedule.clusterName],
  label: (schedule) => `backup schedule of ${schedule.clusterName}`,
  lifecycle: 'singleton',
  dependsOn: ({ projectId, export: exported }) =>
    exported === null ? [] : [addressOf('snapshot-export-bucket', projectId, exported.exportBucketId)],
  assigned: ['policyId', 'nextSnapshot'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [usual, copied, { ...usual, policyItems: [], nextSnapshot: null }],
  exampleUpdates: [
    { before: usual, after: copied },
    {
      before: usual,
      after: {
        ...usual,
        restoreWindowDays: 14,
        policyItems: [
          { frequencyType: 'hourly', frequencyInterval: 6, retentionUnit: 'days', retentionValue: 14 },
          { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 30 },
        ],
      },
    },
    { before: usual, after: { ...usual, policyItems: [], nextSnapshot: null } },
  ],
});

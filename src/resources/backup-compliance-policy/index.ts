import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type BackupCompliancePolicy, backupCompliancePolicy } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const none: BackupCompliancePolicy = {
  projectId: exampleIds.projectId,
  configured: false,
  authorizedEmail: '',
  authorizedUserFirstName: '',
  authorizedUserLastName: '',
  copyProtectionEnabled: false,
  encryptionAtRestEnabled: false,
  pitEnabled: false,
  restoreWindowDays: 0,
  scheduledPolicyItems: [],
  onDemandPolicyItem: null,
  state: null,
};

const strict: BackupCompliancePolicy = {
  ...none,
  configured: true,
  authorizedEmail: 'jo.murphy@example.com',
  authorizedUserFirstName: 'Jo',
  authorizedUserLastName: 'Murphy',
  copyProtectionEnabled: true,
  pitEnabled: true,
  restoreWindowDays: 7,
  scheduledPolicyItems: [
    { frequencyType: 'hourly', frequencyInterval: 6, retentionUnit: 'days', retentionValue: 7 },
    { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 7 },
  ],
  onDemandPolicyItem: { frequencyInterval: 0, retentionUnit: 'days', retentionValue: 7 },
  state: 'ACTIVE',
};

export default defineResource({
  kind: 'backup-compliance-policy',
  title: 'backup compliance policy',
  parentKind: 'project',
  model: backupCompliancePolicy,
  path: (policy) => [policy.projectId],
  parentPath: (policy) => [policy.projectId],
  label: () => 'backup compliance policy',
  lifecycle: 'singleton',
  irreversible: (change) =>
    change.type === 'update' && change.after.configured
      ? 'Nobody in the organization can lower or remove the policy again: only MongoDB Support can, asked by the person that it names.'
      : undefined,
  assigned: ['state'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [none, strict],
  exampleUpdates: [
    { before: none, after: strict },
    { before: { ...strict, pitEnabled: false, restoreWindowDays: 0 }, after: strict },
  ],
});

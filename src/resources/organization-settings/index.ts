import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type OrganizationSettings, organizationSettings } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const untouched: OrganizationSettings = {
  orgId: exampleIds.orgId,
  apiAccessListRequired: false,
  multiFactorAuthRequired: false,
  restrictEmployeeAccess: false,
  genAIFeaturesEnabled: true,
  maxServiceAccountSecretValidityInHours: null,
  securityContact: null,
  operationsContact: null,
  customSessionTimeouts: { absoluteSessionTimeoutInSeconds: null, idleSessionTimeoutInSeconds: null },
  streamsCrossGroupEnabled: false,
};

const strict: OrganizationSettings = {
  orgId: exampleIds.orgId,
  apiAccessListRequired: true,
  multiFactorAuthRequired: true,
  restrictEmployeeAccess: true,
  genAIFeaturesEnabled: false,
  maxServiceAccountSecretValidityInHours: 2160,
  securityContact: 'security@example.com',
  operationsContact: 'operations@example.com',
  customSessionTimeouts: { absoluteSessionTimeoutInSeconds: 28_800, idleSessionTimeoutInSeconds: 900 },
  streamsCrossGroupEnabled: false,
};

export default defineResource({
  kind: 'organization-settings',
  title: 'organization settings',
  parentKind: 'organization',
  model: organizationSettings,
  path: (settings) => [settings.orgId],
  parentPath: (settings) => [settings.orgId],
  label: () => 'organization settings',
  lifecycle: 'singleton',
  // From then on a credential without an entry is refused (updateOrgSettings), the one that would make the entry among them.
  comesAfter: (change) =>
    change.type === 'update' && !change.before.apiAccessListRequired && change.after.apiAccessListRequired
      ? ['api-key-access-list-entry', 'service-account-access-list-entry']
      : [],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [untouched, strict],
  exampleUpdates: [
    {
      before: untouched,
      after: { ...untouched, multiFactorAuthRequired: true, restrictEmployeeAccess: true, genAIFeaturesEnabled: false },
    },
    { before: untouched, after: strict },
    { before: strict, after: { ...strict, securityContact: null } },
    { before: strict, after: { ...strict, operationsContact: null, maxServiceAccountSecretValidityInHours: null } },
    {
      before: strict,
      after: {
        ...strict,
        customSessionTimeouts: { absoluteSessionTimeoutInSeconds: 28_800, idleSessionTimeoutInSeconds: null },
      },
    },
  ],
});

import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type DelegationSettings, delegationSettings } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const closed: DelegationSettings = {
  orgId: exampleIds.orgId,
  delegatedMcpAccess: 'DISALLOWED',
  delegatedPartnerAccess: 'DISALLOWED',
  idleRefreshTokenLifetimeSeconds: null,
  maximumRefreshTokenLifetimeSeconds: null,
};

const open: DelegationSettings = {
  orgId: exampleIds.orgId,
  delegatedMcpAccess: 'READ_WRITE',
  delegatedPartnerAccess: 'READ_WRITE',
  idleRefreshTokenLifetimeSeconds: 86_400,
  maximumRefreshTokenLifetimeSeconds: 2_592_000,
};

export default defineResource({
  kind: 'delegation-settings',
  title: 'delegation settings',
  parentKind: 'organization',
  model: delegationSettings,
  path: (settings) => [settings.orgId],
  parentPath: (settings) => [settings.orgId],
  label: () => 'delegation settings',
  lifecycle: 'singleton',
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [closed, open],
  exampleUpdates: [
    { before: open, after: { ...open, delegatedMcpAccess: 'DISALLOWED', delegatedPartnerAccess: 'DISALLOWED' } },
    { before: open, after: { ...open, idleRefreshTokenLifetimeSeconds: null } },
    { before: closed, after: { ...closed, delegatedMcpAccess: 'READ_ONLY', maximumRefreshTokenLifetimeSeconds: 3600 } },
  ],
});

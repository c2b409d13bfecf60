import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type PushLogExport, pushLogExport } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const none: PushLogExport = {
  projectId: exampleIds.projectId,
  state: 'UNCONFIGURED',
  bucketName: null,
  iamRoleId: null,
  prefixPath: null,
  createDate: null,
};

const active: PushLogExport = {
  ...none,
  state: 'ACTIVE',
  bucketName: 'example-atlas-logs',
  iamRoleId: '660000000000000000000b11',
  prefixPath: 'shop',
  createDate: '2025-06-01T09:00:00Z',
};

export default defineResource({
  kind: 'push-log-export',
  title: 'push-based log export',
  parentKind: 'project',
  model: pushLogExport,
  path: (settings) => [settings.projectId],
  parentPath: (settings) => [settings.projectId],
  label: () => 'push-based log export',
  lifecycle: 'singleton',
  assigned: ['state', 'createDate'],
  dependsOn: ({ projectId, iamRoleId }) =>
    iamRoleId === null ? [] : [addressOf('cloud-provider-access-role', projectId, iamRoleId)],
  irreversible: (change) =>
    change.type === 'update' && change.before.bucketName !== null && change.after.bucketName === null
      ? 'Atlas takes no new push-based log export after 30 October 2026: one that is removed then cannot be made again.'
      : undefined,
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [none, active],
  exampleUpdates: [
    { before: none, after: active },
    { before: active, after: { ...active, bucketName: 'other-atlas-logs', prefixPath: '' } },
    { before: active, after: none },
  ],
});

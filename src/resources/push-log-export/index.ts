import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type PushLogExport, pushLogExport } from './model.ts';

const none: PushLogExport = {
  projectId: exampleIds.projectId,
  state: 'UNCONFIGURED',
  bucketName: null,
  iamRoleId: null,
  prefixPath: null,
  createDate: null,
};

export default defineResource({
  kind: 'push-log-export',
  title: 'push-based log export',
  parentKind: 'project',
  model: pushLogExport,
  path: (settings) => [settings.projectId],
  parentPath: (settings) => [settings.projectId],
  label: () => 'push-based log export',
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    none,
    {
      ...none,
      state: 'ACTIVE',
      bucketName: 'example-atlas-logs',
      iamRoleId: '660000000000000000000b11',
      prefixPath: 'shop',
      createDate: '2025-06-01T09:00:00Z',
    },
  ],
});

import type { ConsoleDialect } from '../../core/resource.ts';
import type { PushLogExport } from './model.ts';

export const ui: ConsoleDialect<PushLogExport> = {
  page: 'push-logs/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Settings', 'Integrations', 'Push-based log export'],
  settings: {
    bucketName: 'Bucket name',
    iamRoleId: 'AWS IAM role',
    prefixPath: 'Prefix',
  },
};

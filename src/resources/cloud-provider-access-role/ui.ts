import type { ConsoleDialect } from '../../core/resource.ts';
import type { CloudProviderAccessRole } from './model.ts';

export const ui: ConsoleDialect<CloudProviderAccessRole> = {
  page: 'security/set-up-unified-aws-access/',
  readOn: '2026-08',
  names: 'page',
  path: ['Project Settings', 'Integrations', 'AWS IAM Role Access'],
  settings: {
    iamAssumedRoleArn: 'Role ARN',
  },
  open: () => ['Press Edit, then Authorize.'],
  create: ({ provider }) => [
    `Press Configure (or Edit, then Authorize) for ${provider}.`,
    'Take the account and the external id that are shown into the trust policy of your role.',
  ],
  save: 'Press Validate and Finish.',
  delete: ({ id }) => [`Press Delete in the row of ${id ?? 'the role'}: nothing may use it any more.`],
};

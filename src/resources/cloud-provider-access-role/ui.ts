import type { ConsoleDialect } from '../../core/resource.ts';
import type { CloudProviderAccessRole } from './model.ts';

const PLACES = {
  AWS: 'AWS IAM Role Access',
  AZURE: 'access by an Azure service principal',
  GCP: 'access by a Google Cloud service account',
} as const satisfies Record<CloudProviderAccessRole['provider'], string>;

const placeOf = ({ provider }: CloudProviderAccessRole): string => PLACES[provider];

export const ui: ConsoleDialect<CloudProviderAccessRole> = {
  page: 'security/set-up-unified-aws-access/',
  readOn: '2026-08',
  // The page is about AWS; how the place is called for the other clouds could not be confirmed.
  names: 'may-differ',
  path: ['Project Settings', 'Integrations'],
  settings: {
    iamAssumedRoleArn: 'Role ARN',
  },
  open: (role) => [`Press Edit at ${placeOf(role)}, then Authorize.`],
  create: (role) => [
    `Press Configure (or Edit, then Authorize) at ${placeOf(role)}.`,
    ...(role.provider === 'AWS'
      ? ['Take the account and the external id that are shown into the trust policy of your role.']
      : ['Follow the steps that are shown, which grant Atlas its access in your own cloud.']),
  ],
  save: 'Press Validate and Finish.',
  delete: (role) => [
    `Press Edit at ${placeOf(role)}, then Delete in the row of ${role.id ?? 'the role'}: nothing may use it any more.`,
  ],
};

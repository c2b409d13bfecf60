import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type AwsAccessRole, type CloudProviderAccessRole, cloudProviderAccessRole } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const unauthorized: AwsAccessRole = {
  projectId: exampleIds.projectId,
  id: '66f0000000000000000000a1',
  usedBy: [],
  createdDate: '2026-08-10T03:03:36Z',
  authorizedDate: null,
  atlasAwsAccountArn: 'arn:aws:iam::299602853325:root',
  externalId: 'b63a96a9-5e21-4eee-9902-a3cdc7a0d81e',
  serviceAccount: null,
  status: null,
  provider: 'AWS',
  iamAssumedRoleArn: null,
};

const authorized: AwsAccessRole = {
  ...unauthorized,
  id: '66f0000000000000000000a4',
  iamAssumedRoleArn: 'arn:aws:iam::111122223333:role/atlas-kms',
  authorizedDate: '2026-08-10T03:05:12Z',
  externalId: '0f5b9c1e-8d7a-4a53-bb9e-2f40c6f6a9d1',
};

const azure: CloudProviderAccessRole = {
  projectId: exampleIds.projectId,
  id: '66f0000000000000000000a2',
  usedBy: [],
  createdDate: '2026-08-10T03:03:36Z',
  authorizedDate: null,
  atlasAwsAccountArn: null,
  externalId: null,
  serviceAccount: null,
  status: null,
  provider: 'AZURE',
  atlasAzureAppId: '9f2deb0d-be22-4524-a403-df531868bac0',
  servicePrincipalId: '22f1d2a6-d0e9-482a-83a4-b8dd7dddc2c1',
  tenantId: '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11',
};

const google: CloudProviderAccessRole = {
  projectId: exampleIds.projectId,
  id: '66f0000000000000000000a3',
  usedBy: [],
  createdDate: '2026-08-10T03:03:36Z',
  authorizedDate: null,
  atlasAwsAccountArn: null,
  externalId: null,
  serviceAccount: 'mongodb-atlas-abcdefghijklmnop@p-abcdefghijklmnopqrstuvwx.iam.gserviceaccount.com',
  status: 'COMPLETE',
  provider: 'GCP',
};

const examples: readonly CloudProviderAccessRole[] = [unauthorized, authorized, azure, google];

export default defineResource({
  kind: 'cloud-provider-access-role',
  title: 'cloud provider access role',
  parentKind: 'project',
  model: cloudProviderAccessRole,
  path: (role) => [role.projectId, role.id ?? `new-${role.provider.toLowerCase()}`],
  parentPath: (role) => [role.projectId],
  label: (role) => {
    switch (role.provider) {
      case 'AWS':
        return role.iamAssumedRoleArn ?? `AWS role ${role.id ?? '(new)'}, not authorised`;
      case 'AZURE':
        return `Azure service principal ${role.servicePrincipalId}`;
      case 'GCP':
        return role.serviceAccount ?? 'Google Cloud service account';
      default:
        return role satisfies never;
    }
  },
  lifecycle: 'managed',
  irreversible: (change) => {
    if (change.type === 'delete') {
      return 'A new role gets another id and external id: each feature and trust policy that names the old one must be changed.';
    }
    const { before, after } = change.type === 'update' ? change : { before: undefined, after: change.after };
    return before?.provider === 'AWS' && after.provider === 'AWS' && before.iamAssumedRoleArn === null
      ? 'An authorised role cannot go back to unauthorised; it can only be removed.'
      : undefined;
  },
  assigned: [
    'id',
    'usedBy',
    'createdDate',
    'authorizedDate',
    'atlasAwsAccountArn',
    'externalId',
    'serviceAccount',
    'status',
  ],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples,
  exampleUpdates: [
    {
      before: unauthorized,
      after: { ...unauthorized, iamAssumedRoleArn: 'arn:aws:iam::111122223333:role/atlas-export' },
    },
  ],
});

import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type EncryptionAtRest, encryptionAtRest } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const none: EncryptionAtRest = {
  projectId: exampleIds.projectId,
  awsKms: {
    enabled: false,
    keyId: null,
    region: null,
    roleId: null,
    accessKeyId: null,
    requirePrivateNetworking: false,
  },
  azureKeyVault: {
    enabled: false,
    azureEnvironment: null,
    subscriptionId: null,
    tenantId: null,
    clientId: null,
    resourceGroupName: null,
    keyVaultName: null,
    keyIdentifier: null,
    roleId: null,
    requirePrivateNetworking: false,
  },
  googleCloudKms: { enabled: false, keyVersionResourceId: null, roleId: null },
  enabledForSearchNodes: false,
  valid: { awsKms: null, azureKeyVault: null, googleCloudKms: null },
};

const aws: EncryptionAtRest = {
  ...none,
  awsKms: {
    enabled: true,
    keyId: 'arn:aws:kms:eu-west-1:111122223333:key/6c1f2a8e-5a0d-4f6c-9f0e-0d9b7a3c1e55',
    region: 'EU_WEST_1',
    roleId: '66f0000000000000000000a4',
    accessKeyId: null,
    requirePrivateNetworking: false,
  },
  valid: { ...none.valid, awsKms: true },
};

const azure: EncryptionAtRest = {
  ...none,
  azureKeyVault: {
    ...none.azureKeyVault,
    enabled: true,
    azureEnvironment: 'AZURE',
    subscriptionId: '0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22',
    tenantId: '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11',
    resourceGroupName: 'payments',
    keyVaultName: 'payments-atlas',
    keyIdentifier: 'https://payments-atlas.vault.azure.net/keys/atlas/0123456789abcdef0123456789abcdef',
    roleId: '66f0000000000000000000a2',
  },
  valid: { ...none.valid, azureKeyVault: true },
};

const google: EncryptionAtRest = {
  ...none,
  googleCloudKms: {
    enabled: true,
    keyVersionResourceId:
      'projects/payments-prod-1/locations/europe-west1/keyRings/atlas/cryptoKeys/atlas/cryptoKeyVersions/1',
    roleId: '66f0000000000000000000a3',
  },
  valid: { ...none.valid, googleCloudKms: true },
};

const privateAws: EncryptionAtRest = { ...aws, awsKms: { ...aws.awsKms, requirePrivateNetworking: true } };

const privateAzure: EncryptionAtRest = {
  ...azure,
  projectId: exampleIds.otherProjectId,
  azureKeyVault: { ...azure.azureKeyVault, requirePrivateNetworking: true },
};

/** The roles that the configuration uses, whichever the cloud. */
function roleIdsOf({ awsKms, azureKeyVault, googleCloudKms }: EncryptionAtRest): readonly string[] {
  return [awsKms.roleId, azureKeyVault.roleId, googleCloudKms.roleId].filter((id) => id !== null);
}

export default defineResource({
  kind: 'encryption-at-rest',
  title: 'encryption at rest with the own key',
  parentKind: 'project',
  model: encryptionAtRest,
  path: (model) => [model.projectId],
  parentPath: (model) => [model.projectId],
  label: () => 'encryption at rest with the own key',
  lifecycle: 'singleton',
  dependsOn: (model) => roleIdsOf(model).map((id) => addressOf('cloud-provider-access-role', model.projectId, id)),
  assigned: ['valid'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [none, aws, azure, google, privateAws, privateAzure],
  exampleUpdates: [
    { before: none, after: aws },
    { before: none, after: { ...aws, awsKms: { ...aws.awsKms, roleId: null, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } } },
    { before: none, after: azure },
    { before: none, after: google },
    { before: aws, after: privateAws },
    { before: aws, after: { ...aws, enabledForSearchNodes: true } },
    { before: aws, after: none },
  ],
});

import type { ConsoleDialect } from '../../core/resource.ts';
import type { EncryptionAtRest } from './model.ts';

export const ui: ConsoleDialect<EncryptionAtRest> = {
  page: 'security-kms-encryption/',
  readOn: '2026-08',
  names: 'page',
  path: ['Security', 'Database & Network Access', 'Advanced', 'Encryption at Rest using your Key Management'],
  settings: {
    'awsKms.enabled': 'AWS KMS',
    'awsKms.keyId': 'Customer Master Key ID',
    'awsKms.region': 'Region',
    'awsKms.roleId': 'AWS IAM role',
    'awsKms.accessKeyId': 'Access Key ID',
    'awsKms.requirePrivateNetworking': 'Require Private Networking',
    'azureKeyVault.enabled': 'Azure Key Vault',
    'azureKeyVault.azureEnvironment': 'Azure Environment',
    'azureKeyVault.subscriptionId': 'Subscription ID',
    'azureKeyVault.tenantId': 'Tenant ID',
    'azureKeyVault.clientId': 'Client ID',
    'azureKeyVault.resourceGroupName': 'Resource Group Name',
    'azureKeyVault.keyVaultName': 'Key Vault Name',
    'azureKeyVault.keyIdentifier': 'Key Identifier',
    'azureKeyVault.roleId': 'Azure service principal',
    'azureKeyVault.requirePrivateNetworking': 'Require Private Networking (Azure)',
    'googleCloudKms.enabled': 'Google Cloud KMS',
    'googleCloudKms.keyVersionResourceId': 'Key Version Resource ID',
    'googleCloudKms.roleId': 'Google Cloud service account',
    enabledForSearchNodes: 'Search Node Data Encryption',
  },
};

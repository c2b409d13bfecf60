import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { EncryptionAtRest } from './model.ts';

export const cloudformation: CloudFormationType<EncryptionAtRest> = {
  type: 'MongoDB::Atlas::EncryptionAtRest',
  mode: 'difference',
  fields: ['projectId', 'awsKms', 'enabledForSearchNodes'],
  properties: ({ projectId, awsKms, enabledForSearchNodes }) => ({
    ProjectId: projectId,
    EnabledForSearchNodes: enabledForSearchNodes,
    AwsKmsConfig: {
      Enabled: awsKms.enabled,
      CustomerMasterKeyID: awsKms.keyId ?? undefined,
      Region: awsKms.region ?? undefined,
      RoleID: awsKms.roleId ?? undefined,
    },
  }),
  parse: (given, base) => {
    const kms = given.AwsKmsConfig as TemplateObject;
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    return {
      ...base,
      projectId: String(given.ProjectId),
      enabledForSearchNodes: given.EnabledForSearchNodes === true,
      awsKms: {
        enabled: kms.Enabled === true,
        keyId: text(kms.CustomerMasterKeyID),
        region: text(kms.Region),
        roleId: text(kms.RoleID),
        accessKeyId: null,
        requirePrivateNetworking: false,
      },
    };
  },
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { awsKms, azureKeyVault, googleCloudKms } = change.after;
    if (azureKeyVault.enabled || googleCloudKms.enabled) return 'The type knows AWS KMS only.';
    if (awsKms.accessKeyId !== null) return 'The type takes a role, no access key.';
    return awsKms.requirePrivateNetworking ? 'The type has no property for private networking.' : undefined;
  },
};

import type { HclNestedBlock, HclValue } from '../../core/hcl.ts';
import { withoutNull } from '../../core/json.ts';
import { filledTextOf } from '../../core/read-back.ts';
import type { TerraformBlockBody, TerraformDialect } from '../../core/resource.ts';
import type { AwsKms, AzureKeyVault, EncryptionAtRest, GoogleCloudKms } from './model.ts';

type Attributes = Readonly<Record<string, unknown>>;

function config(type: string, fields: Readonly<Record<string, HclValue>>): HclNestedBlock {
  const attributes = withoutNull(fields);
  return { type, body: { attributes } };
}

function awsToHcl(kms: AwsKms): HclNestedBlock {
  return config('aws_kms_config', {
    enabled: true,
    customer_master_key_id: kms.keyId,
    region: kms.region,
    role_id: kms.roleId,
    access_key_id: kms.accessKeyId,
    require_private_networking: kms.requirePrivateNetworking,
  });
}

function azureToHcl(vault: AzureKeyVault): HclNestedBlock {
  return config('azure_key_vault_config', {
    enabled: true,
    azure_environment: vault.azureEnvironment,
    subscription_id: vault.subscriptionId,
    tenant_id: vault.tenantId,
    client_id: vault.clientId,
    resource_group_name: vault.resourceGroupName,
    key_vault_name: vault.keyVaultName,
    key_identifier: vault.keyIdentifier,
    role_id: vault.roleId,
    require_private_networking: vault.requirePrivateNetworking,
  });
}

function googleToHcl(kms: GoogleCloudKms): HclNestedBlock {
  return config('google_cloud_kms_config', {
    enabled: true,
    key_version_resource_id: kms.keyVersionResourceId,
    role_id: kms.roleId,
  });
}

/** The attributes of a provider's block where it is switched on; nothing for a block that is switched off. */
function enabledBlock(blocks: readonly TerraformBlockBody[] | undefined): Attributes | undefined {
  const attributes = blocks?.[0]?.attributes;
  return attributes?.enabled === false ? undefined : attributes;
}

function anyEnabled({ awsKms, azureKeyVault, googleCloudKms }: EncryptionAtRest): boolean {
  return awsKms.enabled || azureKeyVault.enabled || googleCloudKms.enabled;
}

export const terraform: TerraformDialect<EncryptionAtRest> = {
  type: 'mongodbatlas_encryption_at_rest',
  mode: 'whole',
  name: () => 'encryption_at_rest',
  toHcl: (model) => ({
    attributes: { project_id: model.projectId, enabled_for_search_nodes: model.enabledForSearchNodes },
    blocks: [
      ...(model.awsKms.enabled ? [awsToHcl(model.awsKms)] : []),
      ...(model.azureKeyVault.enabled ? [azureToHcl(model.azureKeyVault)] : []),
      ...(model.googleCloudKms.enabled ? [googleToHcl(model.googleCloudKms)] : []),
    ],
  }),
  fromHcl: ({ attributes, blocks }, base) => {
    const aws = enabledBlock(blocks.aws_kms_config);
    const azure = enabledBlock(blocks.azure_key_vault_config);
    const google = enabledBlock(blocks.google_cloud_kms_config);
    return {
      projectId: String(attributes.project_id),
      awsKms: {
        enabled: aws !== undefined,
        keyId: filledTextOf(aws?.customer_master_key_id),
        region: filledTextOf(aws?.region),
        roleId: filledTextOf(aws?.role_id),
        accessKeyId: filledTextOf(aws?.access_key_id),
        requirePrivateNetworking: aws?.require_private_networking === true,
      },
      azureKeyVault: {
        enabled: azure !== undefined,
        azureEnvironment: filledTextOf(azure?.azure_environment) as AzureKeyVault['azureEnvironment'],
        subscriptionId: filledTextOf(azure?.subscription_id),
        tenantId: filledTextOf(azure?.tenant_id),
        clientId: filledTextOf(azure?.client_id),
        resourceGroupName: filledTextOf(azure?.resource_group_name),
        keyVaultName: filledTextOf(azure?.key_vault_name),
        keyIdentifier: filledTextOf(azure?.key_identifier),
        roleId: filledTextOf(azure?.role_id),
        requirePrivateNetworking: azure?.require_private_networking === true,
      },
      googleCloudKms: {
        enabled: google !== undefined,
        keyVersionResourceId: filledTextOf(google?.key_version_resource_id),
        roleId: filledTextOf(google?.role_id),
      },
      enabledForSearchNodes: attributes.enabled_for_search_nodes === true,
      valid: base?.valid ?? { awsKms: null, azureKeyVault: null, googleCloudKms: null },
    };
  },
  importId: (model) => model.projectId,
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { awsKms, azureKeyVault, googleCloudKms } = change.after;
    if (!anyEnabled(change.after)) {
      return 'In Terraform encryption at rest is switched off by removing the whole resource, not by changing it.';
    }
    const withoutRole =
      (awsKms.enabled && awsKms.roleId === null) ||
      (azureKeyVault.enabled && azureKeyVault.roleId === null) ||
      (googleCloudKms.enabled && googleCloudKms.roleId === null);
    return withoutRole
      ? 'No role is known for an enabled key, and static secrets are not written into Terraform files.'
      : undefined;
  },
};

import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { CloudProviderAccessRole } from './model.ts';

// Terraform splits a role in two: `_setup` makes it, `_authorization` names the customer's role. This is the first.
export const terraform: TerraformDialect<CloudProviderAccessRole> = {
  type: 'mongodbatlas_cloud_provider_access_setup',
  mode: 'whole',
  name: (model) => terraformName(`${model.provider}_access_${model.id ?? 'new'}`),
  toHcl: (model) => ({
    attributes: { project_id: model.projectId, provider_name: model.provider },
    blocks:
      model.provider === 'AZURE'
        ? [
            {
              type: 'azure_config',
              body: {
                attributes: {
                  atlas_azure_app_id: model.atlasAzureAppId,
                  service_principal_id: model.servicePrincipalId,
                  tenant_id: model.tenantId,
                },
              },
            },
          ]
        : [],
  }),
  fromHcl: ({ attributes, blocks }, base) => {
    const common = {
      projectId: String(attributes.project_id),
      id: base?.id ?? null,
      usedBy: base?.usedBy ?? [],
      createdDate: base?.createdDate ?? null,
      authorizedDate: base?.authorizedDate ?? null,
      atlasAwsAccountArn: base?.atlasAwsAccountArn ?? null,
      externalId: base?.externalId ?? null,
      serviceAccount: base?.serviceAccount ?? null,
      status: base?.status ?? null,
    };
    const provider = attributes.provider_name;
    if (provider === 'AZURE') {
      const azure = blocks.azure_config?.[0]?.attributes;
      return {
        ...common,
        provider,
        atlasAzureAppId: String(azure?.atlas_azure_app_id),
        servicePrincipalId: String(azure?.service_principal_id),
        tenantId: String(azure?.tenant_id),
      };
    }
    if (provider === 'GCP') return { ...common, provider };
    return {
      ...common,
      provider: 'AWS',
      iamAssumedRoleArn: base?.provider === 'AWS' ? base.iamAssumedRoleArn : null,
    };
  },
  importId: (model) => (model.id === null ? undefined : `${model.projectId}-${model.provider}-${model.id}`),
  cannot: (change) =>
    change.type !== 'delete' && change.after.provider === 'AWS' && change.after.iamAssumedRoleArn !== null
      ? 'Authorising a role is a Terraform resource of its own (mongodbatlas_cloud_provider_access_authorization), which the provider cannot import.'
      : undefined,
};

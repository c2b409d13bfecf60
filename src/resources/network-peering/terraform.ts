import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { NetworkPeering } from './model.ts';

export const terraform: TerraformDialect<NetworkPeering> = {
  type: 'mongodbatlas_network_peering',
  mode: 'whole',
  name: (model) => {
    switch (model.provider) {
      case 'AWS':
        return terraformName(`peering_${model.vpcId}`);
      case 'AZURE':
        return terraformName(`peering_${model.resourceGroupName}_${model.vnetName}`);
      case 'GCP':
        return terraformName(`peering_${model.gcpProjectId}_${model.networkName}`);
      default:
        return model satisfies never;
    }
  },
  toHcl: (model) => {
    const common = { project_id: model.projectId, container_id: model.containerId, provider_name: model.provider };
    switch (model.provider) {
      case 'AWS':
        return {
          attributes: {
            ...common,
            ...(model.accepterRegion === null ? {} : { accepter_region_name: model.accepterRegion }),
            aws_account_id: model.awsAccountId,
            vpc_id: model.vpcId,
            route_table_cidr_block: model.routeTableCidrBlock,
          },
        };
      case 'AZURE':
        return {
          attributes: {
            ...common,
            azure_directory_id: model.azureDirectoryId,
            azure_subscription_id: model.azureSubscriptionId,
            resource_group_name: model.resourceGroupName,
            vnet_name: model.vnetName,
          },
        };
      case 'GCP':
        return {
          attributes: { ...common, gcp_project_id: model.gcpProjectId, network_name: model.networkName },
        };
      default:
        return model satisfies never;
    }
  },
  fromHcl: ({ attributes: a }, base) => {
    const common = {
      projectId: String(a.project_id),
      containerId: String(a.container_id),
      id: base?.id ?? null,
      state: base?.state ?? 'initiating',
      error: base?.error ?? null,
    };
    if (a.provider_name === 'AZURE') {
      return {
        ...common,
        provider: 'AZURE',
        azureDirectoryId: String(a.azure_directory_id),
        azureSubscriptionId: String(a.azure_subscription_id),
        resourceGroupName: String(a.resource_group_name),
        vnetName: String(a.vnet_name),
      };
    }
    if (a.provider_name === 'GCP') {
      return {
        ...common,
        provider: 'GCP',
        gcpProjectId: String(a.gcp_project_id),
        networkName: String(a.network_name),
      };
    }
    return {
      ...common,
      provider: 'AWS',
      awsAccountId: String(a.aws_account_id),
      vpcId: String(a.vpc_id),
      accepterRegion: typeof a.accepter_region_name === 'string' ? a.accepter_region_name : null,
      routeTableCidrBlock: String(a.route_table_cidr_block),
    };
  },
  importId: (model) => (model.id === null ? undefined : `${model.projectId}-${model.id}-${model.provider}`),
};

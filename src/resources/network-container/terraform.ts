import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { NetworkContainer } from './model.ts';

export const terraform: TerraformDialect<NetworkContainer> = {
  type: 'mongodbatlas_network_container',
  mode: 'whole',
  name: (model) => terraformName(['container', model.provider, model.region ?? ''].join('_')),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      provider_name: model.provider,
      atlas_cidr_block: model.cidrBlock,
      ...(model.provider === 'AWS' && model.region !== null ? { region_name: model.region } : {}),
      ...(model.provider === 'AZURE' && model.region !== null ? { region: model.region } : {}),
      ...(model.provider === 'GCP' && model.regions.length > 0 ? { regions: model.regions } : {}),
    },
  }),
  fromHcl: ({ attributes }, base) => {
    // `AWS` is the provider's default (resource schema of mongodbatlas_network_container).
    const provider = (attributes.provider_name ?? 'AWS') as NetworkContainer['provider'];
    const region = attributes.region_name ?? attributes.region;
    return {
      projectId: String(attributes.project_id),
      provider,
      region: typeof region === 'string' ? region : null,
      cidrBlock: String(attributes.atlas_cidr_block),
      regions: Array.isArray(attributes.regions) ? attributes.regions.map(String).sort() : [],
      id: base?.id ?? null,
      provisioned: base?.provisioned ?? false,
      networkName: base?.networkName ?? null,
    };
  },
  importId: (model) => (model.id === null ? undefined : `${model.projectId}-${model.id}`),
};

import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { CustomDns } from './model.ts';

export const terraform: TerraformDialect<CustomDns> = {
  type: 'mongodbatlas_custom_dns_configuration_cluster_aws',
  mode: 'whole',
  name: (model) => terraformName(`custom_dns_${model.projectId}`),
  toHcl: (model) => ({ attributes: { project_id: model.projectId, enabled: model.enabled } }),
  fromHcl: ({ attributes }, base) => ({
    projectId: String(attributes.project_id),
    enabled: typeof attributes.enabled === 'boolean' ? attributes.enabled : (base?.enabled ?? false),
  }),
  importId: (model) => model.projectId,
};

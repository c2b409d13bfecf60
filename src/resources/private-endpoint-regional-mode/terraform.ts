import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { PrivateEndpointRegionalMode } from './model.ts';

export const terraform: TerraformDialect<PrivateEndpointRegionalMode> = {
  type: 'mongodbatlas_private_endpoint_regional_mode',
  mode: 'whole',
  name: (model) => terraformName(`private_endpoint_regional_mode_${model.projectId}`),
  toHcl: (model) => ({ attributes: { project_id: model.projectId, enabled: model.enabled } }),
  fromHcl: ({ attributes }, base) => ({
    projectId: String(attributes.project_id),
    enabled: typeof attributes.enabled === 'boolean' ? attributes.enabled : (base?.enabled ?? false),
  }),
  importId: (model) => model.projectId,
};

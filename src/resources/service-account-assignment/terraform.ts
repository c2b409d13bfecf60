import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { ServiceAccountAssignment } from './model.ts';

export const terraform: TerraformDialect<ServiceAccountAssignment> = {
  type: 'mongodbatlas_service_account_project_assignment',
  mode: 'whole',
  name: ({ projectId, clientId }) => terraformName(`service_account_${clientId}_in_${projectId}`),
  toHcl: ({ projectId, clientId, roles }) => ({
    attributes: { project_id: projectId, client_id: clientId, roles },
  }),
  fromHcl: ({ attributes }, base) => ({
    projectId: String(attributes.project_id),
    clientId: String(attributes.client_id),
    name: base?.name ?? '',
    roles: [...((attributes.roles ?? []) as readonly unknown[])].map(String).sort(),
    ...(base?.orgId === undefined ? {} : { orgId: base.orgId }),
  }),
  importId: ({ projectId, clientId }) => `${projectId}/${clientId}`,
};

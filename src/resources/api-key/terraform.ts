import { terraformName } from '../../core/hcl.ts';
import { sameJson } from '../../core/json.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { organizationRolesOf } from './api.ts';
import type { ApiKey } from './model.ts';

const projectRoles = (model: ApiKey | undefined) => (model?.roles ?? []).filter((role) => role.projectId !== undefined);

export const terraform: TerraformDialect<ApiKey> = {
  type: 'mongodbatlas_api_key',
  mode: 'whole',
  name: (model) => terraformName(`api_key_${model.description}`),
  toHcl: (model) => ({
    attributes: {
      org_id: model.orgId,
      description: model.description,
      role_names: organizationRolesOf(model),
    },
  }),
  fromHcl: ({ attributes }, base) => {
    const orgId = String(attributes.org_id);
    const names = Array.isArray(attributes.role_names) ? (attributes.role_names as readonly unknown[]) : [];
    return {
      orgId,
      id: base?.id ?? (typeof attributes.api_key_id === 'string' ? attributes.api_key_id : ''),
      publicKey: base?.publicKey ?? '',
      description: String(attributes.description),
      roles: [
        ...names
          .map(String)
          .sort()
          .map((role) => ({ role, orgId })),
        ...projectRoles(base),
      ],
    };
  },
  importId: (model) => (model.id === '' ? undefined : `${model.orgId}-${model.id}`),
  cannot: (change) => {
    const before = projectRoles(change.type === 'create' ? undefined : change.before);
    const after = projectRoles(change.type === 'delete' ? undefined : change.after);
    return change.type === 'delete' || sameJson(before, after)
      ? undefined
      : 'Terraform cannot say project roles in mongodbatlas_api_key: each project takes a mongodbatlas_api_key_project_assignment.';
  },
};

import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { ProjectUser } from './model.ts';

export const terraform: TerraformDialect<ProjectUser> = {
  type: 'mongodbatlas_cloud_user_project_assignment',
  mode: 'whole',
  name: (model) => terraformName(`${model.username}_in_${model.projectId}`),
  toHcl: (model) => ({
    attributes: { project_id: model.projectId, username: model.username, roles: model.roles },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    projectId: String(a.project_id),
    id: base?.id ?? '',
    username: String(a.username),
    membershipStatus: base?.membershipStatus ?? 'PENDING',
    roles: (a.roles as readonly unknown[]).map(String).sort(),
    lastAuth: base?.lastAuth ?? null,
    createdAt: base?.createdAt ?? null,
    invitationCreatedAt: base?.invitationCreatedAt ?? null,
    invitationExpiresAt: base?.invitationExpiresAt ?? null,
  }),
  importId: (model) => (model.id === '' ? undefined : `${model.projectId}/${model.id}`),
};

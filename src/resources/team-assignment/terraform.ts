import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { TeamAssignment } from './model.ts';

export const terraform: TerraformDialect<TeamAssignment> = {
  type: 'mongodbatlas_team_project_assignment',
  mode: 'whole',
  name: (model) => terraformName(`team_${model.teamId}_in_${model.projectId}`),
  toHcl: (model) => ({
    attributes: { project_id: model.projectId, team_id: model.teamId, role_names: model.roles },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    projectId: String(a.project_id),
    teamId: String(a.team_id),
    roles: (a.role_names as readonly unknown[]).map(String).sort(),
    ...(base?.orgId === undefined ? {} : { orgId: base.orgId }),
  }),
  importId: (model) => `${model.projectId}/${model.teamId}`,
};

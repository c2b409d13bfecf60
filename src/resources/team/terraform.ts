import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { Team } from './model.ts';

/**
 * Without `usernames`, which are deprecated: members are mongodbatlas_cloud_user_team_assignment. The provider's Delete
 * takes the team out of a project that still names it, and then removes it.
 */
export const terraform: TerraformDialect<Team> = {
  type: 'mongodbatlas_team',
  mode: 'whole',
  name: (model) => terraformName(model.name),
  toHcl: (model) => ({ attributes: { org_id: model.orgId, name: model.name } }),
  fromHcl: ({ attributes: a }, base) => ({ orgId: String(a.org_id), id: base?.id ?? '', name: String(a.name) }),
  importId: (model) => (model.id === '' ? undefined : `${model.orgId}-${model.id}`),
};

import { type HclValue, terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import projectUser from '../project-user/index.ts';
import { projectUsersOf } from './api.ts';
import type { OrganizationUser } from './model.ts';

const TYPE = 'mongodbatlas_cloud_user_org_assignment';

/** The provider's Delete of this type is removeOrgUser: a block that is destroyed takes the person out. */
export const terraform: TerraformDialect<OrganizationUser> = {
  type: TYPE,
  mode: 'whole',
  name: ({ username }) => terraformName(username),
  toHcl: (model) => ({
    attributes: { org_id: model.orgId, username: model.username, roles: { org_roles: model.orgRoles } },
  }),
  // Teams and roles in projects stand in resources of their own; here the provider only shows them.
  parts: (model, { isNew, blockName }) => {
    const taken = (attribute: string, value: string): HclValue =>
      isNew ? { ref: `${TYPE}.${blockName}.${attribute}` } : value;
    return [
      ...model.teamIds.map((teamId) => ({
        type: 'mongodbatlas_cloud_user_team_assignment',
        // One block for each team: the provider ignores a change of `team_id` (its Update does nothing).
        name: terraformName(`${model.username}_in_team_${teamId}`),
        body: { attributes: { org_id: model.orgId, team_id: teamId, user_id: taken('user_id', model.id) } },
      })),
      ...projectUsersOf(model).flatMap((user) => {
        const dialect = projectUser.terraform;
        if (dialect === undefined || 'none' in dialect) return [];
        const { attributes } = dialect.toHcl(user);
        const body = { attributes: { ...attributes, username: taken('username', model.username) } };
        return [{ type: dialect.type, name: dialect.name(user), body }];
      }),
    ];
  },
  fromHcl: ({ attributes: a }, base) => ({
    orgId: String(a.org_id),
    id: base?.id ?? '',
    username: String(a.username),
    membershipStatus: base?.membershipStatus ?? 'PENDING',
    orgRoles: ((a.roles as { readonly org_roles?: readonly unknown[] } | undefined)?.org_roles ?? [])
      .map(String)
      .sort(),
    projectRoles: base?.projectRoles ?? [],
    teamIds: base?.teamIds ?? [],
    lastAuth: base?.lastAuth ?? null,
    createdAt: base?.createdAt ?? null,
    invitationCreatedAt: base?.invitationCreatedAt ?? null,
    invitationExpiresAt: base?.invitationExpiresAt ?? null,
  }),
  importId: (model) => (model.id === '' ? undefined : `${model.orgId}/${model.id}`),
  cannot: (change) =>
    change.type === 'create' && change.after.membershipStatus !== 'PENDING'
      ? 'Terraform can only invite: a member becomes active by accepting.'
      : undefined,
};

import { type HclNestedBlock, terraformName } from '../../core/hcl.ts';
import { textsOf } from '../../core/read-back.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { type RoleMapping, type RoleMappingAssignment, sortedAssignments } from './model.ts';

/** One block for each organization and project. */
function blocksOf(assignments: readonly RoleMappingAssignment[]): readonly HclNestedBlock[] {
  const scopes = new Map<string, { readonly scope: Record<string, string>; readonly roles: string[] }>();
  for (const { role, orgId, projectId } of assignments) {
    const scope: Record<string, string> = projectId === undefined ? { org_id: orgId } : { group_id: projectId };
    const key = JSON.stringify(scope);
    const known = scopes.get(key);
    if (known === undefined) scopes.set(key, { scope, roles: [role] });
    else known.roles.push(role);
  }
  return [...scopes.values()].map(({ scope, roles }) => ({
    type: 'role_assignments',
    body: { attributes: { ...scope, roles } },
  }));
}

export const terraform: TerraformDialect<RoleMapping> = {
  type: 'mongodbatlas_federated_settings_org_role_mapping',
  mode: 'whole',
  name: (mapping) => terraformName(`group_${mapping.externalGroupName}`),
  toHcl: (mapping) => ({
    attributes: {
      federation_settings_id: mapping.federationSettingsId,
      org_id: mapping.connectedOrgId,
      external_group_name: mapping.externalGroupName,
    },
    blocks: blocksOf(mapping.roleAssignments),
  }),
  fromHcl: ({ attributes: a, blocks }, base) => ({
    orgId: base?.orgId ?? String(a.org_id),
    federationSettingsId: String(a.federation_settings_id),
    connectedOrgId: String(a.org_id),
    id: base?.id ?? '',
    externalGroupName: String(a.external_group_name),
    roleAssignments: sortedAssignments(
      (blocks.role_assignments ?? []).flatMap(({ attributes: { org_id, group_id, roles } }) =>
        textsOf(roles).map(
          (role): RoleMappingAssignment =>
            typeof group_id === 'string' && group_id !== ''
              ? { role, projectId: group_id }
              : { role, orgId: String(org_id) },
        ),
      ),
    ),
  }),
  importId: ({ federationSettingsId, connectedOrgId, id }) =>
    id === '' ? undefined : `${federationSettingsId}-${connectedOrgId}-${id}`,
  cannot: (change) =>
    change.type !== 'delete' && change.after.roleAssignments.length === 0
      ? 'mongodbatlas_federated_settings_org_role_mapping asks for at least one role.'
      : undefined,
};

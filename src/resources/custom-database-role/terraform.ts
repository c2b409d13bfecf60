import { terraformName } from '../../core/hcl.ts';
import type { TerraformBlockBody, TerraformDialect } from '../../core/resource.ts';
import { normalized } from './api.ts';
import type { CustomDatabaseRole, CustomRoleResource } from './model.ts';

function resourceFrom({ attributes }: TerraformBlockBody): CustomRoleResource {
  if (attributes.cluster === true) return { type: 'cluster' };
  const collection = attributes.collection_name;
  return {
    type: 'collection',
    database: String(attributes.database_name ?? ''),
    collection: typeof collection === 'string' && collection !== '' ? collection : null,
  };
}

export const terraform: TerraformDialect<CustomDatabaseRole> = {
  type: 'mongodbatlas_custom_db_role',
  mode: 'whole',
  name: (role) => terraformName(role.roleName),
  toHcl: (role) => ({
    attributes: { project_id: role.projectId, role_name: role.roleName },
    blocks: [
      ...role.actions.map(({ action, resources }) => ({
        type: 'actions',
        body: {
          attributes: { action },
          blocks: resources.map((resource) => ({
            type: 'resources',
            body: {
              attributes:
                resource.type === 'cluster'
                  ? { cluster: true }
                  : // An empty name stands for every collection (provider documentation).
                    { database_name: resource.database, collection_name: resource.collection ?? '' },
            },
          })),
        },
      })),
      ...role.inheritedRoles.map(({ databaseName, roleName }) => ({
        type: 'inherited_roles',
        body: { attributes: { database_name: databaseName, role_name: roleName } },
      })),
    ],
  }),
  fromHcl: ({ attributes, blocks }) =>
    normalized({
      projectId: String(attributes.project_id),
      roleName: String(attributes.role_name),
      actions: (blocks.actions ?? []).map((action) => ({
        action: String(action.attributes.action),
        resources: (action.blocks.resources ?? []).map(resourceFrom),
      })),
      inheritedRoles: (blocks.inherited_roles ?? []).map((inherited) => ({
        databaseName: String(inherited.attributes.database_name),
        roleName: String(inherited.attributes.role_name),
      })),
    }),
  importId: (role) => `${role.projectId}-${role.roleName}`,
  cannot: (change) => {
    const idle =
      change.type === 'delete' ? undefined : change.after.actions.find(({ resources }) => resources.length === 0);
    return idle && `mongodbatlas_custom_db_role asks for a resource of each action, and ${idle.action} has none.`;
  },
};

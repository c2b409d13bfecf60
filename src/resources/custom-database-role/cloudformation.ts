import type { CloudFormationType, TemplateObject, TemplateValue } from '../../core/resource.ts';
import { normalized } from './api.ts';
import type { CustomDatabaseRole } from './model.ts';

const listOf = (value: TemplateValue | undefined) => (value ?? []) as readonly TemplateObject[];

export const cloudformation: CloudFormationType<CustomDatabaseRole> = {
  type: 'MongoDB::Atlas::CustomDBRole',
  mode: 'whole',
  fields: ['projectId', 'roleName', 'actions', 'inheritedRoles'],
  properties: (role) => ({
    ProjectId: role.projectId,
    RoleName: role.roleName,
    Actions: role.actions.map(({ action, resources }) => ({
      Action: action,
      Resources: resources.map((resource) =>
        resource.type === 'cluster'
          ? { Cluster: true }
          : { DB: resource.database, Collection: resource.collection ?? undefined },
      ),
    })),
    InheritedRoles: role.inheritedRoles.map(({ databaseName, roleName }) => ({ Db: databaseName, Role: roleName })),
  }),
  parse: (given) =>
    normalized({
      projectId: String(given.ProjectId),
      roleName: String(given.RoleName),
      actions: listOf(given.Actions).map((action) => ({
        action: String(action.Action),
        resources: listOf(action.Resources).map((resource) =>
          resource.Cluster === true
            ? { type: 'cluster' }
            : {
                type: 'collection',
                database: String(resource.DB),
                collection: resource.Collection === undefined ? null : String(resource.Collection),
              },
        ),
      })),
      inheritedRoles: listOf(given.InheritedRoles).map((role) => ({
        databaseName: String(role.Db),
        roleName: String(role.Role),
      })),
    }),
  identifier: ({ projectId, roleName }) => ({ ProjectId: projectId, RoleName: roleName }),
};

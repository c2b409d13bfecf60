import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import { organizationRolesOf, projectRolesOf } from './api.ts';
import type { ApiKey } from './model.ts';

export const cloudformation: CloudFormationType<ApiKey> = {
  type: 'MongoDB::Atlas::APIKey',
  mode: 'whole',
  fields: ['orgId', 'description', 'roles'],
  properties: (key) => ({
    OrgId: key.orgId,
    Description: key.description,
    // The handler writes the new private key into a secret of AWS Secrets Manager under this name.
    AwsSecretName: `fivefold/atlas/api-key/${key.description.replace(/[^A-Za-z0-9/_+=.@-]+/g, '-')}`,
    Roles: organizationRolesOf(key),
    ProjectAssignments: [...projectRolesOf(key)].map(([projectId, roles]) => ({ ProjectId: projectId, Roles: roles })),
  }),
  parse: (given, base) => ({
    ...base,
    orgId: String(given.OrgId),
    description: String(given.Description),
    roles: [
      ...(given.Roles as readonly string[]).map((role) => ({ role, orgId: String(given.OrgId) })),
      ...(given.ProjectAssignments as readonly TemplateObject[]).flatMap(({ ProjectId, Roles }) =>
        (Roles as readonly string[]).map((role) => ({ role, projectId: String(ProjectId) })),
      ),
    ],
  }),
  cannot: (change) =>
    change.type === 'update'
      ? 'The type asks for the name of the AWS secret that holds the private key, which only the stack that made the key knows.'
      : undefined,
};

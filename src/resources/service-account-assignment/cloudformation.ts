import type { CloudFormationType } from '../../core/resource.ts';
import type { ServiceAccountAssignment } from './model.ts';

export const cloudformation: CloudFormationType<ServiceAccountAssignment> = {
  type: 'MongoDB::Atlas::ServiceAccountProjectAssignment',
  mode: 'whole',
  fields: ['projectId', 'clientId', 'roles'],
  properties: ({ projectId, clientId, roles }) => ({ ProjectId: projectId, ClientId: clientId, Roles: roles }),
  parse: ({ ProjectId, ClientId, Roles }, base) => ({
    ...base,
    projectId: String(ProjectId),
    clientId: String(ClientId),
    roles: (Roles as readonly string[]).map(String),
  }),
  identifier: ({ projectId, clientId }) => ({ ProjectId: projectId, ClientId: clientId }),
};

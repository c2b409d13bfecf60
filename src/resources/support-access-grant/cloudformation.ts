import type { Instant } from '../../core/instant.ts';
import type { CloudFormationType } from '../../core/resource.ts';
import type { SupportAccessGrant } from './model.ts';

export const cloudformation: CloudFormationType<SupportAccessGrant> = {
  type: 'MongoDB::Atlas::MongoDbEmployeeAccessGrant',
  mode: 'whole',
  fields: ['projectId', 'clusterName', 'grantType', 'expirationTime'],
  properties: ({ projectId, clusterName, grantType, expirationTime }) => ({
    ProjectId: projectId,
    ClusterName: clusterName,
    GrantType: grantType,
    ExpirationTime: expirationTime,
  }),
  parse: ({ ProjectId, ClusterName, GrantType, ExpirationTime }) => ({
    projectId: String(ProjectId),
    clusterName: String(ClusterName),
    grantType: GrantType as SupportAccessGrant['grantType'],
    expirationTime: ExpirationTime as Instant,
  }),
  identifier: ({ projectId, clusterName }) => ({ ProjectId: projectId, ClusterName: clusterName }),
};

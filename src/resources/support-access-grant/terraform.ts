import { terraformName } from '../../core/hcl.ts';
import type { Instant } from '../../core/instant.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { SupportAccessGrant } from './model.ts';

export const terraform: TerraformDialect<SupportAccessGrant> = {
  type: 'mongodbatlas_mongodb_employee_access_grant',
  mode: 'whole',
  name: ({ projectId, clusterName }) => terraformName(`support_access_${projectId}_${clusterName}`),
  toHcl: ({ projectId, clusterName, grantType, expirationTime }) => ({
    attributes: {
      project_id: projectId,
      cluster_name: clusterName,
      grant_type: grantType,
      expiration_time: expirationTime,
    },
  }),
  fromHcl: ({ attributes }) => ({
    projectId: String(attributes.project_id),
    clusterName: String(attributes.cluster_name),
    grantType: attributes.grant_type as SupportAccessGrant['grantType'],
    expirationTime: attributes.expiration_time as Instant,
  }),
  importId: ({ projectId, clusterName }) => `${projectId}-${clusterName}`,
};

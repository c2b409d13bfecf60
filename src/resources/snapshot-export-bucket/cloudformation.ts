import type { CloudFormationType } from '../../core/resource.ts';
import type { SnapshotExportBucket } from './model.ts';

export const cloudformation: CloudFormationType<SnapshotExportBucket> = {
  type: 'MongoDB::Atlas::CloudBackupSnapshotExportBucket',
  mode: 'whole',
  fields: ['projectId', 'bucketName', 'roleId'],
  // The type has no update handler.
  createOnly: ['projectId', 'bucketName', 'roleId'],
  properties: ({ projectId, bucketName, roleId }) => ({
    ProjectId: projectId,
    BucketName: bucketName,
    IamRoleID: roleId ?? '',
  }),
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    bucketName: String(given.BucketName),
    roleId: String(given.IamRoleID),
  }),
  identifier: ({ projectId, id }) => ({ ProjectId: projectId, Id: id }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (change.after.cloudProvider !== 'AWS')
      return 'The type MongoDB::Atlas::CloudBackupSnapshotExportBucket knows buckets of AWS S3 only.';
    return change.after.requirePrivateNetworking ? 'The type has no property for private networking.' : undefined;
  },
};

import { terraformName } from '../../core/hcl.ts';
import { textOf } from '../../core/read-back.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { SnapshotExportBucket } from './model.ts';

export const terraform: TerraformDialect<SnapshotExportBucket> = {
  type: 'mongodbatlas_cloud_backup_snapshot_export_bucket',
  mode: 'whole',
  // One bucket may be registered many times; the id of one that is planned says nothing.
  name: ({ projectId, bucketName, id }) =>
    terraformName(`snapshots_${bucketName}_${id.startsWith('new-') ? projectId : id}`),
  toHcl: ({ projectId, cloudProvider, bucketName, roleId, serviceUrl }) => ({
    attributes: {
      project_id: projectId,
      cloud_provider: cloudProvider,
      bucket_name: bucketName,
      ...(roleId === null ? {} : { [cloudProvider === 'AWS' ? 'iam_role_id' : 'role_id']: roleId }),
      ...(serviceUrl === null ? {} : { service_url: serviceUrl }),
    },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    projectId: String(a.project_id),
    id: base?.id ?? '',
    cloudProvider: a.cloud_provider as SnapshotExportBucket['cloudProvider'],
    bucketName: String(a.bucket_name),
    roleId: textOf(a.iam_role_id) ?? textOf(a.role_id),
    region: base?.region ?? null,
    requirePrivateNetworking: a.cloud_provider === 'AWS' ? false : null,
    serviceUrl: textOf(a.service_url),
  }),
  importId: ({ projectId, id }) => `${projectId}-${id}`,
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (change.type === 'update')
      return 'The provider makes a new export bucket for every change, and has no attribute for private networking.';
    return change.after.requirePrivateNetworking
      ? 'The provider has no attribute for private networking, so that exports would leave over the internet.'
      : undefined;
  },
};

import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type SnapshotExportBucket, snapshotExportBucket } from './model.ts';

const onAws: SnapshotExportBucket = {
  projectId: exampleIds.projectId,
  id: '660000000000000000000e01',
  cloudProvider: 'AWS',
  bucketName: 'example-atlas-snapshots',
  roleId: '660000000000000000000b11',
  region: 'eu-west-1',
  requirePrivateNetworking: true,
  serviceUrl: null,
};

export default defineResource({
  kind: 'snapshot-export-bucket',
  title: 'snapshot export bucket',
  parentKind: 'project',
  model: snapshotExportBucket,
  path: (bucket) => [bucket.projectId, bucket.id],
  parentPath: (bucket) => [bucket.projectId],
  label: (bucket) => bucket.bucketName,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    onAws,
    { ...onAws, id: '660000000000000000000e02', region: null, requirePrivateNetworking: false },
    {
      ...onAws,
      id: '660000000000000000000e03',
      cloudProvider: 'AZURE',
      bucketName: 'snapshots',
      region: null,
      requirePrivateNetworking: null,
      serviceUrl: 'https://examplestorage.blob.core.windows.net/snapshots',
    },
    {
      ...onAws,
      id: '660000000000000000000e04',
      cloudProvider: 'GCP',
      region: null,
      requirePrivateNetworking: null,
    },
  ],
});

import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type SnapshotExportBucket, snapshotExportBucket } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

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
  lifecycle: 'managed',
  assigned: ['id', 'region'],
  dependsOn: ({ projectId, roleId }) =>
    roleId === null ? [] : [addressOf('cloud-provider-access-role', projectId, roleId)],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
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
  exampleUpdates: [
    { before: { ...onAws, requirePrivateNetworking: false }, after: onAws },
    { before: onAws, after: { ...onAws, requirePrivateNetworking: false } },
  ],
});

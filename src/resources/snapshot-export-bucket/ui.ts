import type { ConsoleDialect } from '../../core/resource.ts';
import type { SnapshotExportBucket } from './model.ts';

const PLACES = { AWS: 'AWS S3', AZURE: 'Azure Blob Storage', GCP: 'Google Cloud Storage' } as const;

export const ui: ConsoleDialect<SnapshotExportBucket> = {
  page: 'backup/cloud-backup/export/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Backup', 'Export buckets'],
  settings: { requirePrivateNetworking: 'Private networking' },
  create: ({ cloudProvider, bucketName, roleId, requirePrivateNetworking, serviceUrl }) => [
    `Add an export bucket of ${PLACES[cloudProvider]}.`,
    `Choose the role ${roleId ?? 'that may write there'}, which has to be authorised.`,
    `Enter ${bucketName} as bucket.`,
    ...(serviceUrl === null ? [] : [`Enter ${serviceUrl} as service URL.`]),
    ...(requirePrivateNetworking === null
      ? []
      : [requirePrivateNetworking ? 'Turn on Private networking.' : 'Leave Private networking off.']),
    'Press Save.',
  ],
  open: ({ bucketName }) => [`Press Edit in the row of ${bucketName}.`],
  delete: ({ bucketName }) => [`Press Delete in the row of ${bucketName}, and confirm.`],
};

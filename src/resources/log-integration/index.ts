import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type LogIntegration, logIntegration } from './model.ts';

const toS3: LogIntegration = {
  projectId: exampleIds.projectId,
  id: '660000000000000000000b01',
  type: 'S3_LOG_EXPORT',
  logTypes: ['MONGOD', 'MONGOD_AUDIT', 'MONGOS', 'MONGOS_AUDIT'],
  destination: 'example-atlas-logs',
  roleId: '660000000000000000000b11',
  kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000001',
  prefixPath: 'shop/production',
};

const byToken = { roleId: null, kmsKey: null, prefixPath: null };

export default defineResource({
  kind: 'log-integration',
  title: 'log integration',
  parentKind: 'project',
  model: logIntegration,
  path: (sink) => [sink.projectId, sink.id],
  parentPath: (sink) => [sink.projectId],
  label: (sink) => `${sink.type} to ${sink.destination}`,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    toS3,
    { ...toS3, id: '660000000000000000000b02', logTypes: ['MONGOD'], kmsKey: null },
    {
      ...toS3,
      id: '660000000000000000000b03',
      type: 'GCS_LOG_EXPORT',
      destination: 'example-logs',
      kmsKey: null,
    },
    {
      ...toS3,
      id: '660000000000000000000b04',
      type: 'AZURE_LOG_EXPORT',
      destination: 'examplelogs/atlas',
      kmsKey: null,
    },
    { ...toS3, ...byToken, id: '660000000000000000000b05', type: 'DATADOG_LOG_EXPORT', destination: 'EU' },
    {
      ...toS3,
      ...byToken,
      id: '660000000000000000000b06',
      type: 'SPLUNK_LOG_EXPORT',
      destination: 'https://splunk.example.com:8088/services/collector',
    },
    {
      ...toS3,
      ...byToken,
      id: '660000000000000000000b07',
      type: 'OTEL_LOG_EXPORT',
      destination: 'https://otel.example.com/v1/logs',
    },
  ],
});

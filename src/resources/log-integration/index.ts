import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, secretsOf, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type LogIntegration, logIntegration } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const toS3: LogIntegration = {
  projectId: exampleIds.projectId,
  id: '660000000000000000000b01',
  type: 'S3_LOG_EXPORT',
  logTypes: ['MONGOD', 'MONGOD_AUDIT', 'MONGOS', 'MONGOS_AUDIT'],
  destination: 'example-atlas-logs',
  roleId: '660000000000000000000b11',
  kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000001',
  prefixPath: 'shop/production',
  legacyPaths: false,
  headerNames: [],
};

const byToken = { roleId: null, kmsKey: null, prefixPath: null, legacyPaths: null };

const toSplunk: LogIntegration = {
  ...toS3,
  ...byToken,
  id: '660000000000000000000b06',
  type: 'SPLUNK_LOG_EXPORT',
  destination: 'https://splunk.example.com:8088/services/collector',
};

const toOtel: LogIntegration = {
  ...toS3,
  ...byToken,
  id: '660000000000000000000b07',
  type: 'OTEL_LOG_EXPORT',
  destination: 'https://otel.example.com/v1/logs',
  headerNames: ['Authorization', 'X-Tenant'],
};

export default defineResource({
  kind: 'log-integration',
  title: 'log integration',
  parentKind: 'project',
  model: logIntegration,
  path: (sink) => [sink.projectId, sink.id],
  parentPath: (sink) => [sink.projectId],
  label: (sink) => `${sink.type} to ${sink.destination}`,
  lifecycle: 'managed',
  assigned: ['id'],
  dependsOn: ({ projectId, roleId }) =>
    roleId === null ? [] : [addressOf('cloud-provider-access-role', projectId, roleId)],
  irreversible: (change) =>
    change.type === 'delete' && Object.keys(secretsOf(change.before)).length > 0
      ? 'A removed log integration can be made again, but not with its key or token: Atlas never shows it.'
      : undefined,
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    toS3,
    { ...toS3, id: '660000000000000000000b02', logTypes: ['MONGOD'], kmsKey: null, legacyPaths: true },
    {
      ...toS3,
      id: '660000000000000000000b03',
      type: 'GCS_LOG_EXPORT',
      destination: 'example-logs',
      kmsKey: null,
      legacyPaths: null,
    },
    {
      ...toS3,
      id: '660000000000000000000b04',
      type: 'AZURE_LOG_EXPORT',
      destination: 'examplelogs/atlas',
      kmsKey: null,
      legacyPaths: null,
    },
    { ...toS3, ...byToken, id: '660000000000000000000b05', type: 'DATADOG_LOG_EXPORT', destination: 'EU' },
    toSplunk,
    toOtel,
  ],
  exampleUpdates: [
    { before: { ...toS3, logTypes: ['MONGOD', 'MONGOD_AUDIT'] }, after: toS3 },
    { before: toS3, after: { ...toS3, kmsKey: null, prefixPath: '' } },
    { before: { ...toS3, legacyPaths: true }, after: toS3 },
    { before: { ...toSplunk, destination: 'http://splunk.example.com:8088' }, after: toSplunk },
    { before: { ...toOtel, headerNames: ['Authorization'] }, after: toOtel },
  ],
});

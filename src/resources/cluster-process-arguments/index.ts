import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ClusterProcessArguments, clusterProcessArguments } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const usual: ClusterProcessArguments = {
  projectId: exampleIds.projectId,
  clusterName: 'payments',
  minimumEnabledTlsProtocol: 'TLS1_2',
  tlsCipherConfigMode: 'DEFAULT',
  customOpensslCipherConfigTls12: [],
  customOpensslCipherConfigTls13: [],
  javascriptEnabled: true,
  noTableScan: false,
  defaultWriteConcern: null,
  defaultMaxTimeMS: null,
  transactionLifetimeLimitSeconds: null,
  oplogMinRetentionHours: null,
  oplogSizeMB: null,
  queryStatsLogVerbosity: null,
  changeStreamOptionsPreAndPostImagesExpireAfterSeconds: null,
  chunkMigrationConcurrency: null,
  sampleRefreshIntervalBIConnector: null,
  sampleSizeBIConnector: null,
};

const strict: ClusterProcessArguments = {
  ...usual,
  tlsCipherConfigMode: 'CUSTOM',
  customOpensslCipherConfigTls12: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
  customOpensslCipherConfigTls13: ['TLS_AES_256_GCM_SHA384'],
  javascriptEnabled: false,
  defaultWriteConcern: 'majority',
  defaultMaxTimeMS: 60_000,
  transactionLifetimeLimitSeconds: 60,
  oplogMinRetentionHours: 48,
};

export default defineResource({
  kind: 'cluster-process-arguments',
  title: 'cluster process arguments',
  parentKind: 'cluster',
  model: clusterProcessArguments,
  path: ({ projectId, clusterName }) => [projectId, clusterName],
  parentPath: ({ projectId, clusterName }) => [projectId, clusterName],
  label: ({ clusterName }) => `cluster process arguments of ${clusterName}`,
  lifecycle: 'singleton',
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [usual, strict],
  exampleUpdates: [
    { before: usual, after: strict },
    { before: usual, after: { ...usual, minimumEnabledTlsProtocol: 'TLS1_3', javascriptEnabled: false } },
    { before: strict, after: { ...strict, oplogMinRetentionHours: null, noTableScan: true } },
  ],
});

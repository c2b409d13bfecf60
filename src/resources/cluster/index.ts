import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import type { Instant } from '../../core/instant.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type Cluster, type ClusterShard, cluster } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const shard: ClusterShard = {
  zoneName: 'Zone 1',
  regions: [
    {
      provider: 'AWS',
      regionName: 'EU_WEST_1',
      priority: 7,
      electable: { instanceSize: 'M30', nodeCount: 3, diskSizeGB: 40 },
      readOnly: null,
      analytics: null,
    },
  ],
};

const payments: Cluster = {
  projectId: exampleIds.projectId,
  name: 'payments',
  id: '650000000000000000000101',
  tier: 'dedicated',
  clusterType: 'REPLICASET',
  replicationSpecs: [shard],
  stateName: 'IDLE',
  paused: false,
  createDate: '2025-03-03T10:15:30Z',
  mongoDBMajorVersion: '8.0',
  mongoDBVersion: '8.0.29',
  versionReleaseSystem: 'LTS',
  featureCompatibilityVersion: '8.0',
  featureCompatibilityVersionExpirationDate: null,
  backupEnabled: true,
  pitEnabled: true,
  encryptionAtRestProvider: 'NONE',
  terminationProtectionEnabled: false,
  redactClientLogData: false,
  biConnector: { enabled: false, readPreference: 'secondary' },
  rootCertType: 'ISRGROOTX1',
  connectionStrings: {
    standard:
      'mongodb://payments-shard-00-00.ab1cd.mongodb.net:27017,payments-shard-00-01.ab1cd.mongodb.net:27017,payments-shard-00-02.ab1cd.mongodb.net:27017/?ssl=true&authSource=admin&replicaSet=atlas-x1y2z3-shard-0',
    standardSrv: 'mongodb+srv://payments.ab1cd.mongodb.net',
    private: null,
    privateSrv: null,
    privateEndpoints: [],
  },
  tags: [{ key: 'env', value: 'production' }],
};

const none = { standard: null, standardSrv: null, private: null, privateSrv: null, privateEndpoints: [] };

export default defineResource({
  kind: 'cluster',
  title: 'cluster',
  parentKind: 'project',
  model: cluster,
  path: ({ projectId, name }) => [projectId, name],
  parentPath: ({ projectId }) => [projectId],
  label: ({ name }) => `cluster ${name}`,
  lifecycle: 'managed',
  dependsOn: ({ projectId, encryptionAtRestProvider }) =>
    encryptionAtRestProvider === 'NONE' ? [] : [addressOf('encryption-at-rest', projectId)],
  irreversible: (change) => {
    if (change.type === 'delete')
      return 'A deleted cluster is gone with its data, and with its backups unless they are kept.';
    if (change.type === 'create') return undefined;
    return Number(change.after.mongoDBMajorVersion) > Number(change.before.mongoDBMajorVersion)
      ? 'Atlas does not take a cluster back to an older major version of MongoDB.'
      : undefined;
  },
  assigned: [
    'id',
    'stateName',
    'createDate',
    'mongoDBVersion',
    'featureCompatibilityVersion',
    'rootCertType',
    'connectionStrings',
  ],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    payments,
    {
      ...payments,
      name: 'ledger',
      id: '650000000000000000000102',
      clusterType: 'SHARDED',
      replicationSpecs: [
        {
          zoneName: 'Zone 1',
          regions: [
            {
              provider: 'AWS',
              regionName: 'EU_WEST_1',
              priority: 7,
              electable: { instanceSize: 'M30', nodeCount: 2, diskSizeGB: 32 },
              readOnly: null,
              analytics: { instanceSize: 'M30', nodeCount: 1, diskSizeGB: 32 },
            },
            {
              provider: 'AZURE',
              regionName: 'EUROPE_WEST',
              priority: 6,
              electable: { instanceSize: 'M30', nodeCount: 1, diskSizeGB: 32 },
              readOnly: { instanceSize: 'M30', nodeCount: 1, diskSizeGB: 32 },
              analytics: null,
            },
          ],
        },
        {
          zoneName: 'Zone 1',
          regions: [
            {
              ...(shard.regions[0] as ClusterShard['regions'][number]),
              electable: { instanceSize: 'M30', nodeCount: 3, diskSizeGB: 32 },
            },
          ],
        },
      ],
      mongoDBMajorVersion: '7.0',
      mongoDBVersion: '7.0.40',
      featureCompatibilityVersion: '7.0',
      pitEnabled: false,
      redactClientLogData: true,
      connectionStrings: none,
      tags: [],
    },
    {
      ...payments,
      name: 'sandbox',
      id: '650000000000000000000103',
      tier: 'free',
      replicationSpecs: [
        {
          zoneName: 'Zone 1',
          regions: [
            {
              provider: 'AWS',
              regionName: 'EU_WEST_1',
              priority: 7,
              electable: { instanceSize: 'M0', nodeCount: null, diskSizeGB: 0.5 },
              readOnly: null,
              analytics: null,
            },
          ],
        },
      ],
      backupEnabled: false,
      pitEnabled: false,
      connectionStrings: none,
      tags: [],
    },
  ],
  exampleUpdates: [
    { before: payments, after: { ...payments, terminationProtectionEnabled: true, redactClientLogData: true } },
    { before: { ...payments, backupEnabled: false, pitEnabled: false }, after: payments },
    {
      before: { ...payments, biConnector: { enabled: true, readPreference: 'secondary' } },
      after: { ...payments, tags: [] },
    },
    { before: { ...payments, paused: true }, after: { ...payments, terminationProtectionEnabled: true } },
    {
      before: payments,
      after: { ...payments, featureCompatibilityVersionExpirationDate: '2026-12-15T00:00:00Z' as Instant },
    },
  ],
});

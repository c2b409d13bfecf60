import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type FlexCluster, flexCluster } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const prototype: FlexCluster = {
  projectId: exampleIds.projectId,
  name: 'prototype',
  id: '650000000000000000000201',
  provider: 'AWS',
  regionName: 'EU_WEST_1',
  stateName: 'IDLE',
  createDate: '2026-01-12T08:00:00Z',
  mongoDBVersion: '8.0.29',
  versionReleaseSystem: 'LTS',
  terminationProtectionEnabled: false,
  backupEnabled: true,
  connectionStrings: {
    standard:
      'mongodb://ac-ab1cd2e-shard-00-00.fg3hijk.mongodb.net:27017,ac-ab1cd2e-shard-00-01.fg3hijk.mongodb.net:27017,ac-ab1cd2e-shard-00-02.fg3hijk.mongodb.net:27017/?ssl=true&authSource=admin&replicaSet=atlas-l4mno5-shard-0',
    standardSrv: 'mongodb+srv://prototype.fg3hijk.mongodb.net',
  },
  tags: [],
};

export default defineResource({
  kind: 'flex-cluster',
  title: 'flex cluster',
  parentKind: 'project',
  model: flexCluster,
  path: ({ projectId, name }) => [projectId, name],
  parentPath: ({ projectId }) => [projectId],
  label: ({ name }) => `flex cluster ${name}`,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete' ? 'A deleted flex cluster is gone with its data and its backups.' : undefined,
  assigned: [
    'id',
    'stateName',
    'createDate',
    'mongoDBVersion',
    'versionReleaseSystem',
    'backupEnabled',
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
    prototype,
    {
      ...prototype,
      name: 'workshop',
      id: '650000000000000000000202',
      provider: 'GCP',
      regionName: 'WESTERN_EUROPE',
      tags: [
        { key: 'env', value: 'training' },
        { key: 'owner', value: 'platform' },
      ],
    },
  ],
  exampleUpdates: [
    {
      before: prototype,
      after: { ...prototype, terminationProtectionEnabled: true, tags: [{ key: 'env', value: 'test' }] },
    },
  ],
});

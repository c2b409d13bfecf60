import { defineResource } from '../../core/define-resource.ts';
import type { Instant } from '../../core/instant.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type SupportAccessGrant, supportAccessGrant } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** Of the first example of the folder cluster. */
const oneDay: SupportAccessGrant = {
  projectId: exampleIds.projectId,
  clusterName: 'payments',
  grantType: 'CLUSTER_INFRASTRUCTURE',
  expirationTime: '2026-11-25T12:00:00Z' as Instant,
};

const logs: SupportAccessGrant = {
  ...oneDay,
  grantType: 'CLUSTER_DATABASE_LOGS',
  expirationTime: '2027-06-01T00:00:00Z' as Instant,
};

export default defineResource({
  kind: 'support-access-grant',
  title: 'support access grant',
  parentKind: 'cluster',
  model: supportAccessGrant,
  path: ({ projectId, clusterName }) => [projectId, clusterName],
  parentPath: ({ projectId, clusterName }) => [projectId, clusterName],
  label: ({ clusterName }) => `support access grant for ${clusterName}`,
  lifecycle: 'managed',
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [oneDay, logs, { ...oneDay, grantType: 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA' }],
  exampleUpdates: [
    { before: logs, after: oneDay },
    { before: logs, after: { ...logs, expirationTime: oneDay.expirationTime } },
  ],
});

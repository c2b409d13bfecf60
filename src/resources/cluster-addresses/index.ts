import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type ClusterAddresses, clusterAddresses } from './model.ts';

const payments: ClusterAddresses = {
  projectId: exampleIds.projectId,
  clusterName: 'payments',
  inbound: ['203.0.113.70', '203.0.113.71', '203.0.113.72'],
  outbound: ['203.0.113.70', '203.0.113.71', '203.0.113.72'],
  futureInbound: [],
  futureOutbound: [],
};

export default defineResource({
  kind: 'cluster-addresses',
  title: 'addresses of a cluster',
  parentKind: 'project',
  model: clusterAddresses,
  path: ({ projectId, clusterName }) => [projectId, clusterName],
  parentPath: ({ projectId }) => [projectId],
  label: ({ clusterName }) => `addresses of ${clusterName}`,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [payments, { ...payments, futureInbound: ['203.0.113.80'], futureOutbound: ['203.0.113.80'] }],
});

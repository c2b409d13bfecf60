import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { endsOf, read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type AwsNetworkPeering, type NetworkPeering, networkPeering } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const services: AwsNetworkPeering = {
  projectId: exampleIds.projectId,
  containerId: '66c0000000000000000000a1',
  id: '66d0000000000000000000a1',
  state: 'available',
  error: null,
  provider: 'AWS',
  awsAccountId: '111122223333',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  accepterRegion: 'eu-west-1',
  routeTableCidrBlock: '172.20.0.0/16',
};

function labelOf(peering: NetworkPeering): string {
  switch (peering.provider) {
    case 'AWS':
      return `AWS ${peering.vpcId}`;
    case 'AZURE':
      return `Azure ${peering.vnetName}`;
    case 'GCP':
      return `Google Cloud ${peering.gcpProjectId}/${peering.networkName}`;
    default:
      return peering satisfies never;
  }
}

export default defineResource({
  kind: 'network-peering',
  title: 'network peering connection',
  parentKind: 'project',
  model: networkPeering,
  path: (peering) => [peering.projectId, ...endsOf(peering)],
  parentPath: (peering) => [peering.projectId],
  label: labelOf,
  lifecycle: 'managed',
  assigned: ['id', 'state', 'error'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    services,
    {
      projectId: exampleIds.projectId,
      containerId: '66c0000000000000000000a2',
      id: '66d0000000000000000000a2',
      state: 'available',
      error: null,
      provider: 'AZURE',
      azureDirectoryId: '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11',
      azureSubscriptionId: '0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22',
      resourceGroupName: 'payments',
      vnetName: 'payments-vnet',
    },
    {
      projectId: exampleIds.projectId,
      containerId: '66c0000000000000000000a3',
      id: '66d0000000000000000000a3',
      state: 'waiting',
      error: null,
      provider: 'GCP',
      gcpProjectId: 'payments-prod-1',
      networkName: 'default',
    },
  ],
  exampleUpdates: [{ before: services, after: { ...services, routeTableCidrBlock: '172.20.0.0/17' } }],
});

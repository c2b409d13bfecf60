import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type DataFederationEndpoint, dataFederationEndpoint } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const aws: DataFederationEndpoint = {
  projectId: exampleIds.projectId,
  provider: 'AWS',
  endpointId: 'vpce-0a1b2c3d4e5f60720',
  comment: 'archive readers',
  region: null,
  dnsName: null,
  ipAddress: null,
  state: 'available',
  error: null,
};

export default defineResource({
  kind: 'data-federation-endpoint',
  title: 'private endpoint of Data Federation',
  parentKind: 'project',
  model: dataFederationEndpoint,
  path: ({ projectId, endpointId }) => [projectId, endpointId],
  parentPath: ({ projectId }) => [projectId],
  label: ({ endpointId }) => endpointId,
  lifecycle: 'managed',
  assigned: ['state', 'error'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    aws,
    {
      ...aws,
      endpointId: 'vpce-0a1b2c3d4e5f60721',
      comment: '',
      region: 'US_EAST_1',
      dnsName: 'vpce-0a1b2c3d4e5f60721-abcdefgh.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com',
    },
    {
      ...aws,
      provider: 'AZURE',
      endpointId:
        '/subscriptions/0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22/resourceGroups/payments/providers/Microsoft.Network/privateEndpoints/archive',
      ipAddress: '10.4.0.10',
    },
  ],
  exampleUpdates: [{ before: aws, after: { ...aws, comment: 'archive readers of the data team' } }],
});

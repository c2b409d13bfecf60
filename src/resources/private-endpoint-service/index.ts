import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type PrivateEndpointService, privateEndpointService } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const aws: PrivateEndpointService = {
  projectId: exampleIds.projectId,
  provider: 'AWS',
  region: 'EU_WEST_1',
  portMapping: false,
  remoteRegions: [],
  id: '66e0000000000000000000a1',
  status: 'AVAILABLE',
  error: null,
  serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
  serviceResourceId: null,
  serviceAttachments: [],
  endpointIds: ['vpce-0a1b2c3d4e5f60718'],
};

export default defineResource({
  kind: 'private-endpoint-service',
  title: 'private endpoint service',
  parentKind: 'project',
  model: privateEndpointService,
  path: ({ projectId, provider, region, portMapping }) => [
    projectId,
    provider,
    region,
    ...(portMapping ? ['port-mapping'] : []),
  ],
  parentPath: (service) => [service.projectId],
  label: ({ provider, region }) => `${provider} ${region}`,
  lifecycle: 'managed',
  assigned: ['id', 'status', 'error', 'serviceName', 'serviceResourceId', 'serviceAttachments', 'endpointIds'],
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
      provider: 'AZURE',
      region: 'EUROPE_NORTH',
      id: '66e0000000000000000000a2',
      serviceName: 'pls_66e0000000000000000000a2',
      serviceResourceId:
        '/subscriptions/4e133d35-e734-4380-a565-c0945535da37/resourceGroups/rg_1/providers/Microsoft.Network/privateLinkServices/pls_66e0000000000000000000a2',
      endpointIds: [
        '/subscriptions/0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22/resourceGroups/payments/providers/Microsoft.Network/privateEndpoints/atlas',
      ],
    },
    {
      ...aws,
      provider: 'GCP',
      region: 'WESTERN_EUROPE',
      portMapping: true,
      id: '66e0000000000000000000a3',
      serviceName: null,
      serviceAttachments: ['projects/p-atlas/regions/europe-west1/serviceAttachments/sa-europe-west1-0'],
      endpointIds: ['atlas-group'],
    },
    {
      ...aws,
      region: 'US_EAST_1',
      remoteRegions: ['US_EAST_2'],
      id: '66e0000000000000000000a4',
      endpointIds: [],
    },
  ],
  exampleUpdates: [{ before: aws, after: { ...aws, remoteRegions: ['EU_CENTRAL_1'] } }],
});

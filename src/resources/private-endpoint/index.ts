import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type PrivateEndpoint, privateEndpoint } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const aws: PrivateEndpoint = {
  projectId: exampleIds.projectId,
  provider: 'AWS',
  region: 'EU_WEST_1',
  portMapping: false,
  serviceId: '66e0000000000000000000a1',
  endpointId: 'vpce-0a1b2c3d4e5f60718',
  ipAddress: null,
  gcpProjectId: null,
  gcpEndpoints: [],
  state: 'available',
  error: null,
};

const examples: readonly PrivateEndpoint[] = [
  aws,
  {
    ...aws,
    provider: 'AZURE',
    region: 'EUROPE_NORTH',
    serviceId: '66e0000000000000000000a2',
    endpointId:
      '/subscriptions/0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22/resourceGroups/payments/providers/Microsoft.Network/privateEndpoints/atlas',
    ipAddress: '10.4.0.9',
  },
  {
    ...aws,
    provider: 'GCP',
    region: 'WESTERN_EUROPE',
    portMapping: true,
    serviceId: '66e0000000000000000000a3',
    endpointId: 'atlas-group',
    gcpProjectId: 'payments-prod-1',
    gcpEndpoints: [{ name: 'atlas-endpoint-0', ipAddress: '10.132.0.7' }],
  },
];

/** The path of the service that an endpoint is registered with: the parent's own identity. */
function servicePath({ projectId, provider, region, portMapping }: PrivateEndpoint): readonly string[] {
  return [projectId, provider, region, ...(portMapping ? ['port-mapping'] : [])];
}

export default defineResource({
  kind: 'private-endpoint',
  title: 'private endpoint',
  parentKind: 'private-endpoint-service',
  model: privateEndpoint,
  path: (endpoint) => [...servicePath(endpoint), endpoint.endpointId],
  parentPath: servicePath,
  label: (endpoint) => endpoint.endpointId.split('/').at(-1) ?? endpoint.endpointId,
  lifecycle: 'managed',
  dependsOn: (endpoint) => [addressOf('private-endpoint-service', ...servicePath(endpoint))],
  assigned: ['state', 'error'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples,
});

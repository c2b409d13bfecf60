import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import networkContainer from '../../resources/network-container/index.ts';
import type { NetworkContainer } from '../../resources/network-container/model.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import privateEndpoint from '../../resources/private-endpoint/index.ts';
import type { PrivateEndpoint } from '../../resources/private-endpoint/model.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import type { ArtifactExample } from '../artifact.ts';
import type { OPTIONS } from './answers.ts';
import type { Cloud } from './part.ts';

const first = <M extends { readonly provider: Cloud }>(models: readonly M[], provider: Cloud): M =>
  models.find((model) => model.provider === provider) as M;

/** The example service of a cloud, available and without an endpoint. */
export function exampleService(provider: Cloud): PrivateEndpointService {
  const service = first(privateEndpointService.examples as readonly PrivateEndpointService[], provider);
  return { ...service, status: 'AVAILABLE', endpointIds: [] };
}

/** A service of Google Cloud without port mapping: an attachment for each node. */
export function examplePlainService(attachmentCount: number): PrivateEndpointService {
  return {
    ...exampleService('GCP'),
    portMapping: false,
    serviceAttachments: Array.from(
      { length: attachmentCount },
      (_, position) => `projects/p-atlas/regions/europe-west1/serviceAttachments/sa-europe-west1-${position}`,
    ),
  };
}

/** The example peering of a cloud, with its container. */
export function examplePeering(provider: Cloud, state: NetworkPeering['state']) {
  const peering = first(networkPeering.examples as readonly NetworkPeering[], provider);
  return {
    'network-peering': [{ ...peering, state }],
    'network-container': [first(networkContainer.examples as readonly NetworkContainer[], provider)],
  };
}

const [payments] = cluster.examples as readonly Cluster[];
const twoRegions: Cluster = {
  ...(payments as Cluster),
  replicationSpecs: (payments as Cluster).replicationSpecs.map((shard) => ({
    ...shard,
    regions: shard.regions.flatMap((region) => [region, { ...region, regionName: 'US_EAST_1', priority: 6 }]),
  })),
};

/** The uses that the laws try. */
export const examples: readonly ArtifactExample<typeof OPTIONS>[] = [
  {
    name: 'an endpoint in AWS, with everything said',
    values: {
      provider: 'aws',
      vpc: 'vpc-0a1b2c3d4e5f60718',
      subnet: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
      from: ['10.20.0.0/16', '10.30.0.7'],
    },
    resources: { cluster: [payments as Cluster], 'private-endpoint-service': [exampleService('AWS')] },
  },
  {
    name: 'a cluster in two regions of AWS, a service in one that is still being made',
    values: {},
    resources: {
      cluster: [twoRegions],
      'private-endpoint-service': [
        exampleService('AWS'),
        {
          ...exampleService('AWS'),
          region: 'EU_CENTRAL_1',
          id: '66e0000000000000000000a9',
          status: 'INITIATING',
          serviceName: null,
        },
      ],
    },
  },
  {
    name: 'from another region of AWS',
    values: { region: 'us-east-2' },
    resources: {
      'private-endpoint-service': [{ ...exampleService('AWS'), region: 'US_EAST_1', remoteRegions: ['US_EAST_2'] }],
    },
  },
  {
    name: 'an endpoint in Azure, with everything said',
    values: {
      subnet: [
        '/subscriptions/0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/shop/subnets/programs',
      ],
      'resource-group': 'shop',
    },
    resources: { 'private-endpoint-service': [exampleService('AZURE')] },
  },
  {
    name: 'an endpoint in Google Cloud with port mapping, with everything said',
    values: { account: 'shop-prod-1', vpc: 'shop', subnet: ['programs'] },
    resources: { 'private-endpoint-service': [exampleService('GCP')] },
  },
  {
    name: 'an endpoint in Google Cloud without port mapping',
    values: { provider: 'gcp' },
    resources: { 'private-endpoint-service': [examplePlainService(3)] },
  },
  {
    name: 'every cloud at once, nothing said',
    values: { via: 'private-endpoint' },
    resources: {
      'private-endpoint-service': [exampleService('AWS'), exampleService('AZURE'), exampleService('GCP')],
    },
  },
  {
    name: 'endpoints that are complete',
    values: {},
    resources: {
      cluster: [payments as Cluster],
      'private-endpoint-service': [privateEndpointService.examples[0] as PrivateEndpointService],
      'private-endpoint': [privateEndpoint.examples[0] as PrivateEndpoint],
    },
  },
  {
    name: 'a peering that waits in AWS, with everything said',
    values: {
      via: 'peering',
      'route-table': ['rtb-0a1b2c3d4e5f60718', 'rtb-1a1b2c3d'],
      from: ['172.20.8.0/21'],
      ldap: true,
    },
    resources: examplePeering('AWS', 'waiting'),
  },
  {
    name: 'a peering in AWS that is available',
    values: {},
    resources: examplePeering('AWS', 'available'),
  },
  {
    name: 'a peering in Azure that lacks rights',
    values: { from: ['10.40.0.0/16'] },
    resources: examplePeering('AZURE', 'failed'),
  },
  {
    name: 'a peering in Google Cloud that waits',
    values: {},
    resources: examplePeering('GCP', 'waiting'),
  },
];

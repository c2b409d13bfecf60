import { defineControl } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((item) => !isDedicated(item)) as Cluster;
const only = project.examples.find(({ id }) => id === dedicated.projectId) as Project;
const peering: NetworkPeering = {
  ...(networkPeering.examples[0] as NetworkPeering),
  projectId: only.id,
  state: 'available',
};
const service: PrivateEndpointService = {
  ...(privateEndpointService.examples[0] as PrivateEndpointService),
  projectId: only.id,
  status: 'AVAILABLE',
  endpointIds: ['vpce-0f1e2d3c4b5a69788'],
};

export default defineControl({
  id: 'network/private-path-to-production',
  title: 'Applications reach production over private endpoints or peering',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'On the public path, one wrong entry of the access list exposes the clusters to the internet. A private endpoint opens in one ' +
    'direction only and needs no entry at all.',
  sources: [
    'listGroupPrivateEndpointEndpointService',
    'listGroupPeers',
    'https://www.mongodb.com/docs/atlas/security-private-endpoint/',
  ],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.22',
    'hipaa:164.312(e)(1)',
    'pci-dss:1.4.4',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-09',
    'ism:ISM-1270',
    'ism:ISM-1271',
  ],
  reads: ['project', 'cluster', 'private-endpoint-service', 'network-peering'],
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : `The project is for ${environment}.`),
  severityFor: ({ profile }) => (({ low: 'high', medium: 'medium', high: 'low' }) as const)[profile.riskTolerance],
  evaluate({
    project: projects,
    cluster: clusters,
    'private-endpoint-service': services,
    'network-peering': peerings,
  }) {
    const dedicatedClusters = clusters.filter(isDedicated);
    if (dedicatedClusters.length === 0)
      return {
        status: 'not-applicable',
        because: 'Only dedicated clusters (M10 and larger) can have a private path; the project has none.',
      };
    const endpoint = services.some(({ status, endpointIds }) => status === 'AVAILABLE' && endpointIds.length > 0);
    if (endpoint || peerings.some(({ state }) => state === 'available')) return { status: 'pass' };
    const names = dedicatedClusters.map(({ name }) => name).join(', ');
    return {
      status: 'fail',
      violations: projects.map((item) => ({
        at: project.address(item),
        because: `Clients of ${names} in project ${item.name} can come over the internet only: there is no private endpoint and no peering.`,
      })),
    };
  },
  remedy: (_, { profile }) => ({
    type: 'needs',
    needs: [
      {
        what: `From which networks of yours (${profile.cloudProviders.join(', ')}) do applications connect? A private endpoint needs one there.`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'peering', resources: { project: [only], cluster: [dedicated], 'network-peering': [peering] } },
      {
        name: 'private endpoint',
        resources: { project: [only], cluster: [dedicated], 'private-endpoint-service': [service] },
      },
    ],
    fail: [
      { name: 'neither', resources: { project: [only], cluster: [dedicated] } },
      {
        name: 'a service without an endpoint',
        resources: {
          project: [only],
          cluster: [dedicated],
          'private-endpoint-service': [{ ...service, endpointIds: [] }],
        },
      },
    ],
    notApplicable: [
      { name: 'a free cluster', resources: { project: [only], cluster: [free] } },
      {
        name: 'development',
        resources: { project: [only], cluster: [dedicated] },
        profile: { environment: 'development' },
      },
    ],
  },
});

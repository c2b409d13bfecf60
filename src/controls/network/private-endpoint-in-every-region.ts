import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import { regionsOf, sameRegion } from '../cluster-regions.ts';

const dedicated = cluster.examples.find((item) => isDedicated(item) && regionsOf(item).length > 0) as Cluster;
const [provider, region] = (regionsOf(dedicated)[0] as string).split(' ') as ['AWS', string];
const service: PrivateEndpointService = {
  ...(privateEndpointService.examples.find((item) => item.provider === provider) as PrivateEndpointService),
  projectId: dedicated.projectId,
  provider,
  status: 'AVAILABLE',
};
const everywhere = regionsOf(dedicated).map((text, index): PrivateEndpointService => {
  const [cloud, name] = text.split(' ') as ['AWS', string];
  return { ...service, provider: cloud, region: name, id: `65f00000000000000000000${index}` };
});

export default defineControl({
  id: 'network/private-endpoint-in-every-region',
  title: 'Private endpoints reach every region that the clusters run in',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'After a failover to a region without a private endpoint, clients on private networks lose the primary. Projects then reopen the ' +
    'public path in a hurry, and leave it open.',
  sources: [
    'listGroupPrivateEndpointEndpointService',
    'listGroupClusters',
    'https://www.mongodb.com/docs/atlas/security-private-endpoint/',
  ],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.22',
    'hipaa:164.312(e)(1)',
    'pci-dss:1.4.1',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-03',
    'ism:ISM-1270',
  ],
  reads: ['cluster', 'private-endpoint-service'],
  evaluate({ cluster: clusters, 'private-endpoint-service': services }) {
    const usable = services.filter(({ status }) => status === 'AVAILABLE' || status === 'WAITING_FOR_USER');
    if (usable.length === 0)
      return { status: 'not-applicable', because: 'The project does not use private endpoints.' };
    return failOrPass(
      clusters.filter(isDedicated).flatMap((item): readonly Violation[] => {
        const missing = regionsOf(item).filter((text) => {
          const [cloud, name] = text.split(' ') as [string, string];
          // A remote region is one that endpoints may come from: what they reach are nodes in the service's own region.
          return !usable.some((other) => other.provider === cloud && sameRegion(other.region, name));
        });
        if (missing.length === 0) return [];
        return [
          {
            at: cluster.address(item),
            because: `Cluster ${item.name} runs in ${missing.join(', ')} without a private endpoint there.`,
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a private endpoint service in each missing region, and an endpoint of your own connected to it.',
      'For sharded clusters in several regions, turn regional mode on first: it changes the connection strings.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { cluster: [dedicated], 'private-endpoint-service': everywhere } }],
    fail: [
      {
        name: 'another region',
        resources: {
          cluster: [dedicated],
          'private-endpoint-service': [
            { ...service, region: region === 'US_EAST_2' ? 'US_WEST_1' : 'US_EAST_2', remoteRegions: [] },
          ],
        },
      },
      {
        name: 'a service elsewhere, whose endpoints may stand here',
        resources: {
          cluster: [dedicated],
          'private-endpoint-service': [{ ...service, region: 'US_EAST_2', remoteRegions: [region] }],
        },
      },
    ],
    notApplicable: [{ name: 'no private endpoint', resources: { cluster: [dedicated] } }],
  },
});

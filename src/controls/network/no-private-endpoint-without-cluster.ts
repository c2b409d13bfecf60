import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import { regionsOf, sameRegion } from '../cluster-regions.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((item) => !isDedicated(item)) as Cluster;
const service = privateEndpointService.examples.find(
  ({ provider, region }) => regionsOf(dedicated).join() === `${provider} ${region}`,
) as PrivateEndpointService;
const abandoned: PrivateEndpointService = { ...service, region: 'US_EAST_1', id: '66e0000000000000000000b1' };

export default defineControl({
  id: 'network/no-private-endpoint-without-cluster',
  title: 'Private endpoint services stand only in regions where a cluster runs',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A service that was left behind leads to nothing today, and its endpoints stay accepted: the next cluster in the region is reachable ' +
    'from whatever network they stand in, and nobody is asked again. A region that is prepared for a cluster looks the same, hence the confidence.',
  sources: [
    'listGroupPrivateEndpointEndpointService',
    'listGroupClusters',
    'https://www.mongodb.com/docs/atlas/security-private-endpoint/',
  ],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.2.7', 'nist-800-53:CM-7', 'csa-ccm:IVS-03', 'ism:ISM-1182'],
  reads: ['private-endpoint-service', 'cluster'],
  evaluate({ 'private-endpoint-service': services, cluster: clusters }) {
    // Of one without endpoints network/private-endpoint-available speaks.
    const usable = services.filter(({ endpointIds, status }) => status === 'AVAILABLE' && endpointIds.length > 0);
    if (usable.length === 0)
      return { status: 'not-applicable', because: 'The project has no private endpoint service with endpoints.' };
    const dedicatedClusters = clusters.filter(isDedicated);
    if (dedicatedClusters.length === 0)
      return {
        status: 'not-applicable',
        because: 'The project has no dedicated cluster yet that a service could serve.',
      };
    const regions = dedicatedClusters.flatMap(regionsOf);
    return failOrPass(
      usable
        .filter(({ provider, region }) => !regions.some((text) => sameRegion(text, `${provider} ${region}`)))
        .map((item) => ({
          at: privateEndpointService.address(item),
          because: `No cluster runs in ${item.provider} ${item.region}, where a private endpoint service stands with ${item.endpointIds.length} ${item.endpointIds.length === 1 ? 'endpoint' : 'endpoints'}.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'If a cluster is to come to the region, look whose the registered endpoints are, and leave the service.',
      'If not, remove its endpoints in your own cloud account and in Atlas, then the service.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'beside the cluster',
        resources: { cluster: [dedicated], 'private-endpoint-service': [service] },
      },
      {
        name: 'beside a paused cluster',
        resources: { cluster: [{ ...dedicated, paused: true }], 'private-endpoint-service': [service] },
      },
    ],
    fail: [
      {
        name: 'another region',
        resources: { cluster: [dedicated], 'private-endpoint-service': [service, abandoned] },
      },
      {
        name: 'another cloud, beside a free cluster there',
        resources: { cluster: [dedicated, free], 'private-endpoint-service': [{ ...abandoned, provider: 'AZURE' }] },
      },
    ],
    notApplicable: [
      { name: 'no service', resources: { cluster: [dedicated] } },
      {
        name: 'nobody connected yet, which another control judges',
        resources: {
          cluster: [dedicated],
          'private-endpoint-service': [{ ...abandoned, endpointIds: [], status: 'WAITING_FOR_USER' }],
        },
      },
      {
        name: 'it is being removed',
        resources: { 'private-endpoint-service': [{ ...abandoned, status: 'DELETING' }] },
      },
      { name: 'a free cluster only', resources: { cluster: [free], 'private-endpoint-service': [abandoned] } },
    ],
  },
});

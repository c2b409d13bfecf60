import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import privateEndpoint from '../../resources/private-endpoint/index.ts';
import type { PrivateEndpoint } from '../../resources/private-endpoint/model.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';

const endpoint: PrivateEndpoint = {
  ...(privateEndpoint.examples[0] as PrivateEndpoint),
  state: 'available',
  error: null,
};
const service: PrivateEndpointService = {
  ...(privateEndpointService.examples.find(({ provider }) => provider === endpoint.provider) as PrivateEndpointService),
  projectId: endpoint.projectId,
  provider: endpoint.provider,
  region: endpoint.region,
  id: endpoint.serviceId,
  status: 'AVAILABLE',
  error: null,
  endpointIds: [endpoint.endpointId],
};

export default defineControl({
  id: 'network/private-endpoint-available',
  title: 'Every private endpoint works, on both sides',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A private endpoint has a side in Atlas and a side in your own cloud account. While one of them is missing, rejected or failed, ' +
    'nothing comes through it, and clients stay on the public path.',
  sources: ['listGroupPrivateEndpointEndpointService', 'getGroupPrivateEndpointEndpointServiceEndpoint'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.22',
    'hipaa:164.312(e)(1)',
    'pci-dss:1.4.1',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-03',
  ],
  reads: ['private-endpoint-service', 'private-endpoint'],
  evaluate({ 'private-endpoint-service': services, 'private-endpoint': endpoints }) {
    if (services.length === 0)
      return { status: 'not-applicable', because: 'The project has no private endpoint service.' };
    return failOrPass([
      ...services.flatMap((item): readonly Violation[] => {
        const at = privateEndpointService.address(item);
        const name = `private endpoint service of ${item.provider} ${item.region}`;
        if (item.status === 'FAILED')
          return [{ at, because: `The ${name} failed${item.error === null ? '' : `: ${item.error}`}.` }];
        if (item.endpointIds.length === 0 && item.status !== 'DELETING' && item.status !== 'INITIATING')
          return [{ at, because: `No endpoint of yours is connected to the ${name}.`, severity: 'low' }];
        return [];
      }),
      ...endpoints
        .filter(({ state }) => state === 'failed' || state === 'rejected')
        .map((item) => ({
          at: privateEndpoint.address(item),
          because: `Private endpoint ${item.endpointId} in ${item.provider} ${item.region} ${item.state === 'failed' ? 'failed' : 'was rejected'}${item.error === null ? '' : `: ${item.error}`}.`,
        })),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look at the endpoint in your own cloud account: it has to name Atlas’s service and be accepted.',
      'Delete a failed or rejected one on both sides and make it anew; delete a service that nobody connects to.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'private-endpoint-service': [service], 'private-endpoint': [endpoint] } }],
    fail: [
      {
        name: 'a failed service',
        resources: { 'private-endpoint-service': [{ ...service, status: 'FAILED', error: 'Quota exceeded' }] },
      },
      { name: 'nobody connected', resources: { 'private-endpoint-service': [{ ...service, endpointIds: [] }] } },
      {
        name: 'a rejected endpoint',
        resources: { 'private-endpoint-service': [service], 'private-endpoint': [{ ...endpoint, state: 'rejected' }] },
      },
    ],
    notApplicable: [{ resources: { 'private-endpoint-service': [] } }],
  },
});

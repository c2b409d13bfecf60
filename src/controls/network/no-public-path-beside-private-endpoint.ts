import { addressSetOf, difference, isEmpty, PRIVATE_ADDRESSES } from '../../core/cidr.ts';
import { defineControl, failOrPass } from '../../core/control.ts';
import { addressesToKeep } from '../../core/known-clients.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

const entry: ProjectIpAccessListEntry = {
  ...(projectIpAccessList.examples.find(({ type }) => type === 'cidr') as ProjectIpAccessListEntry),
  entry: '203.0.113.0/24',
};
const service: PrivateEndpointService = {
  ...(privateEndpointService.examples[0] as PrivateEndpointService),
  projectId: entry.projectId,
  status: 'AVAILABLE',
  endpointIds: ['vpce-0f1e2d3c4b5a69788'],
};

export default defineControl({
  id: 'network/no-public-path-beside-private-endpoint',
  title: 'Where private endpoints work, the public path admits only who is named',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A private endpoint does not close the public path: both stay usable. Entries that were left behind by the move keep the clusters ' +
    'reachable from the internet. Clients and networks that the profile names as public may stay.',
  sources: ['listGroupAccessListEntries', 'listGroupPrivateEndpointEndpointService'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'pci-dss:1.4.4',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-03',
    'ism:ISM-1270',
    'ism:ISM-1271',
  ],
  reads: ['project-ip-access-list', 'private-endpoint-service'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'high' : 'medium'),
  evaluate({ 'project-ip-access-list': entries, 'private-endpoint-service': services }, { profile, project }) {
    if (!services.some(({ status, endpointIds }) => status === 'AVAILABLE' && endpointIds.length > 0))
      return { status: 'not-applicable', because: 'The project has no working private endpoint.' };
    const named = project === undefined ? addressSetOf([]) : addressesToKeep(profile, project);
    return failOrPass(
      entries
        .filter((item) => item.type === 'cidr' && item.deleteAfterDate === null)
        .filter((item) => !isEmpty(difference(difference(addressSetOf([item.entry]), PRIVATE_ADDRESSES), named)))
        .map((item) => ({
          at: projectIpAccessList.address(item),
          because: `${item.entry} still admits clients over the internet, although the project has a private endpoint.`,
        })),
    );
  },
  remedy: (_, { project }) => ({
    type: 'needs',
    needs: [
      {
        what: `Does anything still use the public path of ${project?.name ?? 'the project'}? Name it as a known client; remove the entries that nobody needs.`,
        where: 'knownClients',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'an empty list', resources: { 'private-endpoint-service': [service] } },
      {
        name: 'a named network',
        resources: { 'private-endpoint-service': [service], 'project-ip-access-list': [entry] },
        profile: { knownNetworks: [{ name: 'vpn', cidrs: ['203.0.113.0/24'] }] },
      },
      {
        name: 'a peered range',
        resources: {
          'private-endpoint-service': [service],
          'project-ip-access-list': [{ ...entry, entry: '10.0.0.0/16' }],
        },
      },
    ],
    fail: [
      { name: 'left behind', resources: { 'private-endpoint-service': [service], 'project-ip-access-list': [entry] } },
      {
        name: 'wider than who is named',
        resources: { 'private-endpoint-service': [service], 'project-ip-access-list': [entry] },
        profile: { knownClients: [{ name: 'bi', addresses: ['203.0.113.7'] }] },
      },
    ],
    notApplicable: [{ name: 'no private endpoint', resources: { 'project-ip-access-list': [entry] } }],
  },
});

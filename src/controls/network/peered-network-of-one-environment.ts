import { defineControl, failOrPass } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { AwsNetworkPeering, NetworkPeering } from '../../resources/network-peering/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import { sharedWithProduction } from '../shared-with-production.ts';

/** What names the network on the customer's side. */
function networkOf(peering: NetworkPeering): string | undefined {
  if (peering.state === 'failed' || peering.state === 'deleting') return undefined;
  switch (peering.provider) {
    case 'AWS':
      return `AWS ${peering.awsAccountId} ${peering.vpcId}`;
    case 'AZURE':
      return `Azure ${peering.azureSubscriptionId} ${peering.resourceGroupName} ${peering.vnetName}`.toLowerCase();
    case 'GCP':
      return `Google Cloud ${peering.gcpProjectId} ${peering.networkName}`;
    default:
      return peering satisfies never;
  }
}

const [production, development] = project.examples as readonly [Project, Project];
const live: AwsNetworkPeering = {
  ...(networkPeering.examples.find(({ provider }) => provider === 'AWS') as AwsNetworkPeering),
  projectId: production.id,
};
const other: AwsNetworkPeering = { ...live, projectId: development.id, id: '66d0000000000000000000b1' };
const azure = networkPeering.examples.find(({ provider }) => provider === 'AZURE') as NetworkPeering;
const apart = { projects: { [development.name]: { environment: 'development' } } } as const;

export default defineControl({
  id: 'network/peered-network-of-one-environment',
  title: 'No network is peered with production and with a project for something else',
  layer: 'network',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A network that is peered with production and with development joins the two: what runs for a test has a private path to production, ' +
    'and only the IP access list and a password are left between them. The profile says which project is for what. A network of shared services is ' +
    'peered with both on purpose, hence the confidence.',
  sources: ['listGroupPeers', 'https://www.mongodb.com/docs/atlas/security-vpc-peering/'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.31',
    'pci-dss:6.5.3',
    'nist-800-53:SC-7',
    'nist-800-53:AC-4',
    'csa-ccm:IVS-06',
    'ism:ISM-1273',
  ],
  reads: ['network-peering', 'project'],
  evaluate({ 'network-peering': peerings, project: projects }, { profile }) {
    if (peerings.length === 0) return { status: 'not-applicable', because: 'No project has a peering connection.' };
    return failOrPass(
      sharedWithProduction(peerings, networkOf, projects, profile).map(
        ({ item, project: name, production: names }) => ({
          at: networkPeering.address(item),
          because: `${networkPeering.label(item)} is peered with project ${name} and with ${names.join(', ')}, which is for production.`,
        }),
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Decide which of the projects the network belongs to; give the other a network of its own, or private endpoints.',
      'Move the clients, then delete the peering connection on both sides, and its ranges from the IP access list.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'two networks',
        resources: {
          project: [production, development],
          'network-peering': [live, { ...other, vpcId: 'vpc-0123456789abcdef0' }],
        },
        profile: apart,
      },
      {
        name: 'one network, both for production',
        resources: { project: [production, development], 'network-peering': [live, other] },
      },
      {
        name: 'the second was given up',
        resources: { project: [production, development], 'network-peering': [live, { ...other, state: 'deleting' }] },
        profile: apart,
      },
      {
        name: 'the same name in another account',
        resources: {
          project: [production, development],
          'network-peering': [live, { ...other, awsAccountId: '444455556666' }],
        },
        profile: apart,
      },
    ],
    fail: [
      {
        name: 'one network in AWS',
        resources: { project: [production, development], 'network-peering': [live, other] },
        profile: apart,
      },
      {
        name: 'one network in Azure',
        resources: {
          project: [production, development],
          'network-peering': [azure, { ...azure, projectId: development.id, id: '66d0000000000000000000b2' }],
        },
        profile: { projects: { [development.id]: { environment: 'staging' } } },
      },
    ],
    notApplicable: [{ name: 'no peering', resources: { project: [production, development] } }],
  },
});

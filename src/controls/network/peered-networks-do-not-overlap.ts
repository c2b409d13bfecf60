import { addressSetOf, intersection, isEmpty } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import networkContainer from '../../resources/network-container/index.ts';
import type { NetworkContainer } from '../../resources/network-container/model.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { AwsNetworkPeering, NetworkPeering } from '../../resources/network-peering/model.ts';

function isLiveInAws(peering: NetworkPeering): peering is AwsNetworkPeering {
  return peering.provider === 'AWS' && peering.state !== 'failed' && peering.state !== 'deleting';
}

function overlap(a: string, b: string): boolean {
  return !isEmpty(intersection(addressSetOf([a]), addressSetOf([b])));
}

const peering = networkPeering.examples.find(isLiveInAws) as AwsNetworkPeering;
const second: AwsNetworkPeering = { ...peering, id: '66d0000000000000000000b1', vpcId: 'vpc-0123456789abcdef0' };
const container: NetworkContainer = {
  ...(networkContainer.examples.find(({ provider }) => provider === 'AWS') as NetworkContainer),
  id: peering.containerId,
};
const google = networkPeering.examples.find(({ provider }) => provider === 'GCP') as NetworkPeering;

export default defineControl({
  id: 'network/peered-networks-do-not-overlap',
  title: 'Peered networks have address ranges of their own',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The IP access list knows addresses, not networks: where two peered networks use the same range, an entry for one admits the other too. ' +
    'A range that overlaps with that of Atlas’s own nodes cannot be routed at all. Atlas says the ranges of peered networks for AWS only.',
  sources: ['listGroupPeers', 'listGroupContainers', 'https://www.mongodb.com/docs/atlas/security-vpc-peering/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.22', 'pci-dss:1.3.1', 'nist-800-53:SC-7', 'csa-ccm:IVS-06', 'ism:ISM-1182'],
  reads: ['network-peering', 'network-container'],
  evaluate({ 'network-peering': all, 'network-container': containers }) {
    const live = all.filter(isLiveInAws);
    if (live.length === 0)
      return { status: 'not-applicable', because: 'The project is not peered with a network in AWS.' };
    return failOrPass(
      live.flatMap((item, index): readonly Violation[] => {
        const at = networkPeering.address(item);
        const name = `${networkPeering.label(item)} (${item.routeTableCidrBlock})`;
        const twin = live
          .slice(0, index)
          .find(
            (earlier) =>
              `${earlier.awsAccountId} ${earlier.vpcId}` !== `${item.awsAccountId} ${item.vpcId}` &&
              overlap(earlier.routeTableCidrBlock, item.routeTableCidrBlock),
          );
        // Containers of other regions and clouds are other networks.
        const own = containers.find(
          ({ id, cidrBlock }) => id === item.containerId && overlap(cidrBlock, item.routeTableCidrBlock),
        );
        return [
          ...(twin === undefined
            ? []
            : [
                {
                  at,
                  because: `${name} overlaps with ${networkPeering.label(twin)} (${twin.routeTableCidrBlock}): the IP access list cannot tell them apart.`,
                },
              ]),
          ...(own === undefined
            ? []
            : [{ at, because: `${name} overlaps with the range of Atlas’s own nodes, ${own.cidrBlock}.` }]),
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Give one of the networks another range, or move its clients into a network that has one.',
      'Until then admit single security groups of AWS in place of ranges, or use private endpoints, which do not look at addresses.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'one network', resources: { 'network-peering': [peering], 'network-container': [container] } },
      {
        name: 'two ranges',
        resources: { 'network-peering': [peering, { ...second, routeTableCidrBlock: '172.21.0.0/16' }] },
      },
      {
        name: 'one network that reaches two regions of the cluster',
        resources: { 'network-peering': [peering, { ...second, vpcId: peering.vpcId }] },
      },
      {
        name: 'the range of Atlas in another region',
        resources: {
          'network-peering': [{ ...peering, routeTableCidrBlock: '10.8.0.0/16' }],
          'network-container': [{ ...container, id: '66d0000000000000000000c9', region: 'US_EAST_1' }],
        },
      },
      {
        name: 'the twin failed',
        resources: { 'network-peering': [peering, { ...second, state: 'failed', error: 'Overlap' }] },
      },
    ],
    fail: [
      { name: 'the same range', resources: { 'network-peering': [peering, second] } },
      {
        name: 'a part of it',
        resources: { 'network-peering': [peering, { ...second, routeTableCidrBlock: '172.20.128.0/20' }] },
      },
      {
        name: 'the range of Atlas',
        resources: {
          'network-peering': [{ ...peering, routeTableCidrBlock: '10.8.0.0/16' }],
          'network-container': [container],
        },
      },
    ],
    notApplicable: [
      { name: 'no peering', resources: { 'network-container': [container] } },
      { name: 'Google Cloud, whose ranges Atlas does not say', resources: { 'network-peering': [google] } },
    ],
  },
});

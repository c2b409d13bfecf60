import { addressSetOf, covers, PRIVATE_ADDRESSES, parseCidr } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { AwsNetworkPeering } from '../../resources/network-peering/model.ts';

/** AWS gives a VPC blocks of /16 at most (Amazon VPC user guide, "VPC CIDR blocks"). */
const LARGEST_VPC_PREFIX = 16;

/** The prefix length of a block. */
function prefixOf(block: string): number {
  const range = parseCidr(block);
  return range === undefined ? 32 : 32 - ((range.last - range.first + 1n).toString(2).length - 1);
}

const peering = networkPeering.examples.find(({ provider }) => provider === 'AWS') as AwsNetworkPeering;
const azure = networkPeering.examples.find(
  ({ provider }) => provider === 'AZURE',
) as (typeof networkPeering.examples)[0];
const routed = (routeTableCidrBlock: string) => ({ 'network-peering': [{ ...peering, routeTableCidrBlock }] });

export default defineControl({
  id: 'network/peering-route-fits-one-network',
  title: 'Atlas routes no more to a peered network than the network can have',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A block of a VPC is a /16 at most. A wider route sends what is meant for other private networks into this one, and stands in the way of ' +
    'peering them; a route for public addresses draws traffic off the internet. Who owns the peered account then sees traffic that is not ' +
    'theirs. A VPC may join several blocks, hence the confidence.',
  sources: ['listGroupPeers', 'https://www.mongodb.com/docs/atlas/security-vpc-peering/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.22', 'pci-dss:1.2.5', 'nist-800-53:SC-7', 'csa-ccm:IVS-06', 'ism:ISM-1271'],
  reads: ['network-peering'],
  evaluate({ 'network-peering': all }) {
    const live = all.filter(
      (item) => item.provider === 'AWS' && item.state !== 'failed' && item.state !== 'deleting',
    ) as readonly AwsNetworkPeering[];
    if (live.length === 0)
      return { status: 'not-applicable', because: 'The project is not peered with a network in AWS.' };
    return failOrPass(
      live.flatMap((item): readonly Violation[] => {
        const at = networkPeering.address(item);
        const route = item.routeTableCidrBlock;
        if (prefixOf(route) < LARGEST_VPC_PREFIX)
          return [
            {
              at,
              because: `Atlas routes ${route} to ${networkPeering.label(item)}; a block of a VPC is a /${LARGEST_VPC_PREFIX} at most.`,
            },
          ];
        if (!covers(PRIVATE_ADDRESSES, addressSetOf([route])))
          return [{ at, because: `Atlas routes ${route}, public addresses, to ${networkPeering.label(item)}.` }];
        return [];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look up the CIDR block of the VPC that holds the clients (AWS console, Your VPCs).',
      'Set it as the route of the peering connection (updateGroupPeer, routeTableCidrBlock), and narrow the IP access list with it.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'the largest that a VPC can be', resources: routed('172.20.0.0/16') },
      { name: 'a subnet', resources: routed('10.3.4.0/24') },
    ],
    fail: [
      { name: 'just too wide', resources: routed('172.20.0.0/15') },
      { name: 'all of 10', resources: routed('10.0.0.0/8') },
      { name: 'public addresses', resources: routed('203.0.113.0/24') },
    ],
    notApplicable: [
      { name: 'no peering', resources: {} },
      { name: 'Azure', resources: { 'network-peering': [azure] } },
      {
        name: 'it failed',
        resources: { 'network-peering': [{ ...peering, routeTableCidrBlock: '10.0.0.0/8', state: 'failed' }] },
      },
    ],
  },
});

import { addressSetOf, admitsStrangers, covers } from '../../core/cidr.ts';
import { defineControl, failOrPass } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

/** The private blocks of RFC 1918; each is far more than one peered network. */
const BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const entry = projectIpAccessList.examples[0] as ProjectIpAccessListEntry;
const peering: NetworkPeering = { ...(networkPeering.examples[0] as NetworkPeering), state: 'available' };
const listed = (text: string) => ({
  'project-ip-access-list': [{ ...entry, entry: text }],
  'network-peering': [peering],
});

export default defineControl({
  id: 'network/no-whole-private-space',
  title: 'No entry of the IP access list admits a whole private address space',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Peering makes private ranges real, and every peered network is behind the same range: an entry for all of 10.0.0.0/8 admits networks that are peered for another purpose, and those that will be.',
  sources: ['listGroupAccessListEntries', 'listGroupPeers', 'https://www.mongodb.com/docs/atlas/security-vpc-peering/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.22', 'pci-dss:1.3.1', 'nist-800-53:SC-7', 'csa-ccm:IVS-03', 'ism:ISM-1182'],
  reads: ['project-ip-access-list', 'network-peering'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'project-ip-access-list': entries, 'network-peering': peerings }) {
    if (!peerings.some(({ state }) => state !== 'failed' && state !== 'deleting'))
      return {
        status: 'not-applicable',
        because: 'Nothing is peered: network/private-range-needs-peering judges private entries.',
      };
    return failOrPass(
      entries.flatMap((item) => {
        if (item.type !== 'cidr') return [];
        const range = addressSetOf([item.entry]);
        const block = BLOCKS.find((one) => covers(range, addressSetOf([one])));
        // What spans the internet is another control's finding.
        if (block === undefined || admitsStrangers(range)) return [];
        const because = `${item.entry} admits all of ${block}, whatever network is peered there now or later.`;
        return [{ at: projectIpAccessList.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Add an entry for the range of each peered network, as its peering connection says.',
      'Remove the wide entry when `fivefold access explain` shows every client covered by another.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'one peered network', resources: listed('10.20.0.0/16') },
      { name: 'the internet is another control’s', resources: listed('0.0.0.0/0') },
    ],
    fail: [
      { name: 'all of 10', resources: listed('10.0.0.0/8') },
      { name: 'all of 192.168', resources: listed('192.168.0.0/16') },
    ],
    notApplicable: [
      { name: 'nothing is peered', resources: { ...listed('10.0.0.0/8'), 'network-peering': [] } },
      {
        name: 'what was peered failed',
        resources: { ...listed('10.0.0.0/8'), 'network-peering': [{ ...peering, state: 'failed' }] },
      },
    ],
  },
});

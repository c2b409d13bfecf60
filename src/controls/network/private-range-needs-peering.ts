import { addressSetOf, difference, isEmpty, PRIVATE_ADDRESSES } from '../../core/cidr.ts';
import { defineControl, failOrPass } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { nobodysAddresses } from '../nobodys-addresses.ts';

function isPrivate(item: ProjectIpAccessListEntry): boolean {
  // Loopback and the like are of no use with peering either: network/ip-access-list-entry-can-be-a-client speaks of them.
  if (item.type !== 'cidr' || nobodysAddresses(item) !== undefined) return false;
  return isEmpty(difference(addressSetOf([item.entry]), PRIVATE_ADDRESSES));
}

const entry = projectIpAccessList.examples.find(({ type }) => type === 'cidr') as ProjectIpAccessListEntry;
const inside: ProjectIpAccessListEntry = { ...entry, entry: '10.1.0.0/16' };
const peering: NetworkPeering = {
  ...(networkPeering.examples[0] as NetworkPeering),
  projectId: entry.projectId,
  state: 'available',
};

export default defineControl({
  id: 'network/private-range-needs-peering',
  title: 'Private ranges stand in the IP access list only where peering makes them real',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Private addresses reach Atlas through network peering only, and private endpoints do not look at the list. Without a peering ' +
    'connection such an entry admits nobody today, and whoever is peered tomorrow.',
  sources: ['listGroupAccessListEntries', 'listGroupPeers', 'https://www.mongodb.com/docs/atlas/security-vpc-peering/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.2.5', 'nist-800-53:SC-7', 'csa-ccm:IVS-03'],
  reads: ['project-ip-access-list', 'network-peering'],
  evaluate({ 'project-ip-access-list': entries, 'network-peering': peerings }) {
    if (peerings.some(({ state }) => state !== 'failed' && state !== 'deleting')) return { status: 'pass' };
    return failOrPass(
      entries.filter(isPrivate).map((item) => ({
        at: projectIpAccessList.address(item),
        because: `${item.entry} is a private range, and the project has no peering connection that could use it.`,
      })),
    );
  },
  remedy({ 'project-ip-access-list': entries }) {
    return {
      type: 'changes',
      changes: entries
        .filter(isPrivate)
        .map((item) => projectIpAccessList.delete(item, `No peering connection can use ${item.entry}.`)),
    };
  },
  examples: {
    pass: [
      { name: 'with peering', resources: { 'project-ip-access-list': [inside], 'network-peering': [peering] } },
      { name: 'a public range', resources: { 'project-ip-access-list': [{ ...entry, entry: '203.0.113.0/24' }] } },
    ],
    fail: [
      { name: 'without peering', resources: { 'project-ip-access-list': [inside] } },
      {
        name: 'with a failed one',
        resources: { 'project-ip-access-list': [inside], 'network-peering': [{ ...peering, state: 'failed' }] },
      },
    ],
  },
});

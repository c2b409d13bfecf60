import {
  type AddressSet,
  addressSetOf,
  blocksOfSet,
  covers,
  difference,
  intersection,
  isEmpty,
  NO_ADDRESSES,
  PRIVATE_ADDRESSES,
  union,
} from '../../core/cidr.ts';
import { defineControl, failOrPass } from '../../core/control.ts';
import networkContainer from '../../resources/network-container/index.ts';
import type { NetworkContainer } from '../../resources/network-container/model.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { AwsNetworkPeering, NetworkPeering } from '../../resources/network-peering/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { nobodysAddresses } from '../nobodys-addresses.ts';

/** The private blocks of RFC 1918: an entry for a whole one is the finding of `network/no-whole-private-space`. */
const WHOLE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((block) => addressSetOf([block]));

function livePeerings(all: readonly NetworkPeering[]): readonly NetworkPeering[] {
  return all.filter(({ state }) => state !== 'failed' && state !== 'deleting');
}

/** Where a private address can come from: what Atlas routes to peered networks, and its own nodes. */
function reachable(peerings: readonly NetworkPeering[], containers: readonly NetworkContainer[]): AddressSet {
  return addressSetOf([
    ...livePeerings(peerings).flatMap((peering) => (peering.provider === 'AWS' ? [peering.routeTableCidrBlock] : [])),
    ...containers.map(({ cidrBlock }) => cidrBlock),
  ]);
}

/** The permanent private entries that admit addresses which no peered network has. */
function beyond(
  entries: readonly ProjectIpAccessListEntry[],
  known: AddressSet,
): readonly { readonly item: ProjectIpAccessListEntry; readonly inside: AddressSet }[] {
  return entries
    .filter(({ type, deleteAfterDate }) => type === 'cidr' && deleteAfterDate === null)
    .flatMap((item) => {
      const admits = addressSetOf([item.entry]);
      if (nobodysAddresses(item) !== undefined) return [];
      if (!covers(PRIVATE_ADDRESSES, admits) || WHOLE_BLOCKS.some((block) => covers(admits, block))) return [];
      return covers(known, admits) ? [] : [{ item, inside: intersection(admits, known) }];
    });
}

const peering = networkPeering.examples.find(({ provider }) => provider === 'AWS') as AwsNetworkPeering;
const azure = networkPeering.examples.find(({ provider }) => provider === 'AZURE') as NetworkPeering;
const container = networkContainer.examples.find(({ provider }) => provider === 'AWS') as NetworkContainer;
const entry: ProjectIpAccessListEntry = {
  ...(projectIpAccessList.examples[0] as ProjectIpAccessListEntry),
  comment: 'shop services',
  deleteAfterDate: null,
};
const peered = (...blocks: readonly string[]) => ({
  'network-peering': [peering],
  'network-container': [container],
  'project-ip-access-list': blocks.map((block) => ({ ...entry, entry: block })),
});

export default defineControl({
  id: 'network/private-entry-within-peered-network',
  title: 'Private ranges of the IP access list reach no further than the peered networks',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A private address can connect only from a network that Atlas routes to. What an entry admits beyond that admits nobody today, and the ' +
    'clients of whatever network is peered tomorrow, for whatever purpose. Atlas says the ranges of peered networks for AWS only.',
  sources: [
    'listGroupAccessListEntries',
    'listGroupPeers',
    'listGroupContainers',
    'https://www.mongodb.com/docs/atlas/security-vpc-peering/',
  ],
  standards: ['soc2:CC6.6', 'iso27001:A.8.22', 'pci-dss:1.2.5', 'nist-800-53:SC-7', 'csa-ccm:IVS-03', 'ism:ISM-1182'],
  reads: ['project-ip-access-list', 'network-peering', 'network-container'],
  evaluate({ 'project-ip-access-list': entries, 'network-peering': peerings, 'network-container': containers }) {
    const live = livePeerings(peerings);
    if (!live.some(({ provider }) => provider === 'AWS'))
      return { status: 'not-applicable', because: 'The project is not peered with a network in AWS.' };
    const found = beyond(entries, reachable(peerings, containers));
    if (found.length > 0 && live.some(({ provider }) => provider !== 'AWS'))
      return {
        status: 'unknown',
        because: `Whether ${found.map(({ item }) => item.entry).join(', ')} is in a peered network of Azure or Google Cloud, Atlas does not say.`,
      };
    return failOrPass(
      found.map(({ item, inside }) => ({
        at: projectIpAccessList.address(item),
        because: isEmpty(inside)
          ? `${item.entry} is in none of the peered networks.`
          : `${item.entry} is wider than the peered networks in it, ${blocksOfSet(inside).join(', ')}.`,
      })),
    );
  },
  remedy(
    { 'project-ip-access-list': entries, 'network-peering': peerings, 'network-container': containers },
    { project },
  ) {
    if (project === undefined)
      return { type: 'needs', needs: [{ what: 'The project is not known.', where: 'outside' }] };
    const found = beyond(entries, reachable(peerings, containers));
    const rest = entries.filter(
      (other) =>
        other.type === 'cidr' &&
        other.deleteAfterDate === null &&
        !found.some(({ item }) => item.entry === other.entry),
    );
    const wanted = found.map(({ inside }) => inside).reduce(union, NO_ADDRESSES);
    return {
      type: 'changes',
      changes: [
        ...blocksOfSet(difference(wanted, addressSetOf(rest.map((other) => other.entry)))).map((block) => {
          const from = found.find(({ inside }) => covers(inside, addressSetOf([block])))?.item;
          return projectIpAccessList.create(
            {
              projectId: project.id,
              type: 'cidr',
              entry: block,
              comment: from?.comment ?? 'peered networks (fivefold)',
              deleteAfterDate: null,
            },
            'What a peered network has of a wider entry.',
          );
        }),
        ...found.map(({ item }) =>
          projectIpAccessList.delete(item, `Nothing that is peered needs more of ${item.entry}.`),
        ),
      ],
    };
  },
  examples: {
    pass: [
      { name: 'the peered network', resources: peered('172.20.0.0/16') },
      { name: 'a subnet of it, and the nodes of Atlas', resources: peered('172.20.4.0/24', '10.8.0.0/21') },
      { name: 'public ranges', resources: peered('203.0.113.0/24') },
      { name: 'a whole private space, which another control judges', resources: peered('172.16.0.0/12') },
    ],
    fail: [
      { name: 'wider than the network', resources: peered('172.20.0.0/15') },
      { name: 'somewhere else', resources: peered('192.168.4.0/24', '172.20.4.0/24') },
      { name: 'wider twice', resources: peered('172.20.0.0/15', '172.16.0.0/13') },
      { name: 'wider, beside an entry for the network', resources: peered('172.16.0.0/13', '172.20.0.0/16') },
    ],
    notApplicable: [
      { name: 'no peering', resources: { 'project-ip-access-list': [{ ...entry, entry: '10.1.0.0/16' }] } },
      {
        name: 'Azure alone',
        resources: { 'network-peering': [azure], 'project-ip-access-list': [{ ...entry, entry: '10.1.0.0/16' }] },
      },
    ],
  },
});

import {
  addressSetOf,
  admitsStrangers,
  difference,
  intersection,
  isEmpty,
  PRIVATE_ADDRESSES,
} from '../../core/cidr.ts';
import { type ControlContext, defineControl, failOrPass } from '../../core/control.ts';
import { addressesToKeep, publicClientsOf } from '../../core/known-clients.ts';
import privateEndpointService from '../../resources/private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { isBroad } from '../broad-range.ts';
import { nobodysAddresses } from '../nobodys-addresses.ts';
import { toolOf } from '../tool-entries.ts';

/** The permanent public entries that admit addresses which nobody has named, and whether anybody named is in them. */
function unclaimed(
  entries: readonly ProjectIpAccessListEntry[],
  context: ControlContext,
): readonly { readonly item: ProjectIpAccessListEntry; readonly isWider: boolean }[] {
  const { project, profile } = context;
  if (project === undefined) return [];
  const named = addressesToKeep(profile, project);
  return entries
    .filter(({ type, deleteAfterDate }) => type === 'cidr' && deleteAfterDate === null)
    .filter((item) => toolOf(item) === undefined && nobodysAddresses(item) === undefined)
    .flatMap((item) => {
      const admits = addressSetOf([item.entry]);
      // Open and broad entries, those of tools, and those that nobody can use are findings of their own.
      if (admitsStrangers(admits) || isBroad(admits, context)) return [];
      if (isEmpty(difference(difference(admits, PRIVATE_ADDRESSES), named))) return [];
      return [{ item, isWider: !isEmpty(intersection(admits, named)) }];
    });
}

const office: ProjectIpAccessListEntry = {
  ...(projectIpAccessList.examples[0] as ProjectIpAccessListEntry),
  entry: '203.0.113.0/24',
  comment: 'Office',
  deleteAfterDate: null,
};
const service: PrivateEndpointService = {
  ...(privateEndpointService.examples[0] as PrivateEndpointService),
  projectId: office.projectId,
  status: 'AVAILABLE',
};
const shopApi = { name: 'shop-api', addresses: ['192.0.2.10'] };
const vpn = { knownNetworks: [{ name: 'vpn', cidrs: ['198.51.100.0/24'] }], knownClients: [shopApi] } as const;
const listed = (...entries: readonly ProjectIpAccessListEntry[]) => ({ 'project-ip-access-list': entries });

export default defineControl({
  id: 'network/ip-access-list-entry-belongs-to-known-client',
  title: 'Every permanent entry of the IP access list belongs to a client or network that is known',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever has left, and whatever was switched off, stays on the list until somebody asks. Where fivefold.yaml names clients of a project, an entry ' +
    'for none of them and for no known network is either forgotten or a client that nobody has written down; both should be settled.',
  sources: ['listGroupAccessListEntries'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'iso27001:A.5.18',
    'pci-dss:1.2.7',
    'nist-800-53:SC-7(5)',
    'csa-ccm:IVS-03',
    'ism:ISM-1182',
  ],
  reads: ['project-ip-access-list', 'private-endpoint-service'],
  evaluate({ 'project-ip-access-list': entries, 'private-endpoint-service': services }, context) {
    const { project, profile } = context;
    // Networks alone (an office, a VPN) do not claim to be all that connects.
    if (project === undefined || publicClientsOf(profile, project).length === 0)
      return {
        status: 'not-applicable',
        because: 'The profile names no client of this project that comes over the list.',
      };
    if (services.some(({ status, endpointIds }) => status === 'AVAILABLE' && endpointIds.length > 0))
      return {
        status: 'not-applicable',
        because:
          'The project has a private endpoint: network/no-public-path-beside-private-endpoint judges its entries.',
      };
    return failOrPass(
      unclaimed(entries, context).map(({ item, isWider }) => {
        const name = item.comment.trim() === '' ? item.entry : `${item.entry} ("${item.comment}")`;
        return {
          at: projectIpAccessList.address(item),
          because: isWider
            ? `${name} is wider than the clients and networks in it that the profile names.`
            : `${name} belongs to no client and no network that the profile names.`,
        };
      }),
    );
  },
  remedy({ 'project-ip-access-list': entries }, context) {
    return {
      type: 'needs',
      needs: unclaimed(entries, context).map(({ item }) => ({
        what: `Who connects from ${item.entry}? Name the client or the network; if nobody does, remove the entry.`,
        where: 'knownClients',
      })),
    };
  },
  examples: {
    pass: [
      { name: 'a known network', resources: listed({ ...office, entry: '198.51.100.0/25' }), profile: vpn },
      {
        name: 'a known client',
        resources: listed({ ...office, entry: '203.0.113.10/32' }),
        profile: { knownClients: [{ name: 'shop-api', addresses: ['203.0.113.10'] }] },
      },
      {
        name: 'an entry of a tool, which another control judges',
        resources: listed({ ...office, comment: 'IP added with atlas quickstart' }),
        profile: vpn,
      },
      { name: 'a peered range', resources: listed({ ...office, entry: '10.1.0.0/16' }), profile: vpn },
      {
        name: 'a temporary entry',
        resources: listed({
          ...office,
          deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<typeof office.deleteAfterDate>,
        }),
        profile: vpn,
      },
      {
        name: 'an open entry, which another control judges',
        resources: listed({ ...office, entry: '0.0.0.0/0' }),
        profile: vpn,
      },
    ],
    fail: [
      { name: 'nobody’s', resources: listed(office), profile: vpn },
      { name: 'wider than the network', resources: listed({ ...office, entry: '198.51.100.0/23' }), profile: vpn },
      {
        name: 'a network of another project',
        resources: listed({ ...office, entry: '198.51.100.0/24' }),
        profile: {
          knownNetworks: [
            { name: 'vpn', cidrs: ['198.51.100.0/24'], projects: ['another'] },
            { name: 'office', cidrs: ['192.0.2.0/24'] },
          ],
          knownClients: [shopApi],
        },
      },
    ],
    notApplicable: [
      { name: 'nobody is named', resources: listed(office) },
      { name: 'a network alone', resources: listed(office), profile: { knownNetworks: vpn.knownNetworks } },
      {
        name: 'a client that comes by a private path',
        resources: listed(office),
        profile: { knownClients: [{ ...shopApi, via: 'peering' }] },
      },
      {
        name: 'a private endpoint',
        resources: { ...listed(office), 'private-endpoint-service': [service] },
        profile: vpn,
      },
    ],
  },
});

import {
  addressSetOf,
  admitsStrangers,
  blocksOfSet,
  difference,
  intersection,
  isEmpty,
  sizeOf,
} from '../../core/cidr.ts';
import { type ControlContext, defineControl, failOrPass } from '../../core/control.ts';
import { addressesToKeep } from '../../core/known-clients.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { isBroad } from '../broad-range.ts';

function broadEntries(
  entries: readonly ProjectIpAccessListEntry[],
  context: ControlContext,
): readonly ProjectIpAccessListEntry[] {
  return entries.filter(
    // Where strangers are admitted, `network/no-open-ip-access-list` speaks.
    ({ type, entry: range }) => type === 'cidr' && !admitsStrangers(addressSetOf([range])) && isBroad(range, context),
  );
}

const entry = projectIpAccessList.examples.find(({ type }) => type === 'cidr') as ProjectIpAccessListEntry;
const withEntry = (cidr: string) => ({ 'project-ip-access-list': [{ ...entry, entry: cidr, deleteAfterDate: null }] });

export default defineControl({
  id: 'network/no-broad-ip-access-list-entry',
  title: 'No entry of the IP access list is broader than one network needs',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A range of thousands of addresses usually belongs to a cloud provider or a carrier, and so to strangers too. With medium risk ' +
    'tolerance an IPv4 entry may be a /20, with low a /24, with high a /16; the options broadestIpv4Prefix and broadestIpv6Prefix set it exactly.',
  sources: ['listGroupAccessListEntries', 'https://www.mongodb.com/docs/atlas/security/ip-access-list/'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'pci-dss:1.3.1',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-03',
    'ism:ISM-1271',
    'ism:ISM-1182',
  ],
  reads: ['project-ip-access-list'],
  severityFor: ({ profile, environment }) =>
    environment === 'development' ? 'low' : profile.riskTolerance === 'low' ? 'high' : 'medium',
  evaluate({ 'project-ip-access-list': entries }, context) {
    return failOrPass(
      broadEntries(entries, context).map((broad) => {
        const { v4, v6 } = sizeOf(addressSetOf([broad.entry]));
        const many = v4 > 0n ? `${v4} addresses` : `a block of 2^${v6.toString(2).length - 1} addresses`;
        return { at: projectIpAccessList.address(broad), because: `${broad.entry} admits ${many}.` };
      }),
    );
  },
  remedy({ 'project-ip-access-list': entries }, context) {
    const { profile, project } = context;
    const broad = broadEntries(entries, context);
    const inside = project === undefined ? addressSetOf([]) : addressesToKeep(profile, project);
    const changes = broad.flatMap((wide) => {
      const keep = intersection(inside, addressSetOf([wide.entry]));
      if (project === undefined || isEmpty(keep)) return [];
      const others = entries.filter(
        (other) => other.type === 'cidr' && !broad.includes(other) && other.deleteAfterDate === null,
      );
      return [
        ...blocksOfSet(difference(keep, addressSetOf(others.map((other) => other.entry)))).map((block) =>
          projectIpAccessList.create(
            {
              projectId: project.id,
              type: 'cidr',
              entry: block,
              comment: 'known client (fivefold)',
              deleteAfterDate: null,
            },
            `A known client or network of ${project.name} connects from here.`,
          ),
        ),
        projectIpAccessList.delete(wide, `Closes ${wide.entry}, once the known clients in it have their own entries.`),
      ];
    });
    const closed = new Set(changes.filter(({ type }) => type === 'delete').map(({ address }) => address));
    if (broad.every((wide) => closed.has(projectIpAccessList.address(wide)))) return { type: 'changes', changes };
    return {
      type: 'needs',
      needs: broad
        .filter((wide) => !closed.has(projectIpAccessList.address(wide)))
        .map((wide) => ({
          what: `Which clients connect through ${wide.entry}, and from which addresses?`,
          where: 'knownClients',
        })),
    };
  },
  examples: {
    pass: [
      { name: 'an office', resources: withEntry('198.51.100.0/24') },
      { name: 'the broadest that medium tolerance takes', resources: withEntry('203.0.112.0/20') },
      { name: 'a private range', resources: withEntry('10.0.0.0/8') },
      { name: 'an open entry, which another control judges', resources: withEntry('0.0.0.0/0') },
    ],
    fail: [
      { name: 'a carrier', resources: withEntry('203.0.0.0/16') },
      { name: 'just too broad', resources: withEntry('203.0.96.0/19') },
      { name: 'a /20 with low tolerance', resources: withEntry('203.0.112.0/20'), profile: { riskTolerance: 'low' } },
      { name: 'IPv6', resources: withEntry('2001:db8::/32') },
      {
        name: 'a known client in it',
        resources: withEntry('203.0.0.0/16'),
        profile: { knownClients: [{ name: 'shop-api', addresses: ['203.0.113.10'] }] },
      },
    ],
  },
});

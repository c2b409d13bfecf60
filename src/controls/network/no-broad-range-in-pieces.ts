import {
  type AddressSet,
  addressSetOf,
  admitsStrangers,
  blocksOfSet,
  intersection,
  isEmpty,
  sizeOf,
} from '../../core/cidr.ts';
import { type ControlContext, defineControl, failOrPass } from '../../core/control.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { isBroad } from '../broad-range.ts';

/** A broad range without a gap, and the entries that make it up. */
interface Joined {
  readonly range: AddressSet;
  readonly pieces: readonly ProjectIpAccessListEntry[];
}

/** What narrow entries add up to where they follow each other without a gap. */
function joinedRanges(entries: readonly ProjectIpAccessListEntry[], context: ControlContext): readonly Joined[] {
  const narrow = entries
    .filter(({ type }) => type === 'cidr')
    .map((entry) => ({ entry, admits: addressSetOf([entry.entry]) }))
    // What is broad by itself is another control's finding.
    .filter(({ admits }) => !admitsStrangers(admits) && !isBroad(admits, context));
  const all = addressSetOf(narrow.map(({ entry }) => entry.entry));
  const runs: readonly AddressSet[] = [
    ...all.v4.map((range) => ({ v4: [range], v6: [] })),
    ...all.v6.map((range) => ({ v4: [], v6: [range] })),
  ];
  return runs
    .filter((range) => isBroad(range, context))
    .map((range) => ({
      range,
      pieces: narrow.filter(({ admits }) => !isEmpty(intersection(admits, range))).map(({ entry }) => entry),
    }));
}

const entry = projectIpAccessList.examples.find(({ type }) => type === 'cidr') as ProjectIpAccessListEntry;
const listed = (...blocks: readonly string[]) => ({
  'project-ip-access-list': blocks.map((block) => ({ ...entry, entry: block })),
});

export default defineControl({
  id: 'network/no-broad-range-in-pieces',
  title: 'Narrow entries of the IP access list do not add up to a broad range',
  layer: 'network',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Sixteen blocks side by side admit as many strangers as one that is sixteen times as wide, and pass a rule that looks at entries one by ' +
    'one. What counts as broad is as for single entries: with medium risk tolerance more than an IPv4 /20; broadestIpv4Prefix and broadestIpv6Prefix set it exactly.',
  sources: ['listGroupAccessListEntries', 'https://www.mongodb.com/docs/atlas/security/ip-access-list/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.3.1', 'nist-800-53:SC-7', 'csa-ccm:IVS-03', 'ism:ISM-1182'],
  reads: ['project-ip-access-list'],
  severityFor: ({ profile, environment }) =>
    environment === 'development' ? 'low' : profile.riskTolerance === 'low' ? 'high' : 'medium',
  evaluate({ 'project-ip-access-list': entries }, context) {
    return failOrPass(
      joinedRanges(entries, context).map(({ range, pieces }) => {
        const [first] = pieces as readonly [ProjectIpAccessListEntry];
        const { v4 } = sizeOf(range);
        const together = `${blocksOfSet(range).join(' and ')}${v4 > 0n ? `, ${v4} addresses` : ''}`;
        return {
          at: projectIpAccessList.address(first),
          because: `${pieces.map((piece) => piece.entry).join(', ')} together admit all of ${together}.`,
        };
      }),
    );
  },
  remedy({ 'project-ip-access-list': entries }, context) {
    return {
      type: 'needs',
      needs: joinedRanges(entries, context).map(({ pieces }) => ({
        what: `Which clients connect through ${pieces.map((piece) => piece.entry).join(', ')}, and from which addresses?`,
        where: 'knownClients',
      })),
    };
  },
  examples: {
    pass: [
      { name: 'one block, which another control judges', resources: listed('203.0.96.0/19') },
      { name: 'two blocks with a gap', resources: listed('203.0.96.0/20', '203.0.128.0/20') },
      { name: 'neighbours that are narrow together', resources: listed('203.0.112.0/21', '203.0.120.0/21') },
      { name: 'private ranges', resources: listed('10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/15') },
    ],
    fail: [
      { name: 'two halves', resources: listed('203.0.96.0/20', '203.0.112.0/20') },
      {
        name: 'quarters in any order, one of them twice',
        resources: listed('203.0.120.0/21', '203.0.96.0/21', '203.0.112.0/21', '203.0.104.0/21', '203.0.96.0/24'),
      },
      { name: 'IPv6', resources: listed('2001:db8::/48', '2001:db8:1::/48') },
      {
        name: 'little tolerance',
        resources: listed('203.0.112.0/24', '203.0.113.0/24'),
        profile: { riskTolerance: 'low' },
      },
    ],
  },
});

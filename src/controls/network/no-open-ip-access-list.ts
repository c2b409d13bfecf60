import { addressSetOf, admitsStrangers, blocksOfSet, difference, LARGEST_HOLDING } from '../../core/cidr.ts';
import { defineControl, failOrPass } from '../../core/control.ts';
import { addressesToKeep } from '../../core/known-clients.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

/** A list may join what several holders have; beyond eight times the largest block it admits strangers. */
const LARGEST_LIST = { v4: LARGEST_HOLDING.v4 * 8n, v6: LARGEST_HOLDING.v6 * 8n } as const;

/** The entries that make the list open: each that is too wide by itself, then the widest until the rest is narrow enough. */
function openEntries(entries: readonly ProjectIpAccessListEntry[]): readonly ProjectIpAccessListEntry[] {
  const cidrs = entries.filter((entry) => entry.type === 'cidr');
  const open = cidrs.filter((entry) => admitsStrangers(addressSetOf([entry.entry])));
  const rest = cidrs
    .filter((entry) => !open.includes(entry))
    .sort((a, b) => Number(a.entry.split('/')[1]) - Number(b.entry.split('/')[1]));
  while (admitsStrangers(addressSetOf(rest.map((entry) => entry.entry)), LARGEST_LIST)) {
    open.push(rest.shift() as ProjectIpAccessListEntry);
  }
  return open;
}

const entry = projectIpAccessList.examples[0] as ProjectIpAccessListEntry;

export default defineControl({
  id: 'network/no-open-ip-access-list',
  title: 'The IP access list admits no range that spans the internet',
  layer: 'network',
  scope: 'project',
  severity: 'critical',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Whoever has a password of a database user can connect from anywhere when the list is open: one leaked connection string is enough. ' +
    'Two halves (0.0.0.0/1 and 128.0.0.0/1) open it as one whole does, so every entry and the union of all are judged.',
  sources: ['listGroupAccessListEntries', 'https://www.mongodb.com/docs/atlas/security/ip-access-list/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.3.1', 'nist-800-53:SC-7', 'ism:ISM-1271', 'ism:ISM-1182'],
  reads: ['project-ip-access-list'],
  severityFor: ({ environment }) => (environment === 'development' ? 'high' : 'critical'),
  evaluate({ 'project-ip-access-list': entries }) {
    return failOrPass(
      openEntries(entries).map((open) => ({
        at: projectIpAccessList.address(open),
        because: open.entry.endsWith('/0')
          ? `${open.entry} admits every address of the internet.`
          : `${open.entry} admits addresses of many owners, far more than any one network has.`,
      })),
      entries.length === 0 ? 'The list is empty: only peering and private endpoints can connect.' : undefined,
    );
  },
  remedy({ 'project-ip-access-list': entries }, { profile, project }) {
    if (project === undefined)
      return { type: 'needs', needs: [{ what: 'The project is not known.', where: 'outside' }] };
    const keep = addressesToKeep(profile, project);
    if (keep.v4.length === 0 && keep.v6.length === 0) {
      const what = `Nobody has said who connects to project "${project.name}"; closing its list could cut them off. Name its clients and networks.`;
      return { type: 'needs', needs: [{ what, where: 'knownClients' }] };
    }
    const open = openEntries(entries);
    const rest = entries.filter(
      (candidate) => candidate.type === 'cidr' && !open.includes(candidate) && candidate.deleteAfterDate === null,
    );
    const missing = blocksOfSet(difference(keep, addressSetOf(rest.map((kept) => kept.entry))));
    return {
      type: 'changes',
      changes: [
        ...missing.map((block) =>
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
        ...open.map((wide) =>
          projectIpAccessList.delete(wide, `Closes ${wide.entry}, once every known client has its own entry.`),
        ),
      ],
    };
  },
  examples: {
    pass: [
      { name: 'an office', resources: { 'project-ip-access-list': [entry] } },
      { name: 'an empty list', resources: { 'project-ip-access-list': [] } },
      { name: 'a private range', resources: { 'project-ip-access-list': [{ ...entry, entry: '10.0.0.0/8' }] } },
    ],
    fail: [
      { name: 'one wildcard', resources: { 'project-ip-access-list': [{ ...entry, entry: '0.0.0.0/0' }] } },
      { name: 'IPv6 wildcard', resources: { 'project-ip-access-list': [{ ...entry, entry: '::/0' }] } },
      { name: 'one half', resources: { 'project-ip-access-list': [{ ...entry, entry: '128.0.0.0/1' }] } },
      {
        name: 'two halves, with a known client',
        resources: {
          'project-ip-access-list': [
            { ...entry, entry: '0.0.0.0/1' },
            { ...entry, entry: '128.0.0.0/1' },
          ],
        },
        profile: { knownClients: [{ name: 'shop-api', addresses: ['203.0.113.10'] }] },
      },
    ],
  },
});

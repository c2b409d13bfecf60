import { addressSetOf, covers } from '../../core/cidr.ts';
import { defineControl, failOrPass } from '../../core/control.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

const example = projectIpAccessList.examples[0] as ProjectIpAccessListEntry;

/** Permanent entries whose every address another permanent entry admits too. */
function redundant(
  entries: readonly ProjectIpAccessListEntry[],
): readonly { readonly entry: ProjectIpAccessListEntry; readonly by: ProjectIpAccessListEntry }[] {
  const permanent = entries
    .filter((entry) => entry.type === 'cidr' && entry.deleteAfterDate === null)
    .map((entry) => ({ entry, admits: addressSetOf([entry.entry]) }));
  return permanent.flatMap(({ entry, admits }) => {
    const by = permanent.find((other) => other.entry !== entry && covers(other.admits, admits));
    return by === undefined ? [] : [{ entry, by: by.entry }];
  });
}

export default defineControl({
  id: 'network/no-redundant-ip-access-list-entry',
  title: 'No entry of the IP access list is covered by another',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An entry inside a wider one admits nobody new. It hides who really needs access, and removing it gives a feeling of safety without any.',
  sources: ['listGroupAccessListEntries'],
  standards: ['iso27001:A.8.20', 'pci-dss:1.2.7'],
  reads: ['project-ip-access-list'],
  evaluate({ 'project-ip-access-list': entries }) {
    return failOrPass(
      redundant(entries).map(({ entry, by }) => ({
        at: projectIpAccessList.address(entry),
        because: `${entry.entry} admits nobody that ${by.entry} does not admit.`,
      })),
    );
  },
  remedy({ 'project-ip-access-list': entries }) {
    const names = redundant(entries).map(({ entry, by }) => `${entry.entry} (inside ${by.entry})`);
    return {
      type: 'manual',
      steps: [
        `Decide which of the two is meant: ${names.join(', ')}.`,
        'Keep the narrower entry where it is enough, and remove the wider one; `fivefold plan` shows whom that would cut off.',
      ],
      verifiedBy: 'fivefold assess',
    };
  },
  examples: {
    pass: [{ resources: { 'project-ip-access-list': [example, { ...example, entry: '203.0.113.0/24' }] } }],
    fail: [{ resources: { 'project-ip-access-list': [example, { ...example, entry: '198.51.100.17/32' }] } }],
  },
});

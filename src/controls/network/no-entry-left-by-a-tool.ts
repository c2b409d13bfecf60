import { addressSetOf, covers } from '../../core/cidr.ts';
import { type ControlContext, defineControl, failOrPass } from '../../core/control.ts';
import { addressesToKeep } from '../../core/known-clients.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { likelyEnvironmentHere } from '../environment-words.ts';
import { toolOf } from '../tool-entries.ts';

function leftBehind(
  entries: readonly ProjectIpAccessListEntry[],
  { profile, project }: ControlContext,
): readonly { readonly item: ProjectIpAccessListEntry; readonly tool: string }[] {
  const named = project === undefined ? addressSetOf([]) : addressesToKeep(profile, project);
  return entries.flatMap((item) => {
    const tool = toolOf(item);
    if (tool === undefined || covers(named, addressSetOf([item.entry]))) return [];
    return [{ item, tool }];
  });
}

const entry: ProjectIpAccessListEntry = {
  ...(projectIpAccessList.examples[0] as ProjectIpAccessListEntry),
  entry: '203.0.113.7/32',
  deleteAfterDate: null,
};
const commented = (comment: string) => ({ 'project-ip-access-list': [{ ...entry, comment }] });
const BY_MCP = 'Added by MongoDB MCP Server to enable tool access';

export default defineControl({
  id: 'network/no-entry-left-by-a-tool',
  title: 'No entry that a tool added for the machine it ran on was left in the IP access list',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Set-up wizards and AI clients put the address of the machine that they run on into the list, for good, and do not take it out again. It is ' +
    'somebody’s home, a café or a shared runner, and belongs to somebody else tomorrow. The comment tells which tool it was.',
  sources: ['listGroupAccessListEntries', 'https://www.mongodb.com/docs/mcp-server/'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(4)(ii)(C)',
    'pci-dss:1.2.7',
    'nist-800-53:SC-7(4)',
    'csa-ccm:IAM-07',
    'ism:ISM-1182',
  ],
  reads: ['project-ip-access-list'],
  severityFor: (context) => (likelyEnvironmentHere(context) === 'production' ? 'medium' : 'low'),
  evaluate({ 'project-ip-access-list': entries }, context) {
    return failOrPass(
      leftBehind(entries, context).map(({ item, tool }) => ({
        at: projectIpAccessList.address(item),
        because: `${item.entry} was added by ${tool} for the machine that it ran on, and has no end.`,
      })),
    );
  },
  remedy({ 'project-ip-access-list': entries }, context) {
    return {
      type: 'needs',
      needs: leftBehind(entries, context).map(({ item }) => ({
        what: `Who still connects from ${item.entry}? Name them as a known client; if nobody does, remove the entry.`,
        where: 'knownClients',
      })),
    };
  },
  examples: {
    pass: [
      { name: 'by a person', resources: commented('Office in Dublin') },
      {
        name: 'an open entry, which another control judges',
        resources: { 'project-ip-access-list': [{ ...entry, entry: '0.0.0.0/0', comment: BY_MCP }] },
      },
      {
        name: 'the address of a known client',
        resources: commented(BY_MCP),
        profile: { knownClients: [{ name: 'assistant', addresses: ['203.0.113.7'] }] },
      },
      {
        name: 'it ends',
        resources: {
          'project-ip-access-list': [
            {
              ...entry,
              comment: BY_MCP,
              deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<typeof entry.deleteAfterDate>,
            },
          ],
        },
      },
    ],
    fail: [
      { name: 'by the MCP server', resources: commented(BY_MCP) },
      { name: 'by the CLI', resources: commented('IP added with atlas quickstart') },
      { name: 'by the console', resources: commented('Created as part of the Auto Setup process ') },
    ],
  },
});

import { addressSetOf, admitsStrangers } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import mcpConfiguration from '../../resources/mcp-configuration/index.ts';
import type { McpConfiguration } from '../../resources/mcp-configuration/model.ts';
import projectMcpConfiguration from '../../resources/project-mcp-configuration/index.ts';
import type { ProjectMcpConfiguration } from '../../resources/project-mcp-configuration/model.ts';

const server = mcpConfiguration.examples[0] as McpConfiguration;
const ofProject = projectMcpConfiguration.examples[0] as ProjectMcpConfiguration;

/** What is wrong with the list, as the end of a sentence; undefined where nothing is. */
function weakness(ranges: readonly string[]): string | undefined {
  if (ranges.length === 0) return 'has no IP access list';
  if (!admitsStrangers(addressSetOf(ranges))) return undefined;
  return `answers to a large part of the internet: ${ranges.join(', ')}`;
}

export default defineControl({
  id: 'organization-policy/mcp-server-has-access-list',
  title: 'Every remote MCP server answers to known addresses only',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'high',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A remote MCP server acts on Atlas with roles of its own for whoever holds its credential, and AI clients keep credentials in files and logs. ' +
    'The list of addresses is the second layer: without it the credential is all that it takes. What Atlas makes of an empty list is not documented.',
  sources: ['listOrgMcpConfigs', 'listGroupMcpConfigs'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'nist-800-53:AC-17', 'csa-ccm:IVS-03'],
  reads: ['mcp-configuration', 'project-mcp-configuration', 'project'],
  evaluate(input) {
    const servers = input['mcp-configuration'];
    const projectServers = input['project-mcp-configuration'];
    if (servers.length + projectServers.length === 0)
      return { status: 'not-applicable', because: 'The organization has no remote MCP server.' };
    return failOrPass([
      ...servers.flatMap((each): readonly Violation[] => {
        const why = weakness(each.ipAccessList);
        return why === undefined
          ? []
          : [{ at: mcpConfiguration.address(each), because: `MCP server "${each.name}" of the organization ${why}.` }];
      }),
      ...projectServers.flatMap((each): readonly Violation[] => {
        const why = weakness(each.ipAccessList);
        if (why === undefined) return [];
        const owner = input.project.find(({ id }) => id === each.projectId)?.name ?? each.projectId;
        const because = `MCP server "${each.name}" of project "${owner}" ${why}.`;
        return [{ at: projectMcpConfiguration.address(each), because }];
      }),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out from which addresses the clients of each server call it, and who they are; delete servers that nobody names.',
      'Set those ranges as the IP access list of the server in the Atlas console.',
    ],
    verifiedBy: 'The list of MCP configurations shows ranges for each server.',
  }),
  examples: {
    pass: [
      { name: 'of the organization', resources: { 'mcp-configuration': [server] } },
      {
        name: 'as wide as one holder can be',
        resources: { 'project-mcp-configuration': [{ ...ofProject, ipAccessList: ['20.0.0.0/8'] }] },
      },
    ],
    fail: [
      { name: 'no list', resources: { 'mcp-configuration': [{ ...server, ipAccessList: [] }] } },
      {
        name: 'of a project, wider than one holder can be',
        resources: { 'project-mcp-configuration': [{ ...ofProject, ipAccessList: ['20.0.0.0/7'] }] },
      },
      {
        name: 'two halves',
        resources: { 'mcp-configuration': [{ ...server, ipAccessList: ['0.0.0.0/1', '128.0.0.0/1'] }] },
      },
    ],
    notApplicable: [{ name: 'no server', resources: {} }],
  },
});

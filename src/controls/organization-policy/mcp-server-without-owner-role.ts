import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import mcpConfiguration from '../../resources/mcp-configuration/index.ts';
import type { McpConfiguration } from '../../resources/mcp-configuration/model.ts';
import projectMcpConfiguration from '../../resources/project-mcp-configuration/index.ts';
import type { ProjectMcpConfiguration } from '../../resources/project-mcp-configuration/model.ts';
import { MAKES_DATABASE_USERS } from '../project-roles.ts';

const server = mcpConfiguration.examples[0] as McpConfiguration;
const ofProject = projectMcpConfiguration.examples[0] as ProjectMcpConfiguration;

/** Roles that can undo every other layer: owners, and those who make database users. */
const OWNING: readonly string[] = ['ORG_OWNER', 'ORG_STREAM_PROCESSING_ADMIN', ...MAKES_DATABASE_USERS];

function owningRoles(roles: readonly string[]): readonly string[] {
  return roles.filter((role) => OWNING.includes(role));
}

export default defineControl({
  id: 'organization-policy/mcp-server-without-owner-role',
  title: 'No remote MCP server can take over a project or the organization',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An AI client does what the text that it reads tells it, and some of that text comes from strangers. With an owner’s role, or one that ' +
    'makes database users, a planted sentence is enough to open a project.',
  sources: ['listOrgMcpConfigs', 'listGroupMcpConfigs', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.5', 'nist-800-53:AC-6(5)', 'csa-ccm:IAM-09'],
  reads: ['mcp-configuration', 'project-mcp-configuration', 'project'],
  evaluate(input) {
    const servers = input['mcp-configuration'];
    const projectServers = input['project-mcp-configuration'];
    if (servers.length + projectServers.length === 0)
      return { status: 'not-applicable', because: 'The organization has no remote MCP server.' };
    return failOrPass([
      ...servers.flatMap((each): readonly Violation[] => {
        const roles = owningRoles(each.roles);
        const because = `MCP server "${each.name}" of the organization holds ${roles.join(', ')}.`;
        const at = mcpConfiguration.address(each);
        return roles.length === 0
          ? []
          : [{ at, because, ...(roles.includes('ORG_OWNER') ? { severity: 'critical' as const } : {}) }];
      }),
      ...projectServers.flatMap((each): readonly Violation[] => {
        const roles = owningRoles(each.roles);
        const owner = input.project.find(({ id }) => id === each.projectId)?.name ?? each.projectId;
        const because = `MCP server "${each.name}" of project "${owner}" holds ${roles.join(', ')}.`;
        return roles.length === 0 ? [] : [{ at: projectMcpConfiguration.address(each), because }];
      }),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out what the clients of each server do; reading needs ORG_READ_ONLY or GROUP_READ_ONLY and no more.',
      'Give the server that role in the Atlas console, or make a new server and delete the old one.',
    ],
    verifiedBy: 'The list of MCP configurations shows no owner’s role.',
  }),
  examples: {
    pass: [
      { name: 'it only reads', resources: { 'mcp-configuration': [server], 'project-mcp-configuration': [ofProject] } },
      {
        name: 'it manages clusters',
        resources: { 'project-mcp-configuration': [{ ...ofProject, roles: ['GROUP_CLUSTER_MANAGER'] }] },
      },
    ],
    fail: [
      { name: 'owner of the organization', resources: { 'mcp-configuration': [{ ...server, roles: ['ORG_OWNER'] }] } },
      {
        name: 'it makes database users',
        resources: {
          'project-mcp-configuration': [{ ...ofProject, roles: ['GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_READ_ONLY'] }],
        },
      },
      {
        name: 'it makes them through the role for streams',
        resources: { 'project-mcp-configuration': [{ ...ofProject, roles: ['GROUP_STREAM_PROCESSING_OWNER'] }] },
      },
    ],
    notApplicable: [{ name: 'no server', resources: {} }],
  },
});

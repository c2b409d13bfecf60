import { defineControl, failOrPass } from '../../core/control.ts';
import projectMcpConfiguration from '../../resources/project-mcp-configuration/index.ts';
import type { ProjectMcpConfiguration } from '../../resources/project-mcp-configuration/model.ts';
import { MAKES_DATABASE_USERS } from '../project-roles.ts';

/** Roles that change nothing (docs, Atlas user roles). */
const READING: readonly string[] = [
  'GROUP_READ_ONLY',
  'GROUP_DATA_ACCESS_READ_ONLY',
  'GROUP_OBSERVABILITY_VIEWER',
  'GROUP_CLUSTER_LOG_VIEWER',
];
function writingRoles({ roles }: ProjectMcpConfiguration): readonly string[] {
  // Of the others organization-policy/mcp-server-without-owner-role speaks.
  return roles.filter((role) => !READING.includes(role) && !MAKES_DATABASE_USERS.includes(role));
}

const server = projectMcpConfiguration.examples[0] as ProjectMcpConfiguration;
const holding = (...roles: readonly string[]) => ({ 'project-mcp-configuration': [{ ...server, roles }] });

export default defineControl({
  id: 'organization-policy/mcp-server-only-reads-in-production',
  title: 'Remote MCP servers of production change nothing',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A model takes instructions from what it reads, also from documents that strangers wrote, and it makes mistakes without any stranger. With a ' +
    'role that only reads, both end in a wrong answer; with one that manages clusters or writes data, in an outage or in lost data.',
  sources: ['listGroupMcpConfigs', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.5', 'nist-800-53:AC-6', 'csa-ccm:IAM-05', 'ism:ISM-1508'],
  reads: ['project-mcp-configuration'],
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : 'The project is not for production.'),
  evaluate({ 'project-mcp-configuration': servers }, { project }) {
    if (servers.length === 0) return { status: 'not-applicable', because: 'The project has no remote MCP server.' };
    return failOrPass(
      servers.flatMap((item) => {
        const roles = writingRoles(item);
        if (roles.length === 0) return [];
        const because = `MCP server "${item.name}" of project "${project?.name}" may change things there: it holds ${roles.join(', ')}.`;
        return [{ at: projectMcpConfiguration.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out what the clients of the server do with it; let changes be made by a pipeline that a person approves.',
      'Give the server GROUP_READ_ONLY in the Atlas console, or make a new one and delete the old.',
    ],
    verifiedBy: 'listGroupMcpConfigs shows roles that only read.',
  }),
  examples: {
    pass: [
      { name: 'it reads', resources: holding('GROUP_READ_ONLY') },
      {
        name: 'it reads data and metrics',
        resources: holding('GROUP_DATA_ACCESS_READ_ONLY', 'GROUP_OBSERVABILITY_VIEWER'),
      },
      { name: 'an owner, which another control judges', resources: holding('GROUP_OWNER') },
    ],
    fail: [
      { name: 'it manages clusters', resources: holding('GROUP_CLUSTER_MANAGER', 'GROUP_READ_ONLY') },
      { name: 'it writes data', resources: holding('GROUP_DATA_ACCESS_READ_WRITE') },
    ],
    notApplicable: [
      { name: 'no server', resources: {} },
      {
        name: 'staging',
        resources: holding('GROUP_CLUSTER_MANAGER'),
        profile: { environment: 'staging' },
      },
    ],
  },
});

import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { environmentOf } from '../../core/profile.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import roleMapping from '../../resources/role-mapping/index.ts';
import type { RoleMapping } from '../../resources/role-mapping/model.ts';
import { MAKES_DATABASE_USERS } from '../project-roles.ts';

/** Two projects of one environment are run by one team in most places. */
const LEAST_PROJECTS = 3;

/** The projects in which a group can make database users, by a role of the project. */
function reachOf({ roleAssignments }: RoleMapping): ReadonlySet<string> {
  return new Set(
    roleAssignments.flatMap(({ role, projectId }) =>
      projectId !== undefined && MAKES_DATABASE_USERS.includes(role) ? [projectId] : [],
    ),
  );
}

const [first, second] = project.examples as readonly [Project, Project];
const third: Project = { ...second, id: '650000000000000000000003', name: 'reports' };
const mapping = (...roleAssignments: RoleMapping['roleAssignments']): RoleMapping => ({
  ...(roleMapping.examples[0] as RoleMapping),
  externalGroupName: 'atlas-engineers',
  roleAssignments,
});
const resources = (item: RoleMapping) => ({ project: [first, second], 'role-mapping': [item] });

export default defineControl({
  id: 'authorization/no-group-reaching-all-data',
  title: 'No group of the identity provider makes database users in every project',
  layer: 'authorization',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A group that owns every project, or makes database users in each of them, reaches all data, production and test alike. Whoever may add people to it, ' +
    'often a help desk, hands that out, and Atlas shows it only when they sign in. One group for each project keeps a mistake small. Judged from three ' +
    'projects on, or where the profile tells production from the rest.',
  sources: [
    'listFederationSettingConnectedOrgConfigRoleMappings',
    'https://www.mongodb.com/docs/atlas/security/manage-org-mapping/',
    'https://www.mongodb.com/docs/atlas/reference/user-roles/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.15',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'ism:ISM-1508',
    'ism:ISM-1852',
  ],
  reads: ['project', 'role-mapping'],
  evaluate({ project: projects, 'role-mapping': all }, { profile }) {
    const mappings = all.filter(({ connectedOrgId, orgId }) => connectedOrgId === orgId);
    if (mappings.length === 0)
      return { status: 'not-applicable', because: 'No group of an identity provider has a role here.' };
    const environments = new Set(projects.map((each) => environmentOf(profile, each)));
    if (projects.length < LEAST_PROJECTS && environments.size < 2)
      return {
        status: 'not-applicable',
        because: `The organization has fewer than ${LEAST_PROJECTS} projects, all of one environment.`,
      };
    return failOrPass(
      mappings.flatMap((each): readonly Violation[] => {
        const reach = reachOf(each);
        if (!projects.every(({ id }) => reach.has(id))) return [];
        const roles = [
          ...new Set(
            each.roleAssignments.map(({ role }) => role).filter((role) => MAKES_DATABASE_USERS.includes(role)),
          ),
        ].sort();
        const because = `Whoever is in the group "${each.externalGroupName}" can make database users in all ${projects.length} projects (${roles.join(', ')}).`;
        return [{ at: roleMapping.address(each), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a group for each project, or at least one for production and one for the rest, and map Project Owner or Project Database Access Admin to it.',
      'Take those roles out of the mapping of the large group in the Federation Management App; they end when people sign in anew.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'one project',
        resources: resources(mapping({ role: 'GROUP_OWNER', projectId: first.id })),
        profile: { projects: { [second.id]: { environment: 'staging' } } },
      },
      {
        name: 'reading everything',
        resources: resources(
          mapping({ role: 'GROUP_READ_ONLY', projectId: first.id }, { role: 'GROUP_READ_ONLY', projectId: second.id }),
        ),
        profile: { projects: { [second.id]: { environment: 'staging' } } },
      },
    ],
    fail: [
      {
        name: 'owner here, database access there',
        resources: resources(
          mapping(
            { role: 'GROUP_OWNER', projectId: first.id },
            { role: 'GROUP_DATABASE_ACCESS_ADMIN', projectId: second.id },
          ),
        ),
        profile: { projects: { [second.id]: { environment: 'development' } } },
      },
      {
        name: 'three projects for production',
        resources: {
          project: [first, second, third],
          'role-mapping': [
            mapping(...[first, second, third].map(({ id }) => ({ role: 'GROUP_OWNER', projectId: id }))),
          ],
        },
      },
    ],
    notApplicable: [
      { name: 'no federation', resources: { project: [first, second] } },
      {
        name: 'two projects for production',
        resources: resources(
          mapping({ role: 'GROUP_OWNER', projectId: first.id }, { role: 'GROUP_OWNER', projectId: second.id }),
        ),
      },
      {
        name: 'one project in all',
        resources: {
          project: [first],
          'role-mapping': [mapping({ role: 'GROUP_OWNER', projectId: first.id })],
        },
      },
    ],
  },
});

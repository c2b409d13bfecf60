import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import projectUser from '../../resources/project-user/index.ts';
import type { ProjectUser } from '../../resources/project-user/model.ts';
import teamAssignment from '../../resources/team-assignment/index.ts';
import type { TeamAssignment } from '../../resources/team-assignment/model.ts';
import { HOLDER_KINDS, type RoleHolder, roleHolders } from '../project-roles.ts';

const LEAST_PROJECTS = 3;

const [first, second] = project.examples as readonly [Project, Project];
const ada = projectUser.examples[0] as ProjectUser;
const team = teamAssignment.examples[0] as TeamAssignment;
const owning = (...projectIds: readonly string[]) => ({
  project: [first, second],
  'project-user': projectIds.map((projectId) => ({
    ...ada,
    projectId,
    membershipStatus: 'ACTIVE' as const,
    roles: ['GROUP_OWNER'],
  })),
});

const ofTwo = { controls: { 'authorization/no-disguised-organization-owner': { leastProjects: 2 } } };

export default defineControl({
  id: 'authorization/no-disguised-organization-owner',
  title: 'No person and no team owns every project without owning the organization',
  layer: 'authorization',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever owns each project reaches all data of the organization, as its owners do, but stands in no list of owners, and no limit on their number ' +
    'counts them. The option leastProjects says from how many projects on it is judged. API keys and service accounts are judged in each project.',
  sources: [
    'listOrgUsers',
    'listGroupUsers',
    'listGroupTeams',
    'https://www.mongodb.com/docs/atlas/reference/user-roles/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6(5)',
    'csa-ccm:IAM-09',
    'cis:5.4',
    'ism:ISM-1508',
  ],
  reads: ['project', ...HOLDER_KINDS, 'organization-user'],
  options: { leastProjects: LEAST_PROJECTS },
  evaluate(input, { options }) {
    const least = typeof options.leastProjects === 'number' ? options.leastProjects : LEAST_PROJECTS;
    const { project: projects } = input;
    if (projects.length < least)
      return {
        status: 'not-applicable',
        because: `The organization has ${projects.length} projects, fewer than ${least}.`,
      };
    const declared = new Set(
      input['organization-user'].flatMap(({ orgRoles, username }) =>
        orgRoles.includes('ORG_OWNER') ? [username] : [],
      ),
    );
    const owned = new Map<string, { readonly holder: RoleHolder; readonly projects: Set<string> }>();
    for (const holder of roleHolders(input)) {
      // Of credentials authorization/no-project-owner-credential speaks, in each project.
      if (holder.type !== 'person' && holder.type !== 'team') continue;
      if (!holder.roles.includes('GROUP_OWNER') || declared.has(holder.id)) continue;
      const found = owned.get(holder.id) ?? { holder, projects: new Set<string>() };
      found.projects.add(holder.projectId);
      owned.set(holder.id, found);
    }
    return failOrPass(
      [...owned.values()].flatMap(({ holder, projects: own }): readonly Violation[] =>
        projects.every(({ id }) => own.has(id))
          ? [
              {
                at: holder.at,
                because: `${holder.label} owns each of the ${projects.length} projects, and is no owner of the organization.`,
              },
            ]
          : [],
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask what is done in each project, and give the roles for that instead of Project Owner.',
      'Where somebody does run everything, make them an owner of the organization openly, and one of the few.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an owner of some', resources: owning(first.id), profile: ofTwo },
      {
        name: 'a declared owner, whom another control judges',
        resources: {
          ...owning(first.id, second.id),
          'organization-user': [
            {
              ...(organizationUser.examples[0] as OrganizationUser),
              username: ada.username,
              orgRoles: ['ORG_OWNER'],
            },
          ],
        },
        profile: ofTwo,
      },
    ],
    fail: [
      { name: 'a person', resources: owning(first.id, second.id), profile: ofTwo },
      {
        name: 'a team',
        resources: {
          project: [first, second],
          'team-assignment': [first, second].map(({ id }) => ({ ...team, projectId: id, roles: ['GROUP_OWNER'] })),
        },
        profile: ofTwo,
      },
    ],
    notApplicable: [{ name: 'two projects', resources: owning(first.id, second.id) }],
  },
});

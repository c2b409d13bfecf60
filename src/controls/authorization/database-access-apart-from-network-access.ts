import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import projectUser from '../../resources/project-user/index.ts';
import type { ProjectUser } from '../../resources/project-user/model.ts';
import teamAssignment from '../../resources/team-assignment/index.ts';
import type { TeamAssignment } from '../../resources/team-assignment/model.ts';
import { HOLDER_KINDS, MAKES_DATABASE_USERS, OPENS_NETWORK, type RoleHolder, roleHolders } from '../project-roles.ts';

/** The two roles that together open a way to data; undefined where one is missing, or where an owner's role says it all. */
function bothOf(roles: readonly string[]): readonly [string, string] | undefined {
  if (roles.includes('GROUP_OWNER')) return undefined;
  const maker = roles.find((role) => MAKES_DATABASE_USERS.includes(role));
  const opener = roles.find((role) => OPENS_NETWORK.includes(role));
  return maker === undefined || opener === undefined ? undefined : [maker, opener];
}

/** The holders of one project: people with what their teams give them, unless a team of theirs holds both, or they own the organization. */
function withTeams(
  holders: readonly RoleHolder[],
  users: readonly OrganizationUser[],
  teamRoles: ReadonlyMap<string, readonly string[]>,
): readonly RoleHolder[] {
  return holders.flatMap((holder) => {
    if (holder.type !== 'person') return [holder];
    const user = users.find(({ username }) => username === holder.id);
    if (user?.orgRoles.includes('ORG_OWNER')) return [];
    const teams = (user?.teamIds ?? []).map((team) => teamRoles.get(team) ?? []);
    if (bothOf(holder.roles) === undefined && teams.some((roles) => bothOf(roles) !== undefined)) return [];
    return [{ ...holder, roles: [...holder.roles, ...teams.flat()] }];
  });
}

const here = project.examples[0] as Project;
const ada: ProjectUser = { ...(projectUser.examples[0] as ProjectUser), projectId: here.id };
const team: TeamAssignment = { ...(teamAssignment.examples[0] as TeamAssignment), projectId: here.id };
const key = apiKey.examples[0] as ApiKey;
const member: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  username: ada.username,
  orgRoles: ['ORG_MEMBER'],
  teamIds: [team.teamId],
};
const person = (...roles: readonly string[]) => ({ 'project-user': [{ ...ada, roles }] });

export default defineControl({
  id: 'authorization/database-access-apart-from-network-access',
  title: 'Whoever makes database users does not open the network, too',
  layer: 'authorization',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Database Access Admin makes a user with any rights, Network Access Manager lets any address in: together they are a way to all data from anywhere, ' +
    'in two calls and without being an owner. Apart, it takes two accounts to misuse them. Stream Processing Owner makes database users, too.',
  sources: [
    'createGroupDatabaseUser',
    'createGroupAccessListEntry',
    'https://www.mongodb.com/docs/atlas/reference/user-roles/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.3',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-5',
    'csa-ccm:IAM-04',
    'cis:6.8',
    'ism:ISM-1508',
  ],
  reads: [...HOLDER_KINDS, 'organization-user'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate(input, { project: judged }) {
    const holders = roleHolders(input).filter(({ projectId }) => projectId === judged?.id);
    const teamRoles = new Map(input['team-assignment'].map(({ teamId, roles }) => [teamId, roles]));
    return failOrPass(
      withTeams(holders, input['organization-user'], teamRoles).flatMap(
        ({ roles, label, at }): readonly Violation[] => {
          const both = bothOf(roles);
          if (both === undefined) return [];
          const because = `${label} makes database users (${both[0]}) and opens the IP access list (${both[1]}) of project "${judged?.name}".`;
          return [{ at, because }];
        },
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Give Project Network Access Manager to the people or the pipeline that runs the network, and to nobody else.',
      'Take it away from whoever makes database users. A program that needs both becomes two service accounts.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'one of the two', resources: person('GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_CLUSTER_MANAGER') },
      { name: 'an owner, whom other controls judge', resources: person('GROUP_OWNER') },
      {
        name: 'an owner of the organization, who may anyway',
        resources: {
          ...person('GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_NETWORK_ACCESS_MANAGER'),
          'organization-user': [{ ...member, orgRoles: ['ORG_OWNER'], teamIds: [] }],
        },
      },
      {
        name: 'one each',
        resources: {
          ...person('GROUP_DATABASE_ACCESS_ADMIN'),
          'team-assignment': [{ ...team, roles: ['GROUP_NETWORK_ACCESS_MANAGER'] }],
        },
      },
    ],
    fail: [
      { name: 'a person', resources: person('GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_NETWORK_ACCESS_MANAGER') },
      {
        name: 'a person, with the role of a team',
        resources: {
          ...person('GROUP_DATABASE_ACCESS_ADMIN'),
          'organization-user': [member],
          'team-assignment': [{ ...team, roles: ['GROUP_NETWORK_ACCESS_MANAGER'] }],
        },
      },
      {
        name: 'a team, once for all who are in it',
        resources: {
          ...person('GROUP_READ_ONLY'),
          'organization-user': [member],
          'team-assignment': [{ ...team, roles: ['GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_NETWORK_ACCESS_MANAGER'] }],
        },
      },
      {
        name: 'an API key with a role for streams',
        resources: {
          'api-key': [
            {
              ...key,
              roles: [
                { role: 'GROUP_NETWORK_ACCESS_MANAGER', projectId: here.id },
                { role: 'GROUP_STREAM_PROCESSING_OWNER', projectId: here.id },
              ],
            },
          ],
        },
      },
    ],
    notApplicable: [
      {
        name: 'development',
        resources: person('GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_NETWORK_ACCESS_MANAGER'),
        profile: { environment: 'development' },
      },
    ],
  },
});

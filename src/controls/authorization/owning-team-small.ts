import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import team from '../../resources/team/index.ts';
import type { Team } from '../../resources/team/model.ts';
import teamAssignment from '../../resources/team-assignment/index.ts';
import type { TeamAssignment } from '../../resources/team-assignment/model.ts';
import { likelyEnvironmentHere } from '../environment-words.ts';

const MOST_MEMBERS = 5;

const someTeam = team.examples[0] as Team;
const assignment: TeamAssignment = {
  ...(teamAssignment.examples[0] as TeamAssignment),
  teamId: someTeam.id,
  roles: ['GROUP_OWNER'],
};
const member: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'ACTIVE',
  teamIds: [someTeam.id],
};
const membersOf = (count: number, roles: readonly string[] = ['GROUP_OWNER']) => ({
  team: [someTeam],
  'team-assignment': [{ ...assignment, roles }],
  'organization-user': Array.from({ length: count }, (_, index) => ({
    ...member,
    id: `6600000000000000000005${String(index).padStart(2, '0')}`,
    username: `person${index}@example.com`,
  })),
});

export default defineControl({
  id: 'authorization/owning-team-small',
  title: 'A team that owns a production project has a few members',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Everybody who is put into the team owns the project, and the list of its owners does not show them. Teams grow with the company; ownership should ' +
    'not. The option mostMembers says how many are a few.',
  sources: ['listGroupTeams', 'listOrgUsers', 'https://www.mongodb.com/docs/atlas/access/manage-teams-in-orgs/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6(5)',
    'csa-ccm:IAM-09',
    'ism:ISM-1508',
  ],
  reads: ['team', 'team-assignment', 'organization-user'],
  options: { mostMembers: MOST_MEMBERS },
  notApplicable(context) {
    const likely = likelyEnvironmentHere(context);
    return likely === 'production' ? undefined : `The project is for ${likely}.`;
  },
  evaluate({ team: teams, 'team-assignment': assignments, 'organization-user': users }, { options, project }) {
    const most = typeof options.mostMembers === 'number' ? options.mostMembers : MOST_MEMBERS;
    const owning = assignments.filter(({ roles }) => roles.includes('GROUP_OWNER'));
    if (owning.length === 0) return { status: 'not-applicable', because: 'No team owns the project.' };
    return failOrPass(
      owning.flatMap((item): readonly Violation[] => {
        const count = users.filter(
          ({ membershipStatus, teamIds }) => membershipStatus === 'ACTIVE' && teamIds.includes(item.teamId),
        ).length;
        if (count <= most) return [];
        const name = teams.find(({ id }) => id === item.teamId)?.name ?? item.teamId;
        return [
          {
            at: teamAssignment.address(item),
            because: `Team "${name}" owns project "${project?.name}" and has ${count} active members.`,
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a small team of those who run the project, and give it Project Owner.',
      'Give the large team Project Read Only or Project Cluster Manager instead.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'five', resources: membersOf(5) },
      {
        name: 'invitations do not count',
        resources: {
          ...membersOf(5),
          'organization-user': [
            ...membersOf(5)['organization-user'],
            { ...member, id: '660000000000000000000599', membershipStatus: 'PENDING' as const },
          ],
        },
      },
    ],
    fail: [{ name: 'six', resources: membersOf(6) }],
    notApplicable: [
      { name: 'a team that reads', resources: membersOf(6, ['GROUP_READ_ONLY']) },
      { name: 'development', resources: membersOf(6), profile: { environment: 'development' } },
    ],
  },
});

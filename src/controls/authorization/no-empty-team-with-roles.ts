import { defineControl, failOrPass } from '../../core/control.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import team from '../../resources/team/index.ts';
import type { Team } from '../../resources/team/model.ts';
import teamAssignment from '../../resources/team-assignment/index.ts';
import type { TeamAssignment } from '../../resources/team-assignment/model.ts';

const someTeam = team.examples[0] as Team;
const member: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'ACTIVE',
  teamIds: [someTeam.id],
};
const assignment: TeamAssignment = { ...(teamAssignment.examples[0] as TeamAssignment), teamId: someTeam.id };

export default defineControl({
  id: 'authorization/no-empty-team-with-roles',
  title: 'Every team that has roles has members',
  layer: 'authorization',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A team without members keeps its roles in every project. Whoever is put into it, for whatever reason, gets them all, and nobody looks at a team that is empty.',
  sources: ['listOrgTeams', 'listOrgUsers', 'listGroupTeams'],
  standards: ['soc2:CC6.3', 'iso27001:A.5.18', 'pci-dss:7.2.4', 'nist-800-53:AC-2', 'csa-ccm:IAM-08', 'ism:ISM-1404'],
  reads: ['team', 'team-assignment', 'organization-user'],
  evaluate({ team: teams, 'team-assignment': assignments, 'organization-user': users }) {
    const filled = new Set(users.flatMap(({ teamIds }) => teamIds));
    return failOrPass(
      teams
        .filter(
          ({ id }) => !filled.has(id) && assignments.some(({ teamId, roles }) => teamId === id && roles.length > 0),
        )
        .map((item) => {
          const number = assignments.filter(({ teamId }) => teamId === item.id).length;
          const where = number === 1 ? 'one project' : `${number} projects`;
          return { at: team.address(item), because: `Team "${item.name}" has roles in ${where} and no member.` };
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: ['Remove the team from its projects, or delete it. A team is quickly made again when it is needed.'],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'no teams', resources: {} },
      {
        name: 'a team with a member',
        resources: { team: [someTeam], 'team-assignment': [assignment], 'organization-user': [member] },
      },
      { name: 'an empty team without roles', resources: { team: [someTeam] } },
    ],
    fail: [{ name: 'an empty team with roles', resources: { team: [someTeam], 'team-assignment': [assignment] } }],
  },
});

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
const [inProject, elsewhere] = teamAssignment.examples as readonly [TeamAssignment, TeamAssignment];
const assignment: TeamAssignment = { ...inProject, teamId: someTeam.id };

/** Teams that nobody is in or invited to, with the roles that they have. */
function emptyIn(
  teams: readonly Team[],
  assignments: readonly TeamAssignment[],
  users: readonly OrganizationUser[],
): readonly { readonly item: Team; readonly held: readonly TeamAssignment[] }[] {
  const filled = new Set(users.flatMap(({ teamIds }) => teamIds));
  return teams
    .filter(({ id }) => !filled.has(id))
    .map((item) => ({ item, held: assignments.filter(({ teamId, roles }) => teamId === item.id && roles.length > 0) }))
    .filter(({ held }) => held.length > 0);
}

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
    return failOrPass(
      emptyIn(teams, assignments, users).map(({ item, held }) => {
        const where = held.length === 1 ? 'one project' : `${held.length} projects`;
        return { at: team.address(item), because: `Team "${item.name}" has roles in ${where} and no member.` };
      }),
    );
  },
  // Nobody has the roles, so that nobody loses them; the team itself stays, under its name.
  remedy: ({ team: teams, 'team-assignment': assignments, 'organization-user': users }) => ({
    type: 'changes',
    changes: emptyIn(teams, assignments, users).flatMap(({ item, held }) =>
      held.map((assignment) => teamAssignment.delete(assignment, `Team "${item.name}" has no member.`)),
    ),
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
    fail: [
      { name: 'an empty team with roles', resources: { team: [someTeam], 'team-assignment': [assignment] } },
      {
        name: 'an empty team with roles in two projects, beside one with a member',
        resources: {
          team: [{ ...someTeam, id: '6600000000000000000000d2', name: 'Left behind' }, someTeam],
          'team-assignment': [
            assignment,
            { ...assignment, teamId: '6600000000000000000000d2' },
            { ...assignment, teamId: '6600000000000000000000d2', projectId: elsewhere.projectId },
          ],
          'organization-user': [member],
        },
      },
    ],
  },
});

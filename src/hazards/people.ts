import { addressOf } from '../core/address.ts';
import type { Change } from '../core/change.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';

type Member = ModelOf<'organization-user'>;
type ProjectUser = ModelOf<'project-user'>;
type Assignment = ModelOf<'team-assignment'>;

/**
 * People and teams who can do less from then on, or nothing. Whoever is only invited can do nothing yet, so that a
 * withdrawn invitation takes nothing away; and nobody loses what an empty team had.
 */
export default function people(change: Change, context: HazardContext): readonly Hazard[] {
  switch (change.kind) {
    case 'organization-user':
      return ofMember(change as Change<Member>, context);
    case 'project-user':
      return ofProjectUser(change as Change<ProjectUser>, context);
    case 'team-assignment':
      return ofTeam(change as Change<Assignment>, context);
    default:
      return [];
  }
}

function ofMember(change: Change<Member>, { before, after }: HazardContext): readonly Hazard[] {
  if (change.type === 'create' || change.before.membershipStatus !== 'ACTIVE') return [];
  const was = change.before;
  const now = change.type === 'delete' ? undefined : change.after;
  const { id, username } = was;
  const own = lost(was.orgRoles, now?.orgRoles ?? []);
  const teams = lost(was.teamIds, now?.teamIds ?? []);
  const inProjects = was.projectRoles.flatMap(({ projectId, roles }) =>
    lost(roles, now?.projectRoles.find((one) => one.projectId === projectId)?.roles ?? []).map((role) => ({
      role,
      projectId,
    })),
  );
  const losses = [
    ...own,
    ...inProjects.map(({ role, projectId }) => `${role} in project ${projectName(before, projectId)}`),
    ...teams.map((team) => `what team "${teamName(before, team)}" may do`),
  ];
  const owned = [
    ...inProjects.filter(({ role }) => role === 'GROUP_OWNER').map(({ projectId }) => projectId),
    ...(now === undefined ? modelsOf(before, 'project-user').filter((user) => user.id === id && owns(user)) : []).map(
      ({ projectId }) => projectId,
    ),
    ...modelsOf(before, 'team-assignment')
      .filter((assignment) => teams.includes(assignment.teamId) && owns(assignment))
      .map(({ projectId }) => projectId),
  ];
  const stays = (projectId: string) =>
    now?.projectRoles.some((one) => one.projectId === projectId && owns(one)) === true;
  return [
    ...(now === undefined
      ? [
          {
            name: 'disables-credentials' as const,
            because: `Member ${username} cannot use the organization any more, nor any of its projects.`,
          },
        ]
      : losses.length > 0
        ? [cuts(`Member ${username} loses ${losses.join(', ')}.`)]
        : []),
    ...(own.includes('ORG_OWNER') ? [ownerGoes(was, after)] : []),
    ...[...new Set(owned)]
      .filter((projectId) => !stays(projectId))
      .flatMap((projectId) => withoutOwner(after, projectId, id)),
  ];
}

/** Only owners make and renew API keys and service accounts of the organization (createOrgApiKey, createOrgServiceAccount). */
function ownerGoes({ id, username }: Member, after: SnapshotIndex): Hazard {
  const others = activeIn(after).some((member) => member.id !== id && member.orgRoles.includes('ORG_OWNER'));
  return {
    name: 'cuts-off-us',
    because: others
      ? `If ${username} looks after the credential that Fivefold uses, another owner has to do so from then on.`
      : `Member ${username} is the last owner of the organization: no person could administer it then, and Atlas refuses the step.`,
  };
}

function ofProjectUser(change: Change<ProjectUser>, { before, after }: HazardContext): readonly Hazard[] {
  if (change.type === 'create' || change.before.membershipStatus !== 'ACTIVE') return [];
  const { id, username, roles, projectId } = change.before;
  const taken = lost(roles, change.type === 'delete' ? [] : change.after.roles);
  if (taken.length === 0) return [];
  return [
    cuts(`Project user ${username} loses ${taken.join(', ')} in project ${projectName(before, projectId)}.`),
    ...(taken.includes('GROUP_OWNER') ? withoutOwner(after, projectId, id) : []),
  ];
}

function ofTeam(change: Change<Assignment>, { before, after }: HazardContext): readonly Hazard[] {
  if (change.type === 'create') return [];
  const { teamId, roles, projectId } = change.before;
  const taken = lost(roles, change.type === 'delete' ? [] : change.after.roles);
  const members = membersWereRead(before) ? membersOf(before, teamId).length : undefined;
  if (taken.length === 0 || members === 0) return [];
  const who =
    members === undefined ? 'Whoever is in' : members === 1 ? 'The one member of' : `All ${members} members of`;
  const verb = members === undefined || members === 1 ? 'loses' : 'lose';
  const project = projectName(before, projectId);
  return [
    cuts(`${who} team "${teamName(before, teamId)}" ${verb} ${taken.join(', ')} in project ${project}.`),
    ...(taken.includes('GROUP_OWNER') ? withoutOwner(after, projectId) : []),
  ];
}

/** Said where nobody else owns the project by a role of their own, or through a team with members. */
function withoutOwner(after: SnapshotIndex, projectId: string, leaver?: string): readonly Hazard[] {
  const project = addressOf('project', projectId);
  const users = after.children('project-user', project).map(({ model }) => model as ProjectUser);
  const teams = after.children('team-assignment', project).map(({ model }) => model as Assignment);
  const isOwned =
    users.some((user) => user.id !== leaver && user.membershipStatus === 'ACTIVE' && owns(user)) ||
    teams.some((team) => owns(team) && membersOf(after, team.teamId).length > 0);
  if (isOwned) return [];
  const name = projectName(after, projectId);
  return [
    {
      name: 'cuts-off-client',
      because: `As far as was read, only owners of the organization could administer project ${name} then; Atlas may refuse the step.`,
    },
  ];
}

function owns({ roles }: { readonly roles: readonly string[] }): boolean {
  return roles.includes('GROUP_OWNER');
}

function lost(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.filter((item) => !after.includes(item));
}

function cuts(what: string): Hazard {
  return { name: 'cuts-off-client', because: `${what} Whoever needs what is taken away fails.` };
}

function modelsOf<K extends 'organization-user' | 'project-user' | 'team-assignment' | 'team' | 'project'>(
  index: SnapshotIndex,
  kind: K,
): readonly ModelOf<K>[] {
  return index.ofKind(kind).map(({ model }) => model as ModelOf<K>);
}

function activeIn(index: SnapshotIndex): readonly Member[] {
  return modelsOf(index, 'organization-user').filter(({ membershipStatus }) => membershipStatus === 'ACTIVE');
}

function membersOf(index: SnapshotIndex, teamId: string): readonly Member[] {
  return activeIn(index).filter(({ teamIds }) => teamIds.includes(teamId));
}

/** Where the members were not read, a team without any is not known to be empty. */
function membersWereRead(index: SnapshotIndex): boolean {
  const organization = index.ofKind('organization')[0]?.address ?? null;
  const outcome = index.outcome('organization-user', organization);
  return outcome !== undefined && outcome.notRead === undefined;
}

function projectName(index: SnapshotIndex, id: string): string {
  return modelsOf(index, 'project').find((project) => project.id === id)?.name ?? id;
}

function teamName(index: SnapshotIndex, id: string): string {
  return modelsOf(index, 'team').find((team) => team.id === id)?.name ?? id;
}

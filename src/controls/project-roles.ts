/** Who holds roles in projects: people, teams, API keys and service accounts side by side. */
import { rolesNeeded } from '../access/index.ts';
import type { Address } from '../core/address.ts';
import type { ControlInput } from '../core/control.ts';
import apiKey from '../resources/api-key/index.ts';
import projectUser from '../resources/project-user/index.ts';
import serviceAccountAssignment from '../resources/service-account-assignment/index.ts';
import teamAssignment from '../resources/team-assignment/index.ts';
import { apiKeyLabel, serviceAccountLabel } from './api-credentials.ts';

/** Roles of a project that can make database users: whoever holds one can give themselves any data (createGroupDatabaseUser). */
export const MAKES_DATABASE_USERS: readonly string[] = [
  'GROUP_OWNER',
  ...(rolesNeeded('createGroupDatabaseUser') ?? []),
];

/** Roles of a project that open its IP access list (createGroupAccessListEntry). */
export const OPENS_NETWORK: readonly string[] = ['GROUP_OWNER', ...(rolesNeeded('createGroupAccessListEntry') ?? [])];

/** One who holds roles in one project, by themselves; what a team gives stands at the team. */
export interface RoleHolder {
  readonly type: 'person' | 'team' | 'api-key' | 'service-account';
  /** The same in every project: mail address, id of the team, public key or client id. */
  readonly id: string;
  readonly projectId: string;
  /** At the beginning of a sentence. */
  readonly label: string;
  readonly at: Address;
  readonly roles: readonly string[];
}

/** What `roleHolders` reads. */
export const HOLDER_KINDS = [
  'project-user',
  'team',
  'team-assignment',
  'api-key',
  'service-account-assignment',
] as const;

/** Everybody with roles of their own in projects; invitations that nobody has accepted are left out. */
export function roleHolders(input: ControlInput<(typeof HOLDER_KINDS)[number]>): readonly RoleHolder[] {
  return [
    ...input['project-user']
      .filter(({ membershipStatus }) => membershipStatus === 'ACTIVE')
      .map((user): RoleHolder => {
        const { projectId, roles, username } = user;
        return { type: 'person', id: username, projectId, label: username, at: projectUser.address(user), roles };
      }),
    ...input['team-assignment'].map((assignment): RoleHolder => {
      const { projectId, roles, teamId } = assignment;
      const label = `Team "${input.team.find(({ id }) => id === teamId)?.name ?? teamId}"`;
      return { type: 'team', id: teamId, projectId, label, at: teamAssignment.address(assignment), roles };
    }),
    ...input['api-key'].flatMap((key) => {
      const projects = [...new Set(key.roles.flatMap(({ projectId }) => projectId ?? []))];
      return projects.map(
        (projectId): RoleHolder => ({
          type: 'api-key',
          id: key.publicKey,
          projectId,
          label: apiKeyLabel(key),
          at: apiKey.address(key),
          roles: key.roles.filter((each) => each.projectId === projectId).map(({ role }) => role),
        }),
      );
    }),
    ...input['service-account-assignment'].map(
      (assignment): RoleHolder => ({
        type: 'service-account',
        id: assignment.clientId,
        projectId: assignment.projectId,
        label: serviceAccountLabel(assignment),
        at: serviceAccountAssignment.address(assignment),
        roles: assignment.roles,
      }),
    ),
  ];
}

import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import type { UpdateChange } from '../../core/change.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import { listDifference, needsRole, personFields, personOf, personReading } from '../people.ts';
import projectUser from '../project-user/index.ts';
import type { ProjectUser } from '../project-user/model.ts';
import type { OrganizationUser } from './model.ts';

const wire = z.strictObject({
  ...personFields,
  roles: z.strictObject({
    groupRoleAssignments: z.array(z.strictObject({ groupId: z.string(), groupRoles: z.array(z.string()) })).optional(),
    orgRoles: z.array(z.string()).optional(),
  }),
  teamIds: z.array(z.string()).optional(),
});

/** The user as the deprecated operations show it: one flat list of roles. */
export const legacyWire = z.strictObject({
  country: z.string().nullish(),
  createdAt: z.string().optional(),
  emailAddress: z.string().optional(),
  firstName: z.string(),
  id: z.string(),
  lastAuth: z.string().nullish(),
  lastName: z.string(),
  links: links.optional(),
  mobileNumber: z.string().nullish(),
  roles: z.array(
    z.strictObject({ groupId: z.string().optional(), orgId: z.string().optional(), roleName: z.string() }),
  ),
  teamIds: z.array(z.string()).optional(),
  username: z.string(),
});

const reading = z.looseObject({
  ...personReading,
  roles: z.looseObject({
    groupRoleAssignments: z
      .array(z.looseObject({ groupId: z.string(), groupRoles: z.array(z.string()).nullish() }))
      .nullish(),
    orgRoles: z.array(z.string()).nullish(),
  }),
  teamIds: z.array(z.string()).nullish(),
});

const organizationRole = z.string().regex(/^ORG_/);
const roles = z.strictObject({
  groupRoleAssignments: z
    .array(z.strictObject({ groupId: z.string(), groupRoles: z.array(z.string().regex(/^GROUP_/)) }))
    .optional(),
  orgRoles: z.array(organizationRole).min(1),
});
const teamIds = z.array(z.string()).optional();

const base = { version: '2025-02-19', success: 200, response: wire } as const;
const reads = { ...base, method: 'GET', role: 'ORG_MEMBER' } as const;
const writes = { ...base, role: 'ORG_OWNER', shape: 'object' } as const;
const ofOrganization = { bucket: buckets.organization } as const;
const ofTeams = { bucket: buckets.teams } as const;
const path = '/api/atlas/v2/orgs/{orgId}/users';
const teamPath = '/api/atlas/v2/orgs/{orgId}/teams/{teamId}';
const statuses = ['orgMembershipStatuses'] as const;

export const operations = {
  // Without a filter Atlas shows active and pending members; an expired or rejected invitation opens nothing.
  list: {
    ...reads,
    ...ofOrganization,
    id: 'listOrgUsers',
    path,
    shape: 'page',
    query: ['username', 'orgMembershipStatus', ...statuses],
  },
  get: { ...reads, ...ofOrganization, id: 'getOrgUser', path: `${path}/{userId}`, shape: 'object', query: statuses },
  // Sends an invitation: nobody is a member before accepting it.
  create: {
    ...writes,
    ...ofOrganization,
    id: 'createOrgUser',
    method: 'POST',
    path,
    success: 201,
    request: z.strictObject({ roles, teamIds, username: z.string().min(1) }),
  },
  // Replaces whole lists: the Terraform provider sends it, we send the difference alone.
  update: {
    ...writes,
    ...ofOrganization,
    id: 'updateOrgUser',
    method: 'PATCH',
    path: `${path}/{userId}`,
    request: z.strictObject({ roles: roles.optional(), teamIds }),
  },
  addRole: {
    ...writes,
    ...ofOrganization,
    id: 'addOrgUserRole',
    method: 'POST',
    path: `${path}/{userId}:addRole`,
    request: z.strictObject({ orgRole: organizationRole }),
  },
  removeRole: {
    ...writes,
    ...ofOrganization,
    id: 'removeOrgUserRole',
    method: 'POST',
    path: `${path}/{userId}:removeRole`,
    request: z.strictObject({ orgRole: organizationRole }),
  },
  remove: {
    ...ofOrganization,
    id: 'removeOrgUser',
    method: 'DELETE',
    path: `${path}/{userId}`,
    version: '2025-02-19',
    role: 'ORG_OWNER',
    success: 204,
    shape: 'none',
  },
  listOfTeam: {
    ...reads,
    ...ofTeams,
    id: 'listOrgTeamUsers',
    linkDefaults: {},
    path: `${teamPath}/users`,
    shape: 'page',
    query: ['userId', 'username', 'orgMembershipStatus', ...statuses],
  },
  joinTeam: {
    ...writes,
    ...ofTeams,
    id: 'addOrgTeamUser',
    method: 'POST',
    path: `${teamPath}:addUser`,
    request: z.strictObject({ id: z.string() }),
  },
  leaveTeam: {
    ...writes,
    ...ofTeams,
    id: 'removeOrgTeamUser',
    method: 'POST',
    path: `${teamPath}:removeUser`,
    request: z.strictObject({ id: z.string() }),
  },
  // Deprecated, and gone on 1 July 2027, as are the two below: older clients use them, we do not.
  addToTeam: {
    ...ofTeams,
    id: 'addOrgTeamUsers',
    linkDefaults: {},
    method: 'POST',
    path: `${teamPath}/users`,
    version: '2023-01-01',
    role: 'ORG_OWNER',
    success: 200,
    shape: 'page',
    request: z.array(z.strictObject({ id: z.string() })).min(1),
    response: legacyWire,
  },
  removeFromTeam: {
    ...ofTeams,
    id: 'removeOrgTeamUserFromTeam',
    method: 'DELETE',
    path: `${teamPath}/users/{userId}`,
    version: '2023-01-01',
    role: 'ORG_OWNER',
    success: 204,
    shape: 'none',
  },
  getLegacy: {
    id: 'getUser',
    method: 'GET',
    path: '/api/atlas/v2/users/{userId}',
    version: '2023-01-01',
    role: 'any',
    success: 200,
    bucket: buckets.users,
    shape: 'object',
    response: legacyWire,
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string): OrganizationUser {
  const user = reading.parse(item);
  return {
    orgId,
    ...personOf(user),
    orgRoles: [...(user.roles.orgRoles ?? [])].sort(),
    projectRoles: (user.roles.groupRoleAssignments ?? [])
      .map(({ groupId, groupRoles }) => ({ projectId: groupId, roles: [...(groupRoles ?? [])].sort() }))
      .sort((a, b) => (a.projectId < b.projectId ? -1 : 1)),
    teamIds: [...(user.teamIds ?? [])].sort(),
  };
}

export const read: ResourceRead<OrganizationUser, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

/** The person as each project of theirs sees one. */
export function projectUsersOf({ orgId: _, orgRoles, teamIds: __, projectRoles, ...person }: OrganizationUser) {
  return projectRoles.map(({ projectId, roles }): ProjectUser => ({ ...person, projectId, roles }));
}

/** Roles in projects are the project's to write: the same calls as for its user. */
function projectCalls(before: OrganizationUser, after: OrganizationUser): readonly ApiCall[] {
  const [was, is] = [projectUsersOf(before), projectUsersOf(after)];
  const { write } = projectUser;
  return [
    ...is.flatMap((user) => {
      const earlier = was.find(({ projectId }) => projectId === user.projectId);
      return earlier === undefined
        ? (write?.create?.(projectUser.create(user)) ?? [])
        : (write?.update?.(projectUser.update(earlier, { roles: user.roles })) ?? []);
    }),
    ...was
      .filter(({ projectId }) => !is.some((user) => user.projectId === projectId))
      .flatMap((user) => write?.delete?.(projectUser.delete(user)) ?? []),
  ];
}

/** What is given stands before what is taken away: Atlas keeps nobody without a role (removeOrgUserRole). */
function updateCalls({ before, after }: UpdateChange<OrganizationUser>): readonly ApiCall[] {
  const { orgId, id: userId } = after;
  const orgRoles = listDifference(before.orgRoles, after.orgRoles);
  if (orgRoles.removed.length > 0) needsRole(after.orgRoles, after.username, 'the organization');
  const teams = listDifference(before.teamIds, after.teamIds);
  const role = (operation: Operation) => (orgRole: string) =>
    callOf(operation, { orgId, userId }, { body: { orgRole } });
  const team = (operation: Operation) => (teamId: string) =>
    callOf(operation, { orgId, teamId }, { body: { id: userId } });
  return [
    ...orgRoles.added.map(role(operations.addRole)),
    ...teams.added.map(team(operations.joinTeam)),
    ...projectCalls(before, after),
    ...teams.removed.map(team(operations.leaveTeam)),
    ...orgRoles.removed.map(role(operations.removeRole)),
  ];
}

export const write: ResourceWrite<OrganizationUser> = {
  operations: [
    operations.create,
    operations.get,
    operations.addRole,
    operations.removeRole,
    operations.joinTeam,
    operations.leaveTeam,
    operations.remove,
    ...(projectUser.write?.operations ?? []),
  ],
  // Atlas invites; only the person makes an active member of it.
  create: ({ after }) =>
    after.membershipStatus === 'PENDING'
      ? [
          callOf(
            operations.create,
            { orgId: after.orgId },
            {
              body: {
                roles: {
                  orgRoles: after.orgRoles,
                  ...(after.projectRoles.length === 0
                    ? {}
                    : {
                        groupRoleAssignments: after.projectRoles.map((item) => ({
                          groupId: item.projectId,
                          groupRoles: item.roles,
                        })),
                      }),
                },
                ...(after.teamIds.length === 0 ? {} : { teamIds: after.teamIds }),
                username: after.username,
              },
            },
          ),
        ]
      : [],
  update: updateCalls,
  delete: ({ before }) => [callOf(operations.remove, { orgId: before.orgId, userId: before.id })],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.orgId, userId: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId)),
  }),
  isSame: (wanted, found) => wanted.orgId === found.orgId && wanted.username === found.username,
};

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { OrganizationUser } from './model.ts';

const status = z.enum(['ACTIVE', 'PENDING', 'INVITATION_EXPIRED', 'INVITATION_REJECTED']);

/** Pending members have no name, no country and no `createdAt` (recorded: listOrgUsers). */
const wire = z.strictObject({
  country: z.string().nullish(),
  createdAt: z.string().optional(),
  firstName: z.string().optional(),
  id: z.string(),
  invitationCreatedAt: z.string().optional(),
  invitationExpiresAt: z.string().nullish(),
  inviterUsername: z.string().optional(),
  lastAuth: z.string().nullish(),
  lastName: z.string().optional(),
  mobileNumber: z.string().nullish(),
  orgMembershipStatus: status,
  roles: z.strictObject({
    groupRoleAssignments: z.array(z.strictObject({ groupId: z.string(), groupRoles: z.array(z.string()) })).optional(),
    orgRoles: z.array(z.string()).optional(),
  }),
  teamIds: z.array(z.string()).optional(),
  username: z.string(),
});

/** The user as the deprecated operations show it: one flat list of roles. */
const legacyWire = z.strictObject({
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
  createdAt: z.string().nullish(),
  id: z.string(),
  invitationCreatedAt: z.string().nullish(),
  invitationExpiresAt: z.string().nullish(),
  lastAuth: z.string().nullish(),
  orgMembershipStatus: status,
  roles: z.looseObject({
    groupRoleAssignments: z
      .array(z.looseObject({ groupId: z.string(), groupRoles: z.array(z.string()).nullish() }))
      .nullish(),
    orgRoles: z.array(z.string()).nullish(),
  }),
  teamIds: z.array(z.string()).nullish(),
  username: z.string(),
});

const base = { version: '2025-02-19', method: 'GET', role: 'ORG_MEMBER', success: 200, response: wire } as const;

export const operations = {
  // Without a filter Atlas shows active and pending members; an expired or rejected invitation opens nothing.
  list: {
    ...base,
    id: 'listOrgUsers',
    path: '/api/atlas/v2/orgs/{orgId}/users',
    bucket: buckets.organization,
    shape: 'page',
    query: ['username', 'orgMembershipStatus', 'orgMembershipStatuses'],
  },
  get: {
    ...base,
    id: 'getOrgUser',
    path: '/api/atlas/v2/orgs/{orgId}/users/{userId}',
    bucket: buckets.organization,
    shape: 'object',
  },
  listOfTeam: {
    ...base,
    id: 'listOrgTeamUsers',
    linkDefaults: {},
    path: '/api/atlas/v2/orgs/{orgId}/teams/{teamId}/users',
    bucket: buckets.teams,
    shape: 'page',
    query: ['username', 'orgMembershipStatus', 'orgMembershipStatuses'],
  },
  // Both are deprecated, and gone on 1 July 2027.
  addToTeam: {
    id: 'addOrgTeamUsers',
    linkDefaults: {},
    method: 'POST',
    path: '/api/atlas/v2/orgs/{orgId}/teams/{teamId}/users',
    version: '2023-01-01',
    role: 'ORG_OWNER',
    success: 200,
    bucket: buckets.teams,
    shape: 'page',
    request: z.array(z.strictObject({ id: z.string() })).min(1),
    response: legacyWire,
  },
  removeFromTeam: {
    id: 'removeOrgTeamUserFromTeam',
    method: 'DELETE',
    path: '/api/atlas/v2/orgs/{orgId}/teams/{teamId}/users/{userId}',
    version: '2023-01-01',
    role: 'ORG_OWNER',
    success: 204,
    bucket: buckets.teams,
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
    id: user.id,
    username: user.username,
    membershipStatus: user.orgMembershipStatus,
    orgRoles: [...(user.roles.orgRoles ?? [])].sort(),
    projectRoles: (user.roles.groupRoleAssignments ?? [])
      .map(({ groupId, groupRoles }) => ({ projectId: groupId, roles: [...(groupRoles ?? [])].sort() }))
      .sort((a, b) => (a.projectId < b.projectId ? -1 : 1)),
    teamIds: [...(user.teamIds ?? [])].sort(),
    lastAuth: user.lastAuth ?? null,
    createdAt: user.createdAt ?? null,
    invitationCreatedAt: user.invitationCreatedAt ?? null,
    invitationExpiresAt: user.invitationExpiresAt ?? null,
  };
}

export const read: ResourceRead<OrganizationUser, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

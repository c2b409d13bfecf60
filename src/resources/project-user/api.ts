import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectUser } from './model.ts';

const status = z.enum(['ACTIVE', 'PENDING', 'INVITATION_EXPIRED', 'INVITATION_REJECTED']);

/** Pending members have no name, no country and no `createdAt`. */
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
  roles: z.array(z.string()),
  username: z.string(),
});

const reading = z.looseObject({
  createdAt: z.string().nullish(),
  id: z.string(),
  invitationCreatedAt: z.string().nullish(),
  invitationExpiresAt: z.string().nullish(),
  lastAuth: z.string().nullish(),
  orgMembershipStatus: status,
  roles: z.array(z.string()).nullish(),
  username: z.string(),
});

const base = {
  version: '2025-02-19',
  bucket: buckets.project,
  method: 'GET',
  role: 'GROUP_READ_ONLY',
  success: 200,
  response: wire,
} as const;

export const operations = {
  // `flattenTeams` and `includeOrgUsers` default to false: only people with a role of their own in the project.
  list: {
    ...base,
    id: 'listGroupUsers',
    linkDefaults: { flattenTeams: 'false', includeCount: 'true', includeOrgUsers: 'false' },
    path: '/api/atlas/v2/groups/{groupId}/users',
    shape: 'page',
    query: ['username', 'orgMembershipStatus', 'orgMembershipStatuses'],
  },
  get: { ...base, id: 'getGroupUser', path: '/api/atlas/v2/groups/{groupId}/users/{userId}', shape: 'object' },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): ProjectUser {
  const user = reading.parse(item);
  return {
    projectId,
    id: user.id,
    username: user.username,
    membershipStatus: user.orgMembershipStatus,
    roles: [...(user.roles ?? [])].sort(),
    lastAuth: user.lastAuth ?? null,
    createdAt: user.createdAt ?? null,
    invitationCreatedAt: user.invitationCreatedAt ?? null,
    invitationExpiresAt: user.invitationExpiresAt ?? null,
  };
}

export const read: ResourceRead<ProjectUser, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

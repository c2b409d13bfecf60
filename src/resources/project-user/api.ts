import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import { listDifference, needsRole, personFields, personOf, personReading } from '../people.ts';
import type { Project } from '../project/model.ts';
import type { ProjectUser } from './model.ts';

const wire = z.strictObject({ ...personFields, roles: z.array(z.string()) });

const reading = z.looseObject({ ...personReading, roles: z.array(z.string()).nullish() });

const role = z.string().regex(/^GROUP_/);

const base = { version: '2025-02-19', bucket: buckets.project } as const;
const reads = { ...base, method: 'GET', role: 'GROUP_READ_ONLY', success: 200, response: wire } as const;
// Atlas names Project Access Manager for the writes, a fine-grained role that Project Owner contains.
const writes = { ...base, role: 'GROUP_OWNER' } as const;
const path = '/api/atlas/v2/groups/{groupId}/users';
const statuses = ['orgMembershipStatuses'] as const;

export const operations = {
  // `flattenTeams` and `includeOrgUsers` default to false: only people with a role of their own in the project.
  list: {
    ...reads,
    id: 'listGroupUsers',
    linkDefaults: { flattenTeams: 'false', includeCount: 'true', includeOrgUsers: 'false' },
    path,
    shape: 'page',
    query: ['username', 'orgMembershipStatus', ...statuses],
  },
  get: { ...reads, id: 'getGroupUser', path: `${path}/{userId}`, shape: 'object', query: statuses },
  add: {
    ...writes,
    id: 'addGroupUsers',
    method: 'POST',
    path,
    success: 201,
    shape: 'object',
    request: z.strictObject({ roles: z.array(role).min(1), username: z.string().min(1) }),
    response: wire,
  },
  addRole: {
    ...writes,
    id: 'addGroupUserRole',
    method: 'POST',
    path: `${path}/{userId}:addRole`,
    success: 200,
    shape: 'object',
    request: z.strictObject({ groupRole: role }),
    response: wire,
  },
  removeRole: {
    ...writes,
    id: 'removeGroupUserRole',
    method: 'POST',
    path: `${path}/{userId}:removeRole`,
    success: 200,
    shape: 'object',
    request: z.strictObject({ groupRole: role }),
    response: wire,
  },
  remove: {
    ...writes,
    id: 'removeGroupUser',
    method: 'DELETE',
    path: `${path}/{userId}`,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): ProjectUser {
  const user = reading.parse(item);
  return { projectId, ...personOf(user), roles: [...(user.roles ?? [])].sort() };
}

export const read: ResourceRead<ProjectUser, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<ProjectUser> = {
  operations: [operations.add, operations.get, operations.addRole, operations.removeRole, operations.remove],
  create: ({ after }) => [
    callOf(operations.add, { groupId: after.projectId }, { body: { roles: after.roles, username: after.username } }),
  ],
  // Added before any is taken away: Atlas keeps nobody without a role (removeGroupUserRole).
  update: ({ before, after }) => {
    needsRole(after.roles, after.username, `project ${after.projectId}`);
    const user = { groupId: after.projectId, userId: after.id };
    const { added, removed } = listDifference(before.roles, after.roles);
    return [
      ...added.map((groupRole) => callOf(operations.addRole, user, { body: { groupRole } })),
      ...removed.map((groupRole) => callOf(operations.removeRole, user, { body: { groupRole } })),
    ];
  },
  delete: ({ before }) => [callOf(operations.remove, { groupId: before.projectId, userId: before.id })],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId, userId: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  isSame: (wanted, found) => wanted.projectId === found.projectId && wanted.username === found.username,
};

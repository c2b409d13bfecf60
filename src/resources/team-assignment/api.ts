import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import { needsRole } from '../people.ts';
import type { Project } from '../project/model.ts';
import type { TeamAssignment } from './model.ts';

const wire = z.strictObject({ links: links.optional(), roleNames: z.array(z.string()), teamId: z.string() });

const reading = z.looseObject({ roleNames: z.array(z.string()).nullish(), teamId: z.string() });

const roleNames = z.array(z.string().regex(/^GROUP_/));

const base = { version: '2023-01-01', bucket: buckets.project } as const;
const path = '/api/atlas/v2/groups/{groupId}/teams';

// Atlas names Project Access Manager for the writes, a fine-grained role that Project Owner contains.
export const operations = {
  list: {
    ...base,
    id: 'listGroupTeams',
    method: 'GET',
    path,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  // Answers with the whole list (recorded: addGroupTeams).
  add: {
    ...base,
    id: 'addGroupTeams',
    linkDefaults: {},
    method: 'POST',
    path,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'page',
    request: z.array(z.strictObject({ roleNames, teamId: z.string() })).min(1),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupTeam',
    method: 'GET',
    path: `${path}/{teamId}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupTeam',
    linkDefaults: {},
    method: 'PATCH',
    path: `${path}/{teamId}`,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'page',
    // Atlas's contract demands the team's id, its command line leaves it out: both pass.
    request: z.strictObject({ roleNames, teamId: z.string().optional() }),
    response: wire,
  },
  remove: {
    ...base,
    id: 'removeGroupTeam',
    method: 'DELETE',
    path: `${path}/{teamId}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string, orgId: string | undefined): TeamAssignment {
  const assignment = reading.parse(item);
  return {
    projectId,
    teamId: assignment.teamId,
    roles: [...(assignment.roleNames ?? [])].sort(),
    ...(orgId === undefined ? {} : { orgId }),
  };
}

export const read: ResourceRead<TeamAssignment, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id, project.orgId)],
};

function nameOf({ teamId }: TeamAssignment): string {
  return `team ${teamId}`;
}

export const write: ResourceWrite<TeamAssignment> = {
  operations: [operations.add, operations.get, operations.update, operations.remove],
  create: ({ after }) => {
    needsRole(after.roles, nameOf(after), `project ${after.projectId}`);
    const body = [{ roleNames: after.roles, teamId: after.teamId }];
    return [callOf(operations.add, { groupId: after.projectId }, { body })];
  },
  // Replaces all roles of the team in the project (updateGroupTeam).
  update: ({ after }) => {
    needsRole(after.roles, nameOf(after), `project ${after.projectId}`);
    const { projectId: groupId, teamId, roles } = after;
    return [callOf(operations.update, { groupId, teamId }, { body: { roleNames: roles, teamId } })];
  },
  delete: ({ before }) => [callOf(operations.remove, { groupId: before.projectId, teamId: before.teamId })],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId, teamId: model.teamId }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId, model.orgId)),
  }),
};

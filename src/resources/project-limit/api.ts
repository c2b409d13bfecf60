import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import { Failure } from '../../core/failure.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectLimit } from './model.ts';

// Recorded: limits of networks have no `currentUsage`.
const wire = z.strictObject({
  currentUsage: z.number().optional(),
  defaultLimit: z.number().optional(),
  maximumLimit: z.number().optional(),
  name: z.string(),
  value: z.number(),
});

const base = { version: '2023-01-01', bucket: buckets.project } as const;
const collection = '/api/atlas/v2/groups/{groupId}/limits';

export const operations = {
  // A bare array of all limits, set or not.
  list: {
    ...base,
    id: 'listGroupLimits',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'array',
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupLimit',
    method: 'GET',
    path: `${collection}/{limitName}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  set: {
    ...base,
    id: 'setGroupLimit',
    method: 'PATCH',
    path: `${collection}/{limitName}`,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    // The contract wants the name in the body, too, and calls it read-only; the Terraform provider sends it.
    request: z.strictObject({ name: z.string().optional(), value: z.number().int() }),
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupLimit',
    method: 'DELETE',
    path: `${collection}/{limitName}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  currentUsage: z.number().nullish(),
  defaultLimit: z.number().nullish(),
  maximumLimit: z.number().nullish(),
  name: z.string(),
  value: z.number(),
});

/** What a limit is in a project that nobody has touched where Atlas names another default (recorded: listGroupLimits). */
const UNTOUCHED: Readonly<Record<string, number>> = {
  'atlas.project.deployment.privateServiceConnectionsPerRegionGroup': 6,
};

function isUntouched({ name, value, defaultLimit }: Pick<ProjectLimit, 'name' | 'value' | 'defaultLimit'>): boolean {
  return value === (UNTOUCHED[name] ?? defaultLimit);
}

/** The limit; undefined where it is what Atlas sets by itself. */
function fromWire(item: unknown, projectId: string): ProjectLimit | undefined {
  const { name, value, defaultLimit, maximumLimit, currentUsage } = reading.parse(item);
  const limit: ProjectLimit = {
    projectId,
    name,
    value,
    defaultLimit: defaultLimit ?? null,
    maximumLimit: maximumLimit ?? null,
    currentUsage: currentUsage ?? null,
  };
  return isUntouched(limit) ? undefined : limit;
}

const paths = ({ projectId, name }: ProjectLimit) => ({ groupId: projectId, limitName: name });

function set(limit: ProjectLimit): ApiCall {
  if (isUntouched(limit)) {
    throw new Failure({
      code: 'project-limit-at-default',
      what: `Could not plan the limit ${limit.name}.`,
      why: `${limit.value} is what Atlas sets by itself.`,
      fix: 'Remove the limit instead: Atlas then goes back to its own value.',
    });
  }
  return callOf(operations.set, paths(limit), { body: { name: limit.name, value: limit.value } });
}

export const read: ResourceRead<ProjectLimit, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => {
    const limit = fromWire(item, project.id);
    return limit === undefined ? [] : [limit];
  },
};

export const write: ResourceWrite<ProjectLimit> = {
  operations: [operations.get, operations.set, operations.delete],
  create: ({ after }) => [set(after)],
  update: ({ after }) => [set(after)],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
};

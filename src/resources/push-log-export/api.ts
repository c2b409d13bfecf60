import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import type { UpdateChange } from '../../core/change.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { PushLogExport } from './model.ts';

const wire = z.strictObject({
  bucketName: z.string().nullish(),
  createDate: z.string().nullish(),
  iamRoleId: z.string().nullish(),
  links: links.optional(),
  prefixPath: z.string().nullish(),
  state: z
    .enum([
      'UNCONFIGURED',
      'INITIATING',
      'BUCKET_VERIFIED',
      'BUCKET_VERIFICATION_FAILED',
      'ASSUME_ROLE_FAILED',
      'ACTIVE',
    ])
    .optional(),
});

const reading = z.looseObject({ ...wire.shape, state: z.string().nullish() });

const iamRoleId = z.string().regex(/^[a-f0-9]{24}$/);

// Deprecated: gone on 4 February 2027. Reading it takes the owner.
const base = {
  version: '2023-01-01',
  path: '/api/atlas/v2/groups/{groupId}/pushBasedLogExport',
  role: 'GROUP_OWNER',
  success: 200,
  bucket: buckets.project,
} as const;

export const operations = {
  get: { ...base, id: 'getGroupPushBasedLogExport', method: 'GET', shape: 'object', response: wire },
  create: {
    ...base,
    id: 'createGroupPushBasedLogExport',
    method: 'POST',
    shape: 'none',
    request: z.strictObject({ bucketName: z.string(), iamRoleId, prefixPath: z.string() }),
  },
  update: {
    ...base,
    id: 'updateGroupPushBasedLogExport',
    method: 'PATCH',
    shape: 'none',
    request: z.strictObject({
      bucketName: z.string().optional(),
      iamRoleId: iamRoleId.optional(),
      prefixPath: z.string().optional(),
    }),
  },
  delete: { ...base, id: 'deleteGroupPushBasedLogExport', method: 'DELETE', shape: 'none' },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): PushLogExport {
  const { state, bucketName, iamRoleId: roleId, prefixPath, createDate } = reading.parse(item);
  const none = {
    projectId,
    state: 'UNCONFIGURED',
    bucketName: null,
    iamRoleId: null,
    prefixPath: null,
    createDate: null,
  };
  // What Atlas still says of an export that was removed is not recorded, and goes nowhere.
  if ((state ?? none.state) === none.state) return none;
  return {
    projectId,
    state: state ?? none.state,
    bucketName: bucketName ?? null,
    iamRoleId: roleId ?? null,
    prefixPath: prefixPath ?? null,
    createDate: createDate ?? null,
  };
}

const readingOf = (projectId: string) => callOf(operations.get, { groupId: projectId });

/** A configuration that stands is changed by its differences, a new one is made, and one without a bucket removed. */
function update({ before, after }: UpdateChange<PushLogExport>): readonly ApiCall[] {
  const parameters = { groupId: after.projectId };
  const { bucketName, iamRoleId: roleId, prefixPath } = after;
  if (bucketName === null) return before.bucketName === null ? [] : [callOf(operations.delete, parameters)];
  if (roleId === null) return [];
  if (before.bucketName === null) {
    const body = { bucketName, iamRoleId: roleId, prefixPath: prefixPath ?? '' };
    return [callOf(operations.create, parameters, { body })];
  }
  const body = {
    ...(before.bucketName === bucketName ? {} : { bucketName }),
    ...(before.iamRoleId === roleId ? {} : { iamRoleId: roleId }),
    ...(before.prefixPath === prefixPath ? {} : { prefixPath: prefixPath ?? '' }),
  };
  return Object.keys(body).length === 0 ? [] : [callOf(operations.update, parameters, { body })];
}

/** Atlas verifies role and bucket before logs flow (the Terraform provider waits for ACTIVE and for UNCONFIGURED). */
function stateOf(status: number, body: unknown, wanted: string): SettleState {
  if (status !== 200) return 'pending';
  const state = reading.parse(body).state ?? 'UNCONFIGURED';
  if (state === wanted) return 'settled';
  switch (state) {
    case 'BUCKET_VERIFICATION_FAILED':
      return { failed: 'Atlas could not write to the bucket with this role.' };
    case 'ASSUME_ROLE_FAILED':
      return { failed: 'Atlas could not assume the role.' };
    default:
      return 'pending';
  }
}

export const read: ResourceRead<PushLogExport, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [readingOf(project.id)],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<PushLogExport> = {
  operations: [operations.get, operations.create, operations.update, operations.delete],
  update,
  find: (model) => ({
    call: readingOf(model.projectId),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  settle: (change) => {
    if (change.type === 'delete') return [];
    const wanted = change.after.bucketName === null ? 'UNCONFIGURED' : 'ACTIVE';
    return [{ call: readingOf(change.after.projectId), state: (status, body) => stateOf(status, body, wanted) }];
  },
};

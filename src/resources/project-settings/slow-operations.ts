/**
 * Whether Atlas itself sets from how many milliseconds on an operation is logged as slow. Nothing of security: there because
 * the Terraform provider reads it with every project.
 */
import { z } from 'zod';
import type { EmulatorReaction, EmulatorRequest, EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { buckets } from '../contract.ts';

const KIND = 'managed-slow-ms';
const path = '/api/atlas/v2/groups/{groupId}/managedSlowMs';
// That the owner may change it and every reader see it is unconfirmed.
const base = { version: '2023-01-01', bucket: buckets.project } as const;

const get: Operation = {
  ...base,
  id: 'getGroupManagedSlowMs',
  method: 'GET',
  path,
  role: 'GROUP_READ_ONLY',
  success: 200,
  shape: 'object',
  // Recorded: the answer is the word alone.
  response: z.boolean(),
};
const enable: Operation = {
  ...base,
  id: 'enableGroupManagedSlowMs',
  method: 'POST',
  path: `${path}/enable`,
  role: 'GROUP_OWNER',
  success: 204,
  shape: 'none',
};
const disable: Operation = {
  ...base,
  id: 'disableGroupManagedSlowMs',
  method: 'DELETE',
  path: `${path}/disable`,
  role: 'GROUP_OWNER',
  success: 204,
  shape: 'none',
};

function set({ store, params }: EmulatorRequest, enabled: boolean) {
  const groupId = params.groupId as string;
  store.put({ kind: KIND, parent: groupId, id: groupId, wire: { enabled } });
  return { status: 204 };
}

/** On for a new project (recorded: getGroupManagedSlowMs). */
export const slowOperationRoutes: readonly EmulatorRoute[] = [
  {
    operation: get,
    handle: ({ store, params }) => {
      const groupId = params.groupId as string;
      return { status: 200, body: store.get(KIND, groupId, groupId)?.wire.enabled ?? true };
    },
  },
  { operation: enable, handle: (request) => set(request, true) },
  { operation: disable, handle: (request) => set(request, false) },
];

/** Goes with its project. */
export const slowOperationReaction: EmulatorReaction = {
  on: ['deleteGroup'],
  react: ({ store, params }) => store.remove(KIND, params.groupId as string, params.groupId as string),
};

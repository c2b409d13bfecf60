import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
} from '../../core/behaviour.ts';
import { addSeconds } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { roleRefusal, roleUsage } from '../role-usage.ts';
import { operations } from './api.ts';
import type { PushLogExport } from './model.ts';

const KIND = 'push-log-export';
// The area was never recorded. Unconfirmed: what Atlas says beside the state where nothing is configured.
const NONE: JsonObject = { state: 'UNCONFIGURED' };

function settings(store: EmulatorStore, groupId: string): JsonObject {
  return store.get(KIND, groupId, groupId)?.wire ?? NONE;
}

const roles = roleUsage('PUSH_BASED_LOG_EXPORT', (store, groupId) => {
  const { iamRoleId, bucketName } = settings(store, groupId);
  return typeof iamRoleId === 'string' ? [{ roleId: iamRoleId, featureId: { bucketName } }] : [];
});

/** Atlas verifies role and bucket, step by step (states as in the contract). */
function configure(request: EmulatorRequest, wire: JsonObject): EmulatorReply {
  const { groupId = '' } = request.params;
  const refusal = roleRefusal(request.store, groupId, String(wire.iamRoleId));
  if (refusal !== undefined) return refusal;
  request.store.put({ kind: KIND, parent: groupId, id: groupId, wire: { ...wire, state: 'INITIATING' } });
  const seconds = request.durationSeconds('short');
  const place = { kind: KIND, parent: groupId, id: groupId };
  const [first, last] = [addSeconds(request.now, seconds), addSeconds(request.now, 2 * seconds)];
  request.store.schedule({ ...place, at: first, then: { state: 'BUCKET_VERIFIED' }, when: { state: 'INITIATING' } });
  request.store.schedule({ ...place, at: last, then: { state: 'ACTIVE' }, when: { state: 'BUCKET_VERIFIED' } });
  roles.note(request.store, groupId);
  return { status: 200 };
}

function create(request: EmulatorRequest): EmulatorReply {
  const { groupId = '' } = request.params;
  if (settings(request.store, groupId).state !== NONE.state)
    // Unconfirmed: code and sentence.
    return atlasError(409, 'PUSH_BASED_LOG_EXPORT_ALREADY_CONFIGURED', 'Push-based log export is already configured.', [
      groupId,
    ]);
  return configure(request, { ...(request.body as JsonObject), createDate: request.now });
}

function update(request: EmulatorRequest): EmulatorReply {
  const { groupId = '' } = request.params;
  const before = settings(request.store, groupId);
  return before.state === NONE.state
    ? // Unconfirmed: code and sentence.
      atlasError(404, 'PUSH_BASED_LOG_EXPORT_NOT_CONFIGURED', 'Push-based log export is not configured.', [groupId])
    : configure(request, { ...before, ...(request.body as JsonObject) });
}

export const emulator: EmulatorBehaviour<PushLogExport> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: settings(store, params.groupId as string) }),
    },
    { operation: operations.create, handle: create },
    { operation: operations.update, handle: update },
    {
      operation: operations.delete,
      handle: ({ store, params }) => {
        const { groupId = '' } = params;
        store.remove(KIND, groupId, groupId);
        roles.note(store, groupId);
        return { status: 200 };
      },
    },
  ],
  guards: [roles.guard],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.projectId,
      wire: {
        ...(model.bucketName === null ? {} : { bucketName: model.bucketName }),
        ...(model.createDate === null ? {} : { createDate: model.createDate }),
        ...(model.iamRoleId === null ? {} : { iamRoleId: model.iamRoleId }),
        ...(model.prefixPath === null ? {} : { prefixPath: model.prefixPath }),
        state: model.state,
      },
    });
  },
};

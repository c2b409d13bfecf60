import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { restartProjectClusters } from '../cluster-work.ts';
import { operations } from './api.ts';
import type { CustomDns } from './model.ts';

const KIND = 'custom-dns';
const OFF: JsonObject = { enabled: false };

export const emulator: EmulatorBehaviour<CustomDns> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const groupId = params.groupId as string;
        return { status: 200, body: store.get(KIND, groupId, groupId)?.wire ?? OFF };
      },
    },
    {
      operation: operations.toggle,
      handle: (request) => {
        const groupId = request.params.groupId as string;
        const before = request.store.get(KIND, groupId, groupId)?.wire ?? OFF;
        const wire = request.body as JsonObject;
        request.store.put({ kind: KIND, parent: groupId, id: groupId, wire });
        if (before.enabled !== wire.enabled) restartProjectClusters(request, groupId);
        return { status: 202, body: wire };
      },
    },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => store.remove(KIND, params.groupId as string, params.groupId as string),
    },
  ],
  seed: ({ projectId, enabled }, { store }) => {
    store.put({ kind: KIND, parent: projectId, id: projectId, wire: { enabled } });
  },
};

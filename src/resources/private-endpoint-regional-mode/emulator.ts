import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorStore } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { restartProjectClusters } from '../cluster-work.ts';
import { operations } from './api.ts';
import type { PrivateEndpointRegionalMode } from './model.ts';

const KIND = 'private-endpoint-regional-mode';
const OFF: JsonObject = { enabled: false };

function current(store: EmulatorStore, groupId: string): JsonObject {
  return store.get(KIND, groupId, groupId)?.wire ?? OFF;
}

/** Only sharded clusters have an endpoint in each region (toggleGroupPrivateEndpointRegionalMode); the code is unconfirmed. */
function onlySharded(): EmulatorReply {
  const reason = 'Regionalized private endpoints need sharded clusters, and this project has or asks for a replica set';
  return atlasError(400, 'ATLAS_GENERAL_ERROR', `Reason: ${reason}.`, [reason]);
}

export const emulator: EmulatorBehaviour<PrivateEndpointRegionalMode> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: current(store, params.groupId as string) }),
    },
    {
      operation: operations.toggle,
      handle: (request) => {
        const groupId = request.params.groupId as string;
        const before = current(request.store, groupId);
        const wire = request.body as JsonObject;
        const clusters = request.store.list('cluster', groupId);
        if (wire.enabled === true && clusters.some((cluster) => cluster.wire.clusterType === 'REPLICASET')) {
          return onlySharded();
        }
        request.store.put({ kind: KIND, parent: groupId, id: groupId, wire });
        if (before.enabled !== wire.enabled) restartProjectClusters(request, groupId);
        return { status: 202, body: wire };
      },
    },
  ],
  guards: [
    {
      on: ['createGroupCluster'],
      check: ({ store, params, body }) => {
        const wanted = body as JsonObject | undefined;
        const isOn = current(store, params.groupId as string).enabled === true;
        return isOn && wanted?.clusterType === 'REPLICASET' ? onlySharded() : undefined;
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

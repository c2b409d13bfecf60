import type { EmulatorBehaviour, EmulatorRequest } from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ClusterAddresses } from './model.ts';

const KIND = 'cluster-addresses';
const NODES = 3;

/** Addresses of a cluster that was not given any: three of the range for benchmarks (RFC 2544), always the same for one id. */
function madeUp(clusterId: string): Json[] {
  let hash = 0;
  for (const character of clusterId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_536;
  return Array.from({ length: NODES }, (_, node) => {
    const number = (hash + node) % 65_536;
    return `198.18.${number >> 8}.${number & 255}`;
  });
}

function get({ store, params }: EmulatorRequest) {
  const groupId = params.groupId as string;
  const clusters = store.list('cluster', groupId).map(({ id, wire }): JsonObject => {
    const name = String(wire.name ?? id);
    const seeded = store.get(KIND, groupId, name);
    const own = madeUp(String(wire.id ?? id));
    return seeded?.wire ?? { clusterName: name, inbound: own, outbound: own };
  });
  // What was seeded without its cluster is shown too: a snapshot may hold one and not the other.
  const names = new Set(clusters.map(({ clusterName }) => clusterName));
  const others = store.list(KIND, groupId).filter(({ id }) => !names.has(id));
  return { status: 200, body: { groupId, services: { clusters: [...clusters, ...others.map(({ wire }) => wire)] } } };
}

export const emulator: EmulatorBehaviour<ClusterAddresses> = {
  routes: [{ operation: operations.get, handle: get }],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.groupId as string)) store.remove(KIND, parent, id);
      },
    },
    {
      on: ['deleteGroupCluster'],
      react: ({ store, params }) => store.remove(KIND, params.groupId as string, params.clusterName as string),
    },
  ],
  seed: ({ projectId, clusterName, inbound, outbound, futureInbound, futureOutbound }, { store }) => {
    store.put({
      kind: KIND,
      parent: projectId,
      id: clusterName,
      wire: {
        clusterName,
        inbound: [...inbound],
        outbound: [...outbound],
        ...(futureInbound.length === 0 ? {} : { futureInbound: [...futureInbound] }),
        ...(futureOutbound.length === 0 ? {} : { futureOutbound: [...futureOutbound] }),
      },
    });
  },
};

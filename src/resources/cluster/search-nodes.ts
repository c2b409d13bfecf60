/** A cluster's search nodes, hosts of their own beside its own: whether they are encrypted with the customer's key is said here alone. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds } from '../../core/instant.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import { KIND, regionsOf } from './document.ts';

const NODES = 'search-nodes';
const VERSION = '2024-05-30';

const deployment = z.strictObject({
  effectiveSpecs: z
    .array(
      z.strictObject({
        cloudProvider: z.string(),
        instanceSize: z.string(),
        nodeCount: z.number(),
        regionName: z.string(),
      }),
    )
    .optional(),
  encryptionAtRestProvider: z.enum(['NONE', 'AWS', 'AZURE', 'GCP']).optional(),
  groupId: z.string().optional(),
  id: z.string().optional(),
  specs: z.array(z.strictObject({ instanceSize: z.string(), nodeCount: z.number() })).optional(),
  stateName: z.enum(['UPDATING', 'IDLE', 'PAUSED']).optional(),
});
const request = z.strictObject({
  specs: z.array(z.strictObject({ instanceSize: z.string(), nodeCount: z.number().int().min(2) })).min(1),
});

const path = '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/search/deployment';
const base = { path, version: VERSION, bucket: buckets.project, shape: 'object', response: deployment } as const;

export const operations = {
  get: {
    ...base,
    id: 'getGroupClusterSearchDeployment',
    method: 'GET',
    version: '2025-03-12',
    role: 'GROUP_READ_ONLY',
    success: 200,
  },
  create: {
    ...base,
    id: 'createGroupClusterSearchDeployment',
    method: 'POST',
    role: 'GROUP_OWNER',
    success: 201,
    request,
  },
  update: {
    ...base,
    id: 'updateGroupClusterSearchDeployment',
    method: 'PATCH',
    role: 'GROUP_CLUSTER_MANAGER',
    success: 200,
    request,
  },
  delete: {
    path,
    version: VERSION,
    bucket: buckets.project,
    id: 'deleteGroupClusterSearchDeployment',
    method: 'DELETE',
    role: 'GROUP_CLUSTER_MANAGER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const parentOf = ({ params }: EmulatorRequest) => `${params.groupId}/${params.clusterName}`;

function invalid(attribute: string, why: string): EmulatorReply {
  const sentence = `Invalid attribute ${attribute} specified. ${why}.`;
  return atlasError(400, 'ATLAS_SEARCH_DEPLOYMENT_INVALID_ATTRIBUTE', sentence, [attribute, why]);
}

/** Recorded: a cluster that there is none of is refused as an attribute, not as a resource. */
function withCluster(request: EmulatorRequest, answer: (cluster: JsonObject) => EmulatorReply): EmulatorReply {
  const { groupId = '', clusterName = '' } = request.params;
  const cluster = request.store.get(KIND, groupId, clusterName);
  return cluster === undefined
    ? invalid('clusterName', `Cannot find cluster with the name ${clusterName}`)
    : answer(cluster.wire);
}

function shown(request: EmulatorRequest, cluster: JsonObject): JsonObject | undefined {
  const { groupId = '', clusterName = '' } = request.params;
  const found = request.store.get(NODES, parentOf(request), clusterName);
  if (found === undefined) return undefined;
  const specs = found.wire.specs as readonly { readonly instanceSize: string; readonly nodeCount: number }[];
  const isOn = request.store.get('encryption-at-rest', groupId, groupId)?.wire.enabledForSearchNodes === true;
  return {
    effectiveSpecs: regionsOf(cluster).flatMap(({ providerName, regionName }) =>
      specs.map(({ instanceSize, nodeCount }) => ({
        cloudProvider: providerName,
        instanceSize,
        nodeCount,
        regionName,
      })),
    ),
    // Unconfirmed: with the key of the cluster, where the project says so (updateGroupEncryptionAtRest).
    encryptionAtRestProvider: isOn ? (cluster.encryptionAtRestProvider as Json) : 'NONE',
    groupId,
    ...found.wire,
  };
}

function put(request: EmulatorRequest, status: number): EmulatorReply {
  return withCluster(request, (cluster) => {
    const id = request.params.clusterName as string;
    const parent = parentOf(request);
    const before = request.store.get(NODES, parent, id);
    const { specs } = request.body as JsonObject;
    const wire: JsonObject = { id: before?.wire.id ?? request.newId(), specs: specs as Json, stateName: 'UPDATING' };
    request.store.put({ kind: NODES, parent, id, wire });
    request.store.schedule({
      at: addSeconds(request.now, request.durationSeconds('cluster-update')),
      kind: NODES,
      parent,
      id,
      then: { stateName: 'IDLE' },
      when: { stateName: 'UPDATING', specs: specs as Json },
    });
    return { status, body: shown(request, cluster) as JsonObject };
  });
}

/** The operations on search nodes. */
export const searchNodeRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.get,
    // Unconfirmed: a cluster without search nodes is answered with nothing.
    handle: (request) => withCluster(request, (cluster) => ({ status: 200, body: shown(request, cluster) ?? {} })),
  },
  { operation: operations.create, handle: (request) => put(request, 201) },
  { operation: operations.update, handle: (request) => put(request, 200) },
  {
    operation: operations.delete,
    handle: (request) =>
      withCluster(request, () => {
        request.store.remove(NODES, parentOf(request), request.params.clusterName as string);
        return { status: 204 };
      }),
  },
];

/** A cluster's snapshots and what is restored from them: Atlas and people make them, and no plan of ours does. */
import { z } from 'zod';
import {
  atlasError,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorRoute,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { lookUpCluster } from '../cluster-action.ts';
import { buckets, links } from '../contract.ts';

const SNAPSHOT = 'backup-snapshot';
const DAY_SECONDS = 86_400;
/** What Atlas keeps a snapshot for that is taken without a retention (recorded: takeGroupClusterBackupSnapshots). */
const DEFAULT_RETENTION_DAYS = 1;
/** A stand-in: how much a snapshot holds is the data's. */
const STORAGE_SIZE_BYTES = 1_500_000_000;

const snapshot = z.strictObject({
  cloudProvider: z.string().optional(),
  copyRegions: z.array(z.string()).optional(),
  createdAt: z.string().optional(),
  description: z.string().optional(),
  expiresAt: z.string().optional(),
  frequencyType: z.string(),
  id: z.string(),
  links: links.optional(),
  mongodVersion: z.string().optional(),
  policyItems: z.array(z.string()).optional(),
  replicaSetName: z.string().optional(),
  snapshotType: z.string(),
  status: z.enum(['queued', 'inProgress', 'completed', 'failed']),
  storageSizeBytes: z.number(),
  type: z.enum(['replicaSet', 'shardedCluster']),
});

const collection = '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots';
const single = `${collection}/{snapshotId}`;
const base = { version: '2023-01-01', bucket: buckets.project, success: 200, response: snapshot } as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroupClusterBackupSnapshots',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    shape: 'page',
  },
  // Atlas names the role Project Backup Creator, too, which has no name in our roles: a manager may do what it may.
  take: {
    ...base,
    id: 'takeGroupClusterBackupSnapshots',
    method: 'POST',
    path: collection,
    role: 'GROUP_BACKUP_MANAGER',
    shape: 'object',
    request: z.strictObject({
      description: z.string().optional(),
      retentionInDays: z.number().int().min(1).optional(),
    }),
  },
  get: {
    ...base,
    id: 'getGroupClusterBackupSnapshot',
    method: 'GET',
    path: single,
    role: 'GROUP_READ_ONLY',
    shape: 'object',
  },
  delete: {
    version: '2023-01-01',
    bucket: buckets.project,
    id: 'deleteGroupClusterBackupSnapshot',
    method: 'DELETE',
    path: single,
    role: 'GROUP_BACKUP_MANAGER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const parentOf = ({ params }: EmulatorRequest) => `${params.groupId}/${params.clusterName}`;

function take(request: EmulatorRequest): EmulatorReply {
  const looked = lookUpCluster(request);
  if ('refused' in looked) return looked.refused;
  const { wire: cluster, id: clusterName } = looked.document;
  if (cluster.backupEnabled !== true) {
    const [clusterId, groupId] = [String(cluster.id), String(cluster.groupId)];
    const sentence = `No backup configuration exists for cluster ${clusterId} in group ${groupId}.`;
    return atlasError(404, 'BACKUP_CONFIG_NOT_FOUND', sentence, [clusterId, groupId]);
  }
  const { description = '', retentionInDays = DEFAULT_RETENTION_DAYS } = request.body as {
    readonly description?: string;
    readonly retentionInDays?: number;
  };
  const retentionSeconds = retentionInDays * DAY_SECONDS;
  const id = request.newId();
  const self = `${request.publicUrl}/api/atlas/v2/groups/${cluster.groupId}/clusters/${clusterName}`;
  const sharded = cluster.clusterType !== 'REPLICASET';
  const wire: JsonObject = {
    copyRegions: [],
    description,
    expiresAt: addSeconds(request.now, retentionSeconds),
    frequencyType: 'ondemand',
    id,
    links: [
      { href: `${self}/backup/snapshots/${id}`, rel: 'self' },
      { href: self, rel: 'https://cloud.mongodb.com/cluster' },
    ],
    policyItems: [],
    // Of a sharded cluster's snapshots the shape is unconfirmed.
    ...(sharded ? {} : { replicaSetName: clusterName }),
    snapshotType: 'onDemand',
    status: 'queued',
    storageSizeBytes: 0,
    type: sharded ? 'shardedCluster' : 'replicaSet',
  };
  request.store.put({ kind: SNAPSHOT, parent: parentOf(request), id, wire });
  // Recorded (TestSnapshots): the fields come one after the other, and the retention counts from the end.
  const seconds = request.durationSeconds('cluster-update');
  const after = (share: number) => addSeconds(request.now, Math.floor(seconds * share));
  const steps: readonly { readonly share: number; readonly then: JsonObject }[] = [
    { share: 0.05, then: { status: 'inProgress' } },
    { share: 0.1, then: { mongodVersion: String(cluster.mongoDBVersion) } },
    { share: 0.8, then: { cloudProvider: providerOf(cluster) } },
    {
      share: 1,
      then: {
        createdAt: after(0.8),
        expiresAt: addSeconds(after(1), retentionSeconds),
        status: 'completed',
        storageSizeBytes: STORAGE_SIZE_BYTES,
      },
    },
  ];
  const place = { kind: SNAPSHOT, parent: parentOf(request), id } as const;
  for (const { share, then } of steps) request.store.schedule({ ...place, at: after(share), then });
  request.store.schedule({ ...place, at: addSeconds(after(1), retentionSeconds), then: 'delete' });
  return { status: 200, body: wire };
}

function providerOf(cluster: JsonObject): string {
  const [spec] = cluster.replicationSpecs as readonly { readonly regionConfigs: readonly JsonObject[] }[];
  return String(spec?.regionConfigs[0]?.providerName ?? 'AWS');
}

/** The snapshot that a path names. That one which does not exist is answered like this is unconfirmed. */
export function lookUpSnapshot(
  request: EmulatorRequest,
  snapshotId: string,
): { readonly document: StoredDocument } | { readonly refused: EmulatorReply } {
  const looked = lookUpCluster(request);
  if ('refused' in looked) return looked;
  const document = request.store.get(SNAPSHOT, parentOf(request), snapshotId);
  if (document !== undefined) return { document };
  const path = request.operation.path.replace(/\{(\w+)\}/g, (_, name: string) => request.params[name] ?? name);
  return { refused: atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]) };
}

/** The operations on snapshots. */
export const snapshotRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.list,
    handle: (request) => {
      const looked = lookUpCluster(request);
      if ('refused' in looked) return looked.refused;
      return { status: 200, page: request.store.list(SNAPSHOT, parentOf(request)).map(({ wire }) => wire) };
    },
  },
  { operation: operations.take, handle: take },
  {
    operation: operations.get,
    handle: (request) => {
      const looked = lookUpSnapshot(request, request.params.snapshotId as string);
      return 'refused' in looked ? looked.refused : { status: 200, body: looked.document.wire };
    },
  },
  {
    operation: operations.delete,
    handle: (request) => {
      const looked = lookUpSnapshot(request, request.params.snapshotId as string);
      if ('refused' in looked) return looked.refused;
      const { parent, id, wire } = looked.document;
      if (wire.status !== 'completed' && wire.status !== 'failed') {
        // Recorded in the Terraform provider's CI.
        return atlasError(400, 'CANNOT_DELETE_IN_PROGRESS_SNAPSHOT', `Cannot delete an in progress snapshot ${id}.`, [
          id,
        ]);
      }
      request.store.remove(SNAPSHOT, parent, id);
      return { status: 204 };
    },
  },
];

/** What is restored from a cluster's snapshots, into a cluster or as a download: a way of data out of a project, which no plan of ours takes. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds } from '../../core/instant.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { lookUpCluster } from '../cluster-action.ts';
import { buckets, links } from '../contract.ts';
import { lookUpSnapshot } from './snapshots.ts';

const JOB = 'restore-job';
/** How long a download can be fetched (recorded: createGroupClusterBackupRestoreJob). */
const DOWNLOAD_SECONDS = 3600;

const job = z.strictObject({
  cancelled: z.boolean(),
  deliveryType: z.enum(['automated', 'download', 'pointInTime']),
  deliveryUrl: z.array(z.string()),
  desiredTimestamp: z.looseObject({}).optional(),
  expired: z.boolean(),
  expiresAt: z.string().optional(),
  failed: z.boolean(),
  finishedAt: z.string().optional(),
  id: z.string(),
  links: links.optional(),
  snapshotId: z.string().optional(),
  targetClusterName: z.string().optional(),
  targetDeploymentItemName: z.string().optional(),
  targetGroupId: z.string().optional(),
  timestamp: z.string().optional(),
});

const collection = '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/restoreJobs';
const base = {
  version: '2023-01-01',
  bucket: buckets.project,
  success: 200,
  role: 'GROUP_BACKUP_MANAGER',
  response: job,
} as const;

export const operations = {
  list: { ...base, id: 'listGroupClusterBackupRestoreJobs', method: 'GET', path: collection, shape: 'page' },
  get: {
    ...base,
    id: 'getGroupClusterBackupRestoreJob',
    method: 'GET',
    path: `${collection}/{restoreJobId}`,
    shape: 'object',
  },
  // The role is unconfirmed. A restore to a point in time is not emulated.
  create: {
    ...base,
    id: 'createGroupClusterBackupRestoreJob',
    method: 'POST',
    path: collection,
    shape: 'object',
    request: z.strictObject({
      deliveryType: z.enum(['automated', 'download']),
      snapshotId: z.string(),
      targetClusterName: z.string().optional(),
      targetGroupId: z.string().optional(),
    }),
  },
} as const satisfies Record<string, Operation>;

const parentOf = ({ params }: EmulatorRequest) => `${params.groupId}/${params.clusterName}`;

/** The cluster that is written into; undefined for a download. */
function target(
  request: EmulatorRequest,
  body: JsonObject,
): { readonly wire?: JsonObject } | { readonly refused: EmulatorReply } {
  if (body.deliveryType === 'download') return {};
  const groupId = String(body.targetGroupId ?? request.params.groupId);
  const clusterName = String(body.targetClusterName ?? request.params.clusterName);
  const looked = lookUpCluster({ ...request, params: { groupId, clusterName } });
  return 'refused' in looked ? looked : { wire: looked.document.wire };
}

function create(request: EmulatorRequest): EmulatorReply {
  const { groupId = '', clusterName = '' } = request.params;
  const body = request.body as JsonObject;
  const snapshotId = String(body.snapshotId);
  const found = lookUpSnapshot(request, snapshotId);
  if ('refused' in found) return found.refused;
  const goal = target(request, body);
  if ('refused' in goal) return goal.refused;
  const id = request.newId();
  const project = `${request.publicUrl}/api/atlas/v2/groups/${groupId}`;
  const cluster = `${project}/clusters/${clusterName}`;
  const strings = goal.wire?.connectionStrings as { readonly standard?: string } | undefined;
  const wire: JsonObject = {
    cancelled: false,
    deliveryType: body.deliveryType as Json,
    deliveryUrl: [],
    desiredTimestamp: { increment: null, time: null, date: null },
    expired: false,
    failed: false,
    id,
    links: [
      { href: `${cluster}/backup/restoreJobs/${id}`, rel: 'self' },
      { href: `${cluster}/backup/snapshots/${snapshotId}`, rel: 'https://cloud.mongodb.com/snapshot' },
      { href: cluster, rel: 'https://cloud.mongodb.com/cluster' },
      { href: project, rel: 'https://cloud.mongodb.com/group' },
    ],
    snapshotId,
    ...(goal.wire === undefined
      ? {}
      : {
          targetClusterName: goal.wire.name as Json,
          // Recorded: the name of the replica set without its number.
          targetDeploymentItemName: /replicaSet=(.+?)-shard-/.exec(strings?.standard ?? '')?.[1] ?? '',
          targetGroupId: goal.wire.groupId as Json,
        }),
    timestamp: found.document.wire.createdAt as Json,
  };
  request.store.put({ kind: JOB, parent: parentOf(request), id, wire });
  const done = addSeconds(request.now, request.durationSeconds('cluster-update'));
  request.store.schedule({
    at: done,
    kind: JOB,
    parent: parentOf(request),
    id,
    then:
      goal.wire === undefined
        ? { deliveryUrl: [urlOf(request, id, snapshotId)], expiresAt: addSeconds(done, DOWNLOAD_SECONDS) }
        : { finishedAt: done },
  });
  return { status: 200, body: wire };
}

/** Where a download is fetched; whoever has the address has the data. */
function urlOf(request: EmulatorRequest, id: string, snapshotId: string): string {
  const looked = lookUpCluster(request);
  const strings = 'refused' in looked ? undefined : (looked.document.wire.connectionStrings as JsonObject);
  const domain = /mongodb\+srv:\/\/[^.]+\.(.+)/.exec(String(strings?.standardSrv))?.[1] ?? 'mongodb.net';
  return `https://restore-${id}.${domain}:27017/${request.randomLetters(24)}/restore-${snapshotId}.tar.gz`;
}

/** The operations on restore jobs. */
export const restoreJobRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.list,
    handle: (request) => {
      const looked = lookUpCluster(request);
      if ('refused' in looked) return looked.refused;
      return { status: 200, page: request.store.list(JOB, parentOf(request)).map(({ wire }) => wire) };
    },
  },
  { operation: operations.create, handle: create },
  {
    operation: operations.get,
    handle: (request) => {
      const looked = lookUpCluster(request);
      if ('refused' in looked) return looked.refused;
      const { restoreJobId = '' } = request.params;
      const found = request.store.get(JOB, parentOf(request), restoreJobId);
      // Unconfirmed: no recording asks for a job that there is none of.
      return found === undefined
        ? atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${restoreJobId}.`, [restoreJobId])
        : { status: 200, body: found.wire };
    },
  },
];

/** What is restored from a flex cluster's snapshots: no plan of ours does it. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds } from '../../core/instant.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import { snapshotsOf } from './backups.ts';
import { lookUpFlex } from './look-up.ts';

const JOB = 'flex-restore-job';
/** Recorded: createGroupFlexClusterBackupRestoreJob. */
const OPEN_SECONDS = 6 * 3600;

const job = z.strictObject({
  deliveryType: z.enum(['RESTORE', 'DOWNLOAD']),
  expirationDate: z.string(),
  id: z.string(),
  instanceName: z.string(),
  projectId: z.string(),
  restoreFinishedDate: z.string().optional(),
  restoreScheduledDate: z.string(),
  snapshotFinishedDate: z.string(),
  snapshotId: z.string(),
  status: z.enum(['PENDING', 'QUEUED', 'RUNNING', 'FAILED', 'COMPLETED']),
  targetDeploymentItemName: z.string(),
  targetProjectId: z.string(),
});

const collection = '/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/restoreJobs';
// The roles are unconfirmed.
const base = { version: '2024-11-13', bucket: buckets.project, success: 200, response: job } as const;

const operations = {
  list: {
    ...base,
    id: 'listGroupFlexClusterBackupRestoreJobs',
    method: 'GET',
    path: collection,
    role: 'GROUP_BACKUP_MANAGER',
    shape: 'page',
  },
  get: {
    ...base,
    id: 'getGroupFlexClusterBackupRestoreJob',
    method: 'GET',
    path: `${collection}/{restoreJobId}`,
    role: 'GROUP_BACKUP_MANAGER',
    shape: 'object',
  },
  create: {
    ...base,
    id: 'createGroupFlexClusterBackupRestoreJob',
    method: 'POST',
    path: collection,
    role: 'GROUP_OWNER',
    shape: 'object',
    request: z.strictObject({
      snapshotId: z.string(),
      targetDeploymentItemName: z.string(),
      targetProjectId: z.string().optional(),
    }),
  },
} as const satisfies Record<string, Operation>;

const parentOf = ({ params }: EmulatorRequest) => `${params.groupId}/${params.name}`;

/** Unconfirmed: no recording names a snapshot or a job that there is none of. */
function notFound(name: string): EmulatorReply {
  return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${name}.`, [name]);
}

function create(request: EmulatorRequest, cluster: JsonObject): EmulatorReply {
  const body = request.body as JsonObject;
  const snapshot = snapshotsOf(cluster, request.now).find(({ id }) => id === body.snapshotId);
  if (snapshot === undefined) return notFound(String(body.snapshotId));
  const { groupId = '', name = '' } = request.params;
  const id = request.newId();
  const wire: JsonObject = {
    deliveryType: 'RESTORE',
    expirationDate: addSeconds(request.now, OPEN_SECONDS),
    id,
    instanceName: name,
    projectId: groupId,
    restoreScheduledDate: request.now,
    snapshotFinishedDate: snapshot.finishTime as Json,
    snapshotId: body.snapshotId as Json,
    status: 'PENDING',
    targetDeploymentItemName: body.targetDeploymentItemName as Json,
    targetProjectId: body.targetProjectId ?? groupId,
  };
  request.store.put({ kind: JOB, parent: parentOf(request), id, wire });
  const seconds = request.durationSeconds('short');
  const done = addSeconds(request.now, seconds);
  const place = { kind: JOB, parent: parentOf(request), id } as const;
  request.store.schedule({
    ...place,
    at: addSeconds(request.now, Math.floor(seconds / 10)),
    then: { status: 'RUNNING' },
  });
  request.store.schedule({ ...place, at: done, then: { restoreFinishedDate: done, status: 'COMPLETED' } });
  return { status: 200, body: wire };
}

function withCluster(request: EmulatorRequest, answer: (cluster: JsonObject) => EmulatorReply): EmulatorReply {
  const looked = lookUpFlex(request);
  return 'refused' in looked ? looked.refused : answer(looked.document.wire);
}

/** The operations on a flex cluster's restore jobs. */
export const restoreJobRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.list,
    handle: (request) =>
      withCluster(request, () => ({
        status: 200,
        page: request.store.list(JOB, parentOf(request)).map(({ wire }) => wire),
      })),
  },
  { operation: operations.create, handle: (request) => withCluster(request, (cluster) => create(request, cluster)) },
  {
    operation: operations.get,
    handle: (request) =>
      withCluster(request, () => {
        const { restoreJobId = '' } = request.params;
        const found = request.store.get(JOB, parentOf(request), restoreJobId);
        return found === undefined ? notFound(restoreJobId) : { status: 200, body: found.wire };
      }),
  },
];

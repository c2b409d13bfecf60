/** Exports of single snapshots into a bucket: a way of data out of a project, which no plan of ours takes. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds, epochSeconds } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { lookUpCluster } from '../cluster-action.ts';
import { buckets } from '../contract.ts';

const JOB = 'export-job';
const SNAPSHOT = 'backup-snapshot';
const BUCKET = 'snapshot-export-bucket';

const customData = z.array(z.strictObject({ key: z.string(), value: z.string() }));
const job = z.strictObject({
  createdAt: z.string(),
  customData,
  exportBucketId: z.string(),
  exportStatus: z.strictObject({ exportedCollections: z.number(), totalCollections: z.number() }),
  finishedAt: z.string().optional(),
  id: z.string(),
  prefix: z.string(),
  snapshotId: z.string(),
  state: z.enum(['Queued', 'InProgress', 'Successful', 'Failed', 'Cancelled']),
});

const collection = '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/exports';
const base = {
  version: '2023-01-01',
  bucket: buckets.project,
  success: 200,
  role: 'GROUP_BACKUP_MANAGER',
  response: job,
} as const;

const operations = {
  list: { ...base, id: 'listGroupClusterBackupExports', method: 'GET', path: collection, shape: 'page' },
  get: { ...base, id: 'getGroupClusterBackupExport', method: 'GET', path: `${collection}/{exportId}`, shape: 'object' },
  // The role is unconfirmed.
  create: {
    ...base,
    id: 'createGroupClusterBackupExport',
    method: 'POST',
    path: collection,
    shape: 'object',
    request: z.strictObject({ customData: customData.optional(), exportBucketId: z.string(), snapshotId: z.string() }),
  },
} as const satisfies Record<string, Operation>;

const parentOf = ({ params }: EmulatorRequest) => `${params.groupId}/${params.clusterName}`;

/** Unconfirmed: no recording names a snapshot, a bucket or a job that there is none of. */
function notFound(name: string): EmulatorReply {
  return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${name}.`, [name]);
}

function create(request: EmulatorRequest): EmulatorReply {
  const looked = lookUpCluster(request);
  if ('refused' in looked) return looked.refused;
  const { groupId = '', clusterName = '' } = request.params;
  const body = request.body as JsonObject;
  const [snapshotId, exportBucketId] = [String(body.snapshotId), String(body.exportBucketId)];
  const snapshot = request.store.get(SNAPSHOT, parentOf(request), snapshotId);
  if (snapshot === undefined) return notFound(snapshotId);
  if (request.store.get(BUCKET, groupId, exportBucketId) === undefined) return notFound(exportBucketId);
  const id = request.newId();
  // Recorded: the minute of the snapshot without its colon, then the second of the export.
  const minute = String(snapshot.wire.createdAt).slice(0, 16).replace(':', '');
  const place = ['exported_snapshots', request.caller.orgId, groupId, clusterName, minute, epochSeconds(request.now)];
  const wire: JsonObject = {
    createdAt: request.now,
    customData: body.customData ?? [],
    exportBucketId,
    // Recorded: no collection is counted, also at the end.
    exportStatus: { exportedCollections: 0, totalCollections: 0 },
    id,
    prefix: place.join('/'),
    snapshotId,
    state: 'Queued',
  };
  request.store.put({ kind: JOB, parent: parentOf(request), id, wire });
  const seconds = request.durationSeconds('cluster-update');
  const done = addSeconds(request.now, seconds);
  const job = { kind: JOB, parent: parentOf(request), id } as const;
  request.store.schedule({
    ...job,
    at: addSeconds(request.now, Math.floor(seconds / 5)),
    then: { state: 'InProgress' },
  });
  request.store.schedule({ ...job, at: done, then: { finishedAt: done, state: 'Successful' } });
  return { status: 200, body: wire };
}

/** The operations on export jobs. */
export const exportJobRoutes: readonly EmulatorRoute[] = [
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
      const { exportId = '' } = request.params;
      const found = request.store.get(JOB, parentOf(request), exportId);
      return found === undefined ? notFound(exportId) : { status: 200, body: found.wire };
    },
  },
];

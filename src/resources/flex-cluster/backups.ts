/** The snapshots that Atlas takes of a flex cluster once a day: operations that read, and no resources of their own. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds, epochSeconds, type Instant } from '../../core/instant.ts';
import { type JsonObject, shortHash } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import { lookUpFlex } from './look-up.ts';

const DAY_SECONDS = 86_400;
/** How long one is kept (recorded: listGroupFlexClusterBackupSnapshots). */
const KEPT_DAYS = 8;

const snapshot = z.strictObject({
  expiration: z.string(),
  finishTime: z.string().optional(),
  id: z.string(),
  mongoDBVersion: z.string(),
  scheduledTime: z.string(),
  startTime: z.string().optional(),
  status: z.enum(['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED']),
});

const path = '/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/snapshots';
const base = {
  version: '2024-11-13',
  bucket: buckets.project,
  method: 'GET',
  role: 'GROUP_READ_ONLY',
  success: 200,
  response: snapshot,
} as const;

export const operations = {
  list: { ...base, id: 'listGroupFlexClusterBackupSnapshots', path, shape: 'page' },
  get: { ...base, id: 'getGroupFlexClusterBackupSnapshot', path: `${path}/{snapshotId}`, shape: 'object' },
} as const satisfies Record<string, Operation>;

/** One for each day since the cluster was made, a day after it for the first time, the oldest first; none is stored. */
export function snapshotsOf(cluster: JsonObject, now: Instant): readonly JsonObject[] {
  const made = String(cluster.createDate) as Instant;
  const days = Math.floor((epochSeconds(now) - epochSeconds(made)) / DAY_SECONDS);
  const kept = Array.from({ length: Math.max(0, Math.min(days, KEPT_DAYS)) }, (_, back) => days - back).reverse();
  return kept.map((day) => {
    const scheduledTime = addSeconds(made, day * DAY_SECONDS);
    return {
      expiration: addSeconds(scheduledTime, KEPT_DAYS * DAY_SECONDS),
      finishTime: addSeconds(scheduledTime, 120),
      id: epochSeconds(scheduledTime).toString(16).padStart(8, '0') + shortHash(`${cluster.id} ${day}`, 16),
      mongoDBVersion: String(cluster.mongoDBVersion),
      scheduledTime,
      startTime: addSeconds(scheduledTime, 30),
      status: 'COMPLETED',
    };
  });
}

function read(request: EmulatorRequest, answer: (snapshots: readonly JsonObject[]) => EmulatorReply): EmulatorReply {
  const looked = lookUpFlex(request);
  return 'refused' in looked ? looked.refused : answer(snapshotsOf(looked.document.wire, request.now));
}

/** The operations on a flex cluster's snapshots. */
export const backupRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.list,
    handle: (request) => read(request, (snapshots) => ({ status: 200, page: snapshots })),
  },
  {
    operation: operations.get,
    handle: (request) =>
      read(request, (snapshots) => {
        const { snapshotId = '' } = request.params;
        const found = snapshots.find(({ id }) => id === snapshotId);
        // Unconfirmed: no recording asks for a snapshot that there is none of.
        return found === undefined
          ? atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${snapshotId}.`, [snapshotId])
          : { status: 200, body: found };
      }),
  },
];

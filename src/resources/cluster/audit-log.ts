/** The logs of a project's hosts: an operation that reads, and no resource of its own. */
import type { EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { storedGzip } from '../../core/gzip.ts';
import { epochSeconds } from '../../core/instant.ts';
import { buckets } from '../contract.ts';
import { rowsOf } from './access-history.ts';
import { KIND } from './document.ts';
import { processesOf } from './processes.ts';

/**
 * downloadGroupClusterLog: a gzip file, `startDate` and `endDate` in seconds; empty where there is nothing. Kept for 30 days,
 * written some five minutes late (Atlas docs, "View and Download MongoDB Logs").
 */
export const downloadLog: Operation = {
  id: 'downloadGroupClusterLog',
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/clusters/{hostName}/logs/{logName}.gz',
  version: '2023-02-01',
  bucket: buckets.clusters,
  role: [
    'GROUP_DATA_ACCESS_ADMIN',
    'GROUP_DATA_ACCESS_READ_ONLY',
    'GROUP_DATA_ACCESS_READ_WRITE',
    'GROUP_STREAM_PROCESSING_OWNER',
  ],
  success: 200,
  shape: 'none',
  media: 'gzip',
  query: ['endDate', 'startDate'],
};

/** The operation on logs. */
export const auditLogRoute: EmulatorRoute = {
  operation: downloadLog,
  // Whoever the access history shows, on the first host; nothing where auditing is off.
  handle: ({ store, params, query, now }) => {
    const { groupId = '', hostName = '', logName = '' } = params;
    const audited = store.get('audit-configuration', groupId, groupId)?.wire.enabled === true;
    const cluster = store.list(KIND, groupId).find((one) => processesOf(one)[0]?.hostname === hostName);
    if (!audited || cluster === undefined || logName !== 'mongodb-audit-log') return { status: 200, body: '' };
    const end = Number(query.endDate ?? epochSeconds(now));
    const start = Number(query.startDate ?? end - 86_400);
    const lines = rowsOf(store, groupId, now)
      .filter(({ at }) => start <= epochSeconds(at) && epochSeconds(at) < end)
      .map(({ at, address, username }) =>
        JSON.stringify({
          atype: 'authenticate',
          ts: { $date: at.replace('Z', '.000+00:00') },
          remote: { ip: address, port: 40_000 },
          users: [{ user: username, db: 'admin' }],
          roles: [],
          param: { user: username, db: 'admin', mechanism: 'SCRAM-SHA-256' },
          result: 0,
        }),
      );
    return { status: 200, body: lines.length === 0 ? '' : storedGzip(`${lines.join('\n')}\n`) };
  },
};

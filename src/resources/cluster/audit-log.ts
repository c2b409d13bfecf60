/** The hosts of a project, and their logs: operations that read, and no resources of their own. */
import { z } from 'zod';
import type { EmulatorRoute, StoredDocument } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { storedGzip } from '../../core/gzip.ts';
import { epochSeconds } from '../../core/instant.ts';
import { buckets, links, selfLink } from '../contract.ts';
import { rowsOf } from './access-history.ts';

const process = z.strictObject({
  created: z.string(),
  groupId: z.string(),
  hostname: z.string(),
  id: z.string(),
  lastPing: z.string().optional(),
  links: links.optional(),
  port: z.number().int(),
  replicaSetName: z.string().optional(),
  shardName: z.string().optional(),
  typeName: z.string(),
  userAlias: z.string().optional(),
  version: z.string().optional(),
});

/** listGroupProcesses: `hostname` is what logs are asked for by, `userAlias` what connection strings hold. */
export const listProcesses: Operation = {
  id: 'listGroupProcesses',
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/processes',
  version: '2023-01-01',
  bucket: buckets.monitoring,
  role: 'GROUP_READ_ONLY',
  success: 200,
  shape: 'page',
  response: process,
};

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

function hostsOf({ wire }: StoredDocument): readonly string[] {
  const strings = (wire.connectionStrings ?? {}) as { readonly standard?: string };
  return strings.standard?.replace('mongodb://', '').split('/')[0]?.split(',') ?? [];
}

export const auditLogRoutes: readonly EmulatorRoute[] = [
  {
    operation: listProcesses,
    handle: ({ store, params, publicUrl, now }) => {
      const groupId = params.groupId as string;
      return {
        status: 200,
        page: store.list('cluster', groupId).flatMap((document) =>
          hostsOf(document).map((host, position) => {
            const [hostname = '', port = '27017'] = host.split(':');
            return {
              created: String(document.wire.createDate ?? now),
              groupId,
              hostname,
              id: host,
              lastPing: now,
              links: selfLink(publicUrl, `/api/atlas/v2/groups/${groupId}/processes/${host}`),
              port: Number(port),
              typeName: position === 0 ? 'REPLICA_PRIMARY' : 'REPLICA_SECONDARY',
              userAlias: hostname,
              version: String(document.wire.mongoDBVersion ?? ''),
            };
          }),
        ),
      };
    },
  },
  {
    operation: downloadLog,
    // Whoever the access history shows, on the first host; nothing where auditing is off.
    handle: ({ store, params, query, now }) => {
      const { groupId = '', hostName = '', logName = '' } = params;
      const audited = store.get('audit-configuration', groupId, groupId)?.wire.enabled === true;
      const cluster = store.list('cluster', groupId).find((one) => hostsOf(one)[0]?.split(':')[0] === hostName);
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
  },
];

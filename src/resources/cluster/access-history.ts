/** Who has logged in to a cluster in the last seven days: an operation that reads, and no resource of its own. */
import { z } from 'zod';
import {
  atlasError,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorRoute,
  type EmulatorStore,
} from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds, epochSeconds, type Instant, instantFromEpochSeconds } from '../../core/instant.ts';
import { buckets } from '../contract.ts';
import { KIND } from './document.ts';
import { processesOf } from './processes.ts';
import { lookUp } from './refusals.ts';

const row = z.looseObject({
  authResult: z.boolean().optional(),
  authSource: z.string().nullish(),
  failureReason: z.string().nullish(),
  groupId: z.string().optional(),
  hostname: z.string().optional(),
  ipAddress: z.string().optional(),
  logLine: z.string().optional(),
  timestamp: z.string().optional(),
  username: z.string().nullish(),
});

/** The most rows that Atlas answers at once; more of them need a shorter window. */
export const MOST_ROWS = 20_000;

/** How long Atlas keeps the access history (Atlas docs, "View Database Access History"). */
export const HISTORY_DAYS = 7;

/** getGroupDbAccessHistoryCluster: `start` and `end` in milliseconds, both or none. Not for free and flex clusters. */
export const accessHistory: Operation = {
  id: 'getGroupDbAccessHistoryCluster',
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/dbAccessHistory/clusters/{clusterName}',
  version: '2023-01-01',
  bucket: buckets.project,
  role: 'GROUP_DATABASE_ACCESS_ADMIN',
  success: 200,
  shape: 'object',
  query: ['authResult', 'end', 'ipAddress', 'nLogs', 'start'],
  response: z.strictObject({ accessLogs: z.array(row) }),
};

/** getGroupDbAccessHistoryProcess: the same of one host. */
export const accessHistoryOfHost: Operation = {
  ...accessHistory,
  id: 'getGroupDbAccessHistoryProcess',
  path: '/api/atlas/v2/groups/{groupId}/dbAccessHistory/processes/{hostname}',
};

const SECONDS_PER_DAY = 86_400;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As Atlas writes it (recorded): `Fri Jun 06 07:34:44 GMT 2025`. */
function written(at: Instant): string {
  const day = DAYS[(Math.floor(epochSeconds(at) / SECONDS_PER_DAY) + 4) % 7];
  return `${day} ${MONTHS[Number(at.slice(5, 7)) - 1]} ${at.slice(8, 10)} ${at.slice(11, 19)} GMT ${at.slice(0, 4)}`;
}

/** One login that the emulator makes up. */
interface Row {
  readonly at: Instant;
  readonly address: string;
  readonly username: string;
}

/**
 * Everybody whom the IP access list names with a range of their own has logged in once a day, as every user with a password.
 * Atlas's real history cannot be known here; this one is believable, and the same each time.
 */
export function rowsOf(store: EmulatorStore, groupId: string, now: Instant): readonly Row[] {
  const hosts = store.list('project-ip-access-list', groupId).flatMap(({ wire }) => {
    const [address = '', bits = '32'] = String(wire.cidrBlock ?? wire.ipAddress ?? '').split('/');
    if (Number(bits) < 24 || address === '') return [];
    return [
      bits === '32' || address.includes(':') ? address : address.replace(/\d+$/, (last) => String(Number(last) + 7)),
    ];
  });
  const users = store
    .list('database-user', groupId)
    .filter(({ wire }) => wire.databaseName === 'admin' && wire.deleteAfterDate === undefined);
  return Array.from({ length: HISTORY_DAYS }, (_, days) => addSeconds(now, -days * SECONDS_PER_DAY - 3600)).flatMap(
    (at) => hosts.flatMap((address) => users.map(({ wire }) => ({ at, address, username: String(wire.username) }))),
  );
}

/** What both operations answer: the logins on one host, made up as `rowsOf` says. */
function history({ store, params, query, now }: EmulatorRequest, hostname: string): EmulatorReply {
  const groupId = params.groupId as string;
  const from =
    query.start === undefined ? addSeconds(now, -SECONDS_PER_DAY) : instantFromEpochSeconds(Number(query.start) / 1000);
  const to = query.end === undefined ? now : instantFromEpochSeconds(Number(query.end) / 1000);
  const most = Math.min(Number(query.nLogs ?? MOST_ROWS), MOST_ROWS);
  const rows = rowsOf(store, groupId, now)
    .filter(({ at }) => from <= at && at < to)
    .slice(0, most)
    .map(({ at, address, username }) => ({
      authResult: true,
      authSource: 'admin',
      groupId,
      hostname,
      ipAddress: address,
      logLine: JSON.stringify({
        t: { $date: at.replace('Z', '.000+00:00') },
        s: 'I',
        c: 'ACCESS',
        id: 5286306,
        msg: 'Successfully authenticated',
        attr: {
          client: `${address}:40000`,
          isSpeculative: false,
          mechanism: 'SCRAM-SHA-256',
          user: username,
          db: 'admin',
        },
      }),
      timestamp: written(at),
      username,
    }));
  return { status: 200, body: { accessLogs: rows } };
}

/** Everybody has logged in on a cluster's first host. */
export const accessHistoryRoutes: readonly EmulatorRoute[] = [
  {
    operation: accessHistory,
    handle: (request) => {
      const looked = lookUp(request);
      if ('refused' in looked) return looked.refused;
      const { document } = looked;
      return history(request, processesOf(document)[0]?.hostname ?? `${document.id}-shard-00-00`);
    },
  },
  {
    operation: accessHistoryOfHost,
    handle: (request) => {
      const { groupId = '', hostname = '' } = request.params;
      const hosts = request.store.list(KIND, groupId).map((cluster) => processesOf(cluster));
      if (!hosts.flat().some((process) => process.hostname === hostname)) {
        // Unconfirmed: no recording asks for a host that there is none of.
        const path = `/api/atlas/v2/groups/${groupId}/dbAccessHistory/processes/${hostname}`;
        return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
      }
      return hosts.some(([first]) => first?.hostname === hostname)
        ? history(request, hostname)
        : { status: 200, body: { accessLogs: [] } };
    },
  },
];

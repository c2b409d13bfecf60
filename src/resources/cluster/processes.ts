/** The processes of a project's clusters: operations that read, and no resources of their own. */
import { z } from 'zod';
import { atlasError, type EmulatorRequest, type EmulatorRoute, type StoredDocument } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import { buckets, links, selfLink } from '../contract.ts';
import { isTenant, KIND } from './document.ts';

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

/** getGroupProcess: one of them, with the way to its project and its measurements. */
export const getProcess: Operation = {
  ...listProcesses,
  id: 'getGroupProcess',
  path: `${listProcesses.path}/{processId}`,
  shape: 'object',
};

/** One mongod of a cluster. */
interface ClusterProcess {
  /** What logs are asked for by. */
  readonly hostname: string;
  /** What the connection string holds. */
  readonly alias: string;
  readonly port: number;
  readonly replicaSetName?: string;
}

/**
 * The processes that a connection string names. Recorded for replica sets: a host's own name begins with that of its set,
 * while clients know it by an alias that begins with the cluster's. Of free and of sharded clusters it is unconfirmed.
 */
export function processesOf({ wire }: StoredDocument): readonly ClusterProcess[] {
  const { standard = '' } = (wire.connectionStrings ?? {}) as { readonly standard?: string };
  const [hosts = '', query = ''] = standard.replace('mongodb://', '').split('/');
  const replicaSetName = isTenant(wire) ? undefined : /replicaSet=([^&]+)/.exec(query)?.[1];
  const own = replicaSetName?.replace(/-shard-\d+$/, '');
  return hosts
    .split(',')
    .filter((host) => host !== '')
    .map((host) => {
      const [alias = '', port = '27017'] = host.split(':');
      return {
        hostname: own === undefined ? alias : alias.replace(/^.*?(?=-shard-)/, own),
        alias,
        port: Number(port),
        ...(replicaSetName === undefined ? {} : { replicaSetName }),
      };
    });
}

/** A process as Atlas shows one (recorded: listGroupProcesses, getGroupProcess). */
function shown({ publicUrl, params, now }: EmulatorRequest, cluster: StoredDocument): readonly JsonObject[] {
  const groupId = params.groupId as string;
  return processesOf(cluster).map(({ hostname, alias, port, replicaSetName }, position, processes) => {
    const id = `${hostname}:${port}`;
    return {
      created: String(cluster.wire.createDate ?? now),
      groupId,
      hostname,
      id,
      lastPing: now,
      links: selfLink(publicUrl, `/api/atlas/v2/groups/${groupId}/processes/${id}`),
      port,
      ...(replicaSetName === undefined ? {} : { replicaSetName }),
      // Recorded: of a new set the last one.
      typeName: position === processes.length - 1 ? 'REPLICA_PRIMARY' : 'REPLICA_SECONDARY',
      userAlias: alias,
      version: String(cluster.wire.mongoDBVersion ?? ''),
    };
  });
}

/** The operations on processes. */
export const processRoutes: readonly EmulatorRoute[] = [
  {
    operation: listProcesses,
    handle: (request) => ({
      status: 200,
      page: request.store.list(KIND, request.params.groupId as string).flatMap((cluster) => shown(request, cluster)),
    }),
  },
  {
    operation: getProcess,
    handle: (request) => {
      const { groupId = '', processId = '' } = request.params;
      // Recorded: the port stands behind an underscore in the path, and behind a colon in the answer.
      const id = processId.replace(/_(?=\d+$)/, ':');
      const found = request.store
        .list(KIND, groupId)
        .flatMap((cluster) => shown(request, cluster))
        .find((process) => process.id === id);
      if (found === undefined) {
        // Unconfirmed: no recording asks for a process that there is none of.
        const path = `/api/atlas/v2/groups/${groupId}/processes/${processId}`;
        return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
      }
      const project = `${request.publicUrl}/api/atlas/v2/groups/${groupId}`;
      const further = [
        { href: project, rel: 'https://cloud.mongodb.com/group' },
        {
          href: `${project}/processes/${id}/measurements?granularity=PT5M&period=PT24H`,
          rel: 'https://cloud.mongodb.com/measurements',
        },
      ];
      return { status: 200, body: { ...found, links: [...(found.links as readonly JsonObject[]), ...further] } };
    },
  },
];

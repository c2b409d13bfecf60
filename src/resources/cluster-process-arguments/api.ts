import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { UpdateChange } from '../../core/change.ts';
import { isObject, sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import type { Cluster } from '../cluster/model.ts';
import { buckets } from '../contract.ts';
import { type ClusterProcessArguments, cipherSuites } from './model.ts';

const count = z.number().nullable().optional();
const flag = z.boolean().nullable().optional();
const common = {
  changeStreamOptionsPreAndPostImagesExpireAfterSeconds: count,
  chunkMigrationConcurrency: count,
  customOpensslCipherConfigTls12: z.array(z.enum(cipherSuites.TLS1_2)).nullable().optional(),
  customOpensslCipherConfigTls13: z.array(z.enum(cipherSuites.TLS1_3)).nullable().optional(),
  defaultMaxTimeMS: count,
  defaultWriteConcern: z.string().nullable().optional(),
  javascriptEnabled: flag,
  minimumEnabledTlsProtocol: z.enum(['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3']).nullable().optional(),
  noTableScan: flag,
  oplogMinRetentionHours: count,
  oplogSizeMB: count,
  queryStatsLogVerbosity: count,
  sampleRefreshIntervalBIConnector: count,
  sampleSizeBIConnector: count,
  tlsCipherConfigMode: z.enum(['DEFAULT', 'CUSTOM']).nullable().optional(),
  transactionLifetimeLimitSeconds: count,
  // Only in 2023-01-01 (recorded in both versions).
  defaultReadConcern: z.string().nullable().optional(),
  failIndexKeyTooLong: flag,
} as const;

const base = {
  version: '2024-08-05',
  olderVersions: [
    {
      version: '2023-01-01',
      deprecation: 'Mon, 5 Aug 2024 00:00:00 GMT',
      sunset: 'Thu, 1 Jul 2027 00:00:00 GMT',
    },
  ],
  bucket: buckets.clusters,
  path: '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/processArgs',
  success: 200,
  shape: 'object',
  // Recorded: every key is there, null where nothing was set.
  response: z.strictObject(common),
} as const;

export const operations = {
  get: { ...base, id: 'getGroupClusterProcessArgs', method: 'GET', role: 'GROUP_READ_ONLY' },
  update: {
    ...base,
    id: 'updateGroupClusterProcessArgs',
    method: 'PATCH',
    role: 'GROUP_CLUSTER_MANAGER',
    request: z.strictObject(common),
  },
} as const satisfies Record<string, Operation>;

const readable = z.looseObject({
  ...common,
  customOpensslCipherConfigTls12: z.array(z.string()).nullish(),
  customOpensslCipherConfigTls13: z.array(z.string()).nullish(),
});

/** A wire answer of either version as our model. */
export function fromWire(item: unknown, projectId: string, clusterName: string): ClusterProcessArguments {
  const given = readable.parse(item);
  return {
    projectId,
    clusterName,
    minimumEnabledTlsProtocol: given.minimumEnabledTlsProtocol ?? null,
    tlsCipherConfigMode: given.tlsCipherConfigMode ?? null,
    customOpensslCipherConfigTls12: [...(given.customOpensslCipherConfigTls12 ?? [])].sort(),
    customOpensslCipherConfigTls13: [...(given.customOpensslCipherConfigTls13 ?? [])].sort(),
    javascriptEnabled: given.javascriptEnabled ?? null,
    noTableScan: given.noTableScan ?? null,
    defaultWriteConcern: given.defaultWriteConcern ?? null,
    defaultMaxTimeMS: given.defaultMaxTimeMS ?? null,
    transactionLifetimeLimitSeconds: given.transactionLifetimeLimitSeconds ?? null,
    oplogMinRetentionHours: given.oplogMinRetentionHours ?? null,
    oplogSizeMB: given.oplogSizeMB ?? null,
    queryStatsLogVerbosity: given.queryStatsLogVerbosity ?? null,
    changeStreamOptionsPreAndPostImagesExpireAfterSeconds:
      given.changeStreamOptionsPreAndPostImagesExpireAfterSeconds ?? null,
    chunkMigrationConcurrency: given.chunkMigrationConcurrency ?? null,
    sampleRefreshIntervalBIConnector: given.sampleRefreshIntervalBIConnector ?? null,
    sampleSizeBIConnector: given.sampleSizeBIConnector ?? null,
  };
}

/** The arguments as a wire body, every key. */
export function toBody(model: ClusterProcessArguments): { readonly [key: string]: Body } {
  const { projectId: _projectId, clusterName: _clusterName, ...body } = model;
  return body;
}

/** The keys that differ; the cipher mode goes with the lists, so that Atlas has nothing to infer. */
function update({ before, after }: UpdateChange<ClusterProcessArguments>): Body {
  const was = toBody(before);
  const changed = Object.entries(toBody(after)).filter(([key, value]) => !sameJson(was[key], value));
  const ciphers = changed.some(([key]) => key.startsWith('customOpenssl'));
  return {
    ...Object.fromEntries(changed),
    ...(ciphers && after.tlsCipherConfigMode !== null ? { tlsCipherConfigMode: after.tlsCipherConfigMode } : {}),
  };
}

const paths = ({ projectId, clusterName }: ClusterProcessArguments) => ({ groupId: projectId, clusterName });

/** Waits for the cluster: TLS and JavaScript need every node restarted, and the answer shows them before that is done. */
const getCluster: Operation = {
  id: 'getGroupCluster',
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}',
  version: '2024-08-05',
  role: 'GROUP_READ_ONLY',
  success: 200,
  bucket: buckets.clusters,
  shape: 'object',
  response: z.looseObject({ stateName: z.string() }),
};

export const read: ResourceRead<ClusterProcessArguments, Cluster> = {
  from: 'cluster',
  operations: [operations.get],
  // Free clusters answer, too (recorded), though Atlas's contract denies it.
  calls: ({ projectId, name }) => [callOf(operations.get, { groupId: projectId, clusterName: name })],
  parse: (item, { projectId, name }) => [fromWire(item, projectId, name)],
};

export const write: ResourceWrite<ClusterProcessArguments> = {
  operations: [operations.update, operations.get],
  update: (change) => [callOf(operations.update, paths(change.after), { body: update(change) })],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId, model.clusterName)),
  }),
  settle: (change) =>
    change.type === 'delete'
      ? []
      : [
          {
            call: callOf(getCluster, paths(change.after)),
            state: (status, body) =>
              status === 200 && isObject(body) && body.stateName === 'IDLE' ? 'settled' : 'pending',
          },
        ],
};

import { z } from 'zod';
import { type ApiCall, type Body, callOf, type Operation } from '../../core/call.ts';
import type { Change, CreateChange, UpdateChange } from '../../core/change.ts';
import { type Instant, parseInstant } from '../../core/instant.ts';
import { isObject, sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import { supportAccessGrantType as grantType } from '../support-access-grant/model.ts';
import { type Cluster, type ClusterNodes, type ClusterRegion, type ClusterShard, cloudProvider } from './model.ts';

const tag = z.strictObject({ key: z.string(), value: z.string() });

// `diskSizeGB` stands at the root before 2024-08-05, and in the specs from then on (recorded in both).
const hardware = z.strictObject({
  diskIOPS: z.number().optional(),
  diskSizeGB: z.number().optional(),
  diskThroughput: z.number().optional(),
  ebsVolumeType: z.enum(['STANDARD', 'PROVISIONED']).optional(),
  effectiveInstanceSize: z.string().optional(),
  instanceSize: z.string().optional(),
  nodeCount: z.number().int().min(0).optional(),
});
const scaling = z.strictObject({
  compute: z
    .strictObject({
      enabled: z.boolean().optional(),
      maxInstanceSize: z.string().optional(),
      minInstanceSize: z.string().optional(),
      predictiveEnabled: z.boolean().optional(),
      scaleDownEnabled: z.boolean().optional(),
    })
    .optional(),
  diskGB: z.strictObject({ enabled: z.boolean().optional() }).optional(),
});
const regionConfig = z.strictObject({
  analyticsAutoScaling: scaling.optional(),
  analyticsSpecs: hardware.optional(),
  autoScaling: scaling.optional(),
  backingProviderName: cloudProvider.optional(),
  electableSpecs: hardware.optional(),
  priority: z.number().int().optional(),
  providerName: z.enum(['AWS', 'AZURE', 'GCP', 'TENANT']),
  readOnlySpecs: hardware.optional(),
  regionName: z.string(),
});
const replicationSpec = z.strictObject({
  id: z.string().optional(),
  numShards: z.number().int().min(1).optional(),
  regionConfigs: z.array(regionConfig),
  zoneId: z.string().optional(),
  zoneName: z.string().optional(),
});
const answeredSpec = replicationSpec.extend({
  regionConfigs: z.array(
    regionConfig.extend({
      effectiveAnalyticsSpecs: hardware.optional(),
      effectiveElectableSpecs: hardware.optional(),
      effectiveReadOnlySpecs: hardware.optional(),
    }),
  ),
});
const tlsVersion = z.enum(['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3']);
const advancedConfiguration = z.strictObject({
  customOpensslCipherConfigTls12: z.array(z.string()).optional(),
  customOpensslCipherConfigTls13: z.array(z.string()).optional(),
  minimumEnabledTlsProtocol: tlsVersion.optional(),
  tlsCipherConfigMode: z.enum(['DEFAULT', 'CUSTOM']).optional(),
});
// Recorded in lower case, though Atlas's contract writes upper case.
const readPreference = z.enum(['primary', 'secondary', 'analytics']);
const stateName = z.enum(['CREATING', 'IDLE', 'UPDATING', 'REPAIRING', 'DELETING']);

const settings = {
  adaptiveCapacity: z.enum(['ENABLED', 'DISABLED']).nullable().optional(),
  advancedConfiguration: advancedConfiguration.optional(),
  backupEnabled: z.boolean().optional(),
  biConnector: z
    .strictObject({ enabled: z.boolean().optional(), readPreference: readPreference.optional() })
    .optional(),
  clusterType: z.enum(['REPLICASET', 'SHARDED', 'GEOSHARDED']).optional(),
  configServerManagementMode: z.enum(['ATLAS_MANAGED', 'FIXED_TO_DEDICATED']).optional(),
  diskSizeGB: z.number().optional(),
  diskWarmingMode: z.enum(['FULLY_WARMED', 'VISIBLE_EARLIER', 'ENHANCED_FULLY_WARMED']).optional(),
  encryptionAtRestProvider: z.enum(['NONE', 'AWS', 'AZURE', 'GCP']).optional(),
  globalClusterSelfManagedSharding: z.boolean().optional(),
  labels: z.array(z.strictObject({ key: z.string().optional(), value: z.string().optional() })).optional(),
  mongoDBMajorVersion: z.string().optional(),
  paused: z.boolean().optional(),
  pitEnabled: z.boolean().optional(),
  redactClientLogData: z.boolean().optional(),
  replicaSetScalingStrategy: z.enum(['SEQUENTIAL', 'WORKLOAD_TYPE', 'NODE_TYPE']).optional(),
  retainBackups: z.boolean().optional(),
  rootCertType: z.enum(['ISRGROOTX1']).optional(),
  tags: z.array(tag).optional(),
  terminationProtectionEnabled: z.boolean().optional(),
  useAwsTimeBasedSnapshotCopyForFastInitialSync: z.boolean().optional(),
  versionReleaseSystem: z.enum(['LTS', 'CONTINUOUS']).optional(),
} as const;

const privateConnection = z.strictObject({
  connectionString: z.string().optional(),
  endpoints: z
    .array(
      z.strictObject({
        endpointId: z.string().optional(),
        providerName: z.string().optional(),
        region: z.string().optional(),
      }),
    )
    .optional(),
  srvConnectionString: z.string().optional(),
  srvShardOptimizedConnectionString: z.string().optional(),
  type: z.string().optional(),
});
const wire = z.strictObject({
  ...settings,
  configServerType: z.enum(['DEDICATED', 'EMBEDDED']).optional(),
  connectionStrings: z.strictObject({
    awsPrivateLink: z.record(z.string(), z.string()).optional(),
    awsPrivateLinkSrv: z.record(z.string(), z.string()).optional(),
    private: z.string().optional(),
    privateEndpoint: z.array(privateConnection).optional(),
    privateSrv: z.string().optional(),
    standard: z.string().optional(),
    standardSrv: z.string().optional(),
  }),
  createDate: z.string(),
  // Recorded since 2026, in no contract of Atlas.
  effectiveDatabaseEdition: z.string().optional(),
  // Recorded from May to July 2026 only.
  effectiveIntelligentWorkloadManagementPolicies: z.looseObject({}).optional(),
  effectiveReplicationSpecs: z.array(answeredSpec).optional(),
  featureCompatibilityVersion: z.string().optional(),
  featureCompatibilityVersionExpirationDate: z.string().optional(),
  groupId: z.string(),
  id: z.string(),
  internalClusterRole: z.enum(['NONE', 'SYSTEM_CLUSTER', 'INTERNAL_SHADOW_CLUSTER']).optional(),
  links: links.optional(),
  mongoDBEmployeeAccessGrant: z
    .strictObject({ expirationTime: z.string(), grantType, links: links.optional() })
    .optional(),
  mongoDBMajorVersion: z.string(),
  mongoDBVersion: z.string(),
  name: z.string(),
  replicationSpecs: z.array(answeredSpec),
  stateName,
});

const collection = '/api/atlas/v2/groups/{groupId}/clusters';
const single = `${collection}/{clusterName}`;
const base = { bucket: buckets.clusters } as const;
/** One replication spec with a shard count, disk size at the root, fewer fields: recorded with these dates. */
const legacy = {
  version: '2023-02-01',
  deprecation: 'Mon, 5 Aug 2024 00:00:00 GMT',
  sunset: 'Thu, 1 Jul 2027 00:00:00 GMT',
} as const;
/** Scaling of the whole cluster at once. Its sunset moved with that of 2023-02-01; the new date is unconfirmed. */
const clusterWide = {
  version: '2024-08-05',
  deprecation: 'Wed, 23 Oct 2024 00:00:00 GMT',
  sunset: 'Thu, 1 Jul 2027 00:00:00 GMT',
} as const;

export const operations = {
  list: {
    ...base,
    version: '2024-08-05',
    olderVersions: [legacy],
    id: 'listGroupClusters',
    linkDefaults: { includeCount: 'true', includeDeletedWithRetainedBackups: 'false' },
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    query: ['includeDeletedWithRetainedBackups'],
    response: wire,
  },
  create: {
    ...base,
    version: '2024-10-23',
    olderVersions: [clusterWide, legacy],
    id: 'createGroupCluster',
    method: 'POST',
    path: collection,
    // Atlas names the role Project Cluster Creator, which has no name in its API; a cluster manager may not create.
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'object',
    request: z.strictObject({
      ...settings,
      acceptDataRisksAndForceReplicaSetReconfig: z.string().optional(),
      name: z.string(),
      replicationSpecs: z.array(replicationSpec),
    }),
    response: wire,
  },
  get: {
    ...base,
    version: '2024-08-05',
    olderVersions: [legacy],
    id: 'getGroupCluster',
    method: 'GET',
    path: single,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    version: '2024-10-23',
    olderVersions: [clusterWide, legacy],
    id: 'updateGroupCluster',
    method: 'PATCH',
    path: single,
    role: 'GROUP_CLUSTER_MANAGER',
    success: 200,
    shape: 'object',
    request: z.strictObject({
      ...settings,
      acceptDataRisksAndForceReplicaSetReconfig: z.string().optional(),
      name: z.string().optional(),
      replicationSpecs: z.array(replicationSpec).optional(),
    }),
    response: wire,
  },
  // Recorded: 202 with an empty object.
  delete: {
    ...base,
    version: '2023-02-01',
    id: 'deleteGroupCluster',
    method: 'DELETE',
    path: single,
    role: 'GROUP_OWNER',
    success: 202,
    shape: 'object',
    query: ['retainBackups'],
    response: z.strictObject({}),
  },
  status: {
    ...base,
    version: '2023-01-01',
    id: 'getGroupClusterStatus',
    method: 'GET',
    path: `${single}/status`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: z.strictObject({ changeStatus: z.enum(['PENDING', 'APPLIED']), links: links.optional() }),
  },
  // Known from recordings alone; deprecated without a date of its end.
  autoScaling: {
    ...base,
    version: '2024-08-05',
    olderVersions: [{ version: '2024-08-05', deprecation: 'Wed, 23 Oct 2024 00:00:00 GMT' }],
    id: 'autoGroupClusterScalingConfiguration',
    method: 'GET',
    path: `${single}/autoScalingConfiguration`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: z.strictObject({ autoScalingMode: z.enum(['CLUSTER_WIDE_SCALING', 'INDEPENDENT_SHARD_SCALING']) }),
  },
  pinFeatureCompatibilityVersion: {
    ...base,
    version: '2024-05-30',
    id: 'pinGroupClusterFeatureCompatibilityVersion',
    method: 'POST',
    path: `${single}:pinFeatureCompatibilityVersion`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
    request: z.strictObject({ expirationDate: z.string().optional() }),
  },
  unpinFeatureCompatibilityVersion: {
    ...base,
    version: '2024-05-30',
    id: 'unpinGroupClusterFeatureCompatibilityVersion',
    method: 'POST',
    path: `${single}:unpinFeatureCompatibilityVersion`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const nodes = z.looseObject({
  diskSizeGB: z.number().nullish(),
  instanceSize: z.string().nullish(),
  nodeCount: z.number().nullish(),
});
const text = z.string().nullish();
const flag = z.boolean().nullish();

/** What is read of a cluster: looser than the contract, so that a field that Atlas adds does not blind us. */
const readable = z.looseObject({
  backupEnabled: flag,
  biConnector: z.looseObject({ enabled: flag, readPreference: text }).nullish(),
  clusterType: z.enum(['REPLICASET', 'SHARDED', 'GEOSHARDED']),
  connectionStrings: z
    .looseObject({
      private: text,
      privateEndpoint: z
        .array(
          z.looseObject({
            connectionString: text,
            endpoints: z.array(z.looseObject({ endpointId: text, providerName: text, region: text })).nullish(),
            srvConnectionString: text,
            srvShardOptimizedConnectionString: text,
            type: text,
          }),
        )
        .nullish(),
      privateSrv: text,
      standard: text,
      standardSrv: text,
    })
    .nullish(),
  createDate: text,
  diskSizeGB: z.number().nullish(),
  encryptionAtRestProvider: z.enum(['NONE', 'AWS', 'AZURE', 'GCP']).nullish(),
  featureCompatibilityVersion: text,
  featureCompatibilityVersionExpirationDate: text,
  id: text,
  mongoDBMajorVersion: text,
  mongoDBVersion: text,
  name: z.string(),
  paused: flag,
  pitEnabled: flag,
  redactClientLogData: flag,
  replicationSpecs: z.array(
    z.looseObject({
      numShards: z.number().nullish(),
      regionConfigs: z.array(
        z.looseObject({
          analyticsSpecs: nodes.nullish(),
          backingProviderName: text,
          electableSpecs: nodes.nullish(),
          priority: z.number().nullish(),
          providerName: z.string(),
          readOnlySpecs: nodes.nullish(),
          regionName: z.string(),
        }),
      ),
      zoneName: text,
    }),
  ),
  rootCertType: text,
  stateName: z.string(),
  tags: z.array(z.looseObject({ key: z.string(), value: z.string() })).nullish(),
  terminationProtectionEnabled: flag,
  versionReleaseSystem: z.enum(['LTS', 'CONTINUOUS']).nullish(),
});
type Readable = z.infer<typeof readable>;

function nodesOf(given: z.infer<typeof nodes> | null | undefined, rootDiskSizeGB: number | null): ClusterNodes | null {
  const instanceSize = given?.instanceSize ?? undefined;
  if (given === null || given === undefined || instanceSize === undefined || given.nodeCount === 0) return null;
  return { instanceSize, nodeCount: given.nodeCount ?? null, diskSizeGB: given.diskSizeGB ?? rootDiskSizeGB };
}

function shardsOf(cluster: Readable): readonly ClusterShard[] {
  const disk = cluster.diskSizeGB ?? null;
  return cluster.replicationSpecs.flatMap((spec) => {
    const regions = spec.regionConfigs.map(
      (config): ClusterRegion => ({
        provider: cloudProvider.parse(
          ['AWS', 'AZURE', 'GCP'].includes(config.providerName) ? config.providerName : config.backingProviderName,
        ),
        regionName: config.regionName,
        priority: config.priority ?? 0,
        electable: nodesOf(config.electableSpecs, disk),
        readOnly: nodesOf(config.readOnlySpecs, disk),
        analytics: nodesOf(config.analyticsSpecs, disk),
      }),
    );
    const shard: ClusterShard = { zoneName: spec.zoneName ?? '', regions };
    return Array.from({ length: spec.numShards ?? 1 }, () => shard);
  });
}

/** `TENANT` stands for hosts that several customers share (recorded); M0 is the one size that is left there. */
function tierOf(cluster: Readable): Cluster['tier'] {
  const regions = cluster.replicationSpecs.flatMap((spec) => spec.regionConfigs);
  if (regions.every(({ providerName }) => ['AWS', 'AZURE', 'GCP'].includes(providerName))) return 'dedicated';
  return regions.some(({ electableSpecs }) => electableSpecs?.instanceSize === 'M0') ? 'free' : 'shared';
}

function readInstant(field: string, given: string): Instant {
  const instant = parseInstant(given);
  if (instant === undefined) throw new TypeError(`${field} is ${JSON.stringify(given)}, which is no date`);
  return instant;
}

function readPreferenceOf(given: string | null | undefined): Cluster['biConnector']['readPreference'] {
  return readPreference.parse((given ?? 'secondary').toLowerCase());
}

/** A wire cluster, of any version, as our model. */
export function fromWire(item: unknown, projectId: string): Cluster {
  const cluster = readable.parse(item);
  const strings = cluster.connectionStrings ?? {};
  const pinned = cluster.featureCompatibilityVersionExpirationDate ?? null;
  return {
    projectId,
    name: cluster.name,
    id: cluster.id ?? null,
    tier: tierOf(cluster),
    clusterType: cluster.clusterType,
    replicationSpecs: shardsOf(cluster),
    stateName: cluster.stateName,
    paused: cluster.paused ?? false,
    createDate: cluster.createDate ?? '',
    mongoDBMajorVersion: cluster.mongoDBMajorVersion ?? '',
    mongoDBVersion: cluster.mongoDBVersion ?? '',
    versionReleaseSystem: cluster.versionReleaseSystem ?? 'LTS',
    featureCompatibilityVersion: cluster.featureCompatibilityVersion ?? null,
    featureCompatibilityVersionExpirationDate:
      pinned === null ? null : readInstant('featureCompatibilityVersionExpirationDate', pinned),
    backupEnabled: cluster.backupEnabled ?? false,
    pitEnabled: cluster.pitEnabled ?? false,
    encryptionAtRestProvider: cluster.encryptionAtRestProvider ?? 'NONE',
    terminationProtectionEnabled: cluster.terminationProtectionEnabled ?? false,
    redactClientLogData: cluster.redactClientLogData ?? false,
    biConnector: {
      enabled: cluster.biConnector?.enabled ?? false,
      readPreference: readPreferenceOf(cluster.biConnector?.readPreference),
    },
    rootCertType: cluster.rootCertType ?? '',
    connectionStrings: {
      standard: strings.standard ?? null,
      standardSrv: strings.standardSrv ?? null,
      private: strings.private ?? null,
      privateSrv: strings.privateSrv ?? null,
      privateEndpoints: (strings.privateEndpoint ?? []).map((connection) => ({
        type: connection.type ?? '',
        connectionString: connection.connectionString ?? null,
        srvConnectionString: connection.srvConnectionString ?? null,
        srvShardOptimizedConnectionString: connection.srvShardOptimizedConnectionString ?? null,
        endpoints: (connection.endpoints ?? []).map(({ endpointId, providerName, region }) => ({
          endpointId: endpointId ?? '',
          provider: providerName ?? '',
          regionName: region ?? '',
        })),
      })),
    },
    tags: [...(cluster.tags ?? [])]
      .map(({ key, value }) => ({ key, value }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
  };
}

function hardwareToWire(given: ClusterNodes) {
  return {
    instanceSize: given.instanceSize,
    ...(given.nodeCount === null ? {} : { nodeCount: given.nodeCount }),
    ...(given.diskSizeGB === null ? {} : { diskSizeGB: given.diskSizeGB }),
  };
}

/** The shards as a wire body (2024-08-05 and later). A free cluster says size, provider and region only. */
export function shardsToWire({ tier, replicationSpecs }: Pick<Cluster, 'tier' | 'replicationSpecs'>) {
  return replicationSpecs.map(({ zoneName, regions }) => ({
    zoneName,
    regionConfigs: regions.map(({ provider, regionName, priority, electable, readOnly, analytics }) =>
      tier === 'dedicated'
        ? {
            providerName: provider,
            regionName,
            priority,
            ...(electable === null ? {} : { electableSpecs: hardwareToWire(electable) }),
            ...(readOnly === null ? {} : { readOnlySpecs: hardwareToWire(readOnly) }),
            ...(analytics === null ? {} : { analyticsSpecs: hardwareToWire(analytics) }),
          }
        : {
            providerName: 'TENANT',
            backingProviderName: provider,
            regionName,
            priority,
            electableSpecs: { instanceSize: electable?.instanceSize ?? 'M0' },
          },
    ),
  }));
}

const tagsToWire = ({ tags }: Cluster) => tags.map(({ key, value }) => ({ key, value }));

function create({ after }: CreateChange<Cluster>): readonly ApiCall[] {
  const body: Body = {
    name: after.name,
    clusterType: after.clusterType,
    replicationSpecs: shardsToWire(after),
    terminationProtectionEnabled: after.terminationProtectionEnabled,
    ...(after.tags.length === 0 ? {} : { tags: tagsToWire(after) }),
    // The rest is fixed for a free cluster (TENANT_ATTRIBUTE_READ_ONLY and the like).
    ...(after.tier === 'dedicated'
      ? {
          versionReleaseSystem: after.versionReleaseSystem,
          // With CONTINUOUS the version must not be named (createGroupCluster).
          ...(after.versionReleaseSystem === 'LTS' ? { mongoDBMajorVersion: after.mongoDBMajorVersion } : {}),
          backupEnabled: after.backupEnabled,
          pitEnabled: after.pitEnabled,
          encryptionAtRestProvider: after.encryptionAtRestProvider,
          redactClientLogData: after.redactClientLogData,
          biConnector: { enabled: after.biConnector.enabled, readPreference: after.biConnector.readPreference },
        }
      : {}),
  };
  return [callOf(operations.create, { groupId: after.projectId }, { body })];
}

const paths = ({ projectId, name }: Cluster) => ({ groupId: projectId, clusterName: name });

/** The settings that differ, by their wire names; nodes and regions are not ours to change. */
function difference(before: Cluster, after: Cluster): Record<string, Body> {
  const changed = (field: keyof Cluster) => !sameJson(before[field], after[field]);
  return {
    ...(changed('backupEnabled') ? { backupEnabled: after.backupEnabled } : {}),
    ...(changed('biConnector')
      ? { biConnector: { enabled: after.biConnector.enabled, readPreference: after.biConnector.readPreference } }
      : {}),
    ...(changed('clusterType') ? { clusterType: after.clusterType } : {}),
    ...(changed('encryptionAtRestProvider') ? { encryptionAtRestProvider: after.encryptionAtRestProvider } : {}),
    ...(changed('mongoDBMajorVersion') && after.versionReleaseSystem === 'LTS'
      ? { mongoDBMajorVersion: after.mongoDBMajorVersion }
      : {}),
    ...(changed('pitEnabled') ? { pitEnabled: after.pitEnabled } : {}),
    ...(changed('redactClientLogData') ? { redactClientLogData: after.redactClientLogData } : {}),
    ...(changed('rootCertType') ? { rootCertType: after.rootCertType } : {}),
    ...(changed('tags') ? { tags: tagsToWire(after) } : {}),
    ...(changed('terminationProtectionEnabled')
      ? { terminationProtectionEnabled: after.terminationProtectionEnabled }
      : {}),
    ...(changed('versionReleaseSystem') ? { versionReleaseSystem: after.versionReleaseSystem } : {}),
  };
}

function pinning({ before, after }: UpdateChange<Cluster>): readonly ApiCall[] {
  const pinnedUntil = after.featureCompatibilityVersionExpirationDate;
  if (before.featureCompatibilityVersionExpirationDate === pinnedUntil) return [];
  return pinnedUntil === null
    ? [callOf(operations.unpinFeatureCompatibilityVersion, paths(after))]
    : [callOf(operations.pinFeatureCompatibilityVersion, paths(after), { body: { expirationDate: pinnedUntil } })];
}

/** A paused cluster takes no change, and no call may change and pause at once (CANNOT_UPDATE_AND_PAUSE_CLUSTER). */
function update(change: UpdateChange<Cluster>): readonly ApiCall[] {
  const { before, after } = change;
  const patch = (body: Body) => callOf(operations.update, paths(after), { body });
  const body = difference(before, after);
  return [
    ...(before.paused && !after.paused ? [patch({ paused: false })] : []),
    ...(Object.keys(body).length === 0 ? [] : [patch(body)]),
    ...pinning(change),
    ...(!before.paused && after.paused ? [patch({ paused: true })] : []),
  ];
}

/** What a repeated GET of the cluster says of a change that Atlas carries out. */
export function clusterState(change: Change['type'], status: number, body: unknown): SettleState {
  if (change === 'delete') return status === 404 ? 'settled' : 'pending';
  return status === 200 && isObject(body) && body.stateName === 'IDLE' ? 'settled' : 'pending';
}

export const read: ResourceRead<Cluster, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<Cluster> = {
  operations: [
    operations.create,
    operations.get,
    operations.update,
    operations.delete,
    operations.pinFeatureCompatibilityVersion,
    operations.unpinFeatureCompatibilityVersion,
  ],
  create,
  update,
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  settle: (change) => [
    {
      call: callOf(operations.get, paths(change.type === 'delete' ? change.before : change.after)),
      state: (status, body) => clusterState(change.type, status, body),
    },
  ],
};

/** How the emulator keeps a cluster: the wire document in its newest version, and the views of older versions. */
import type { StoredDocument } from '../../core/behaviour.ts';
import type { Instant } from '../../core/instant.ts';
import { canonicalJson, isObject, type JsonObject } from '../../core/json.ts';
import type { TlsSettings } from '../cluster-process-arguments/model.ts';

/** The kind that documents are stored under. */
export const KIND = 'cluster';
/** The kind of flex clusters, whose names are taken, too. */
export const FLEX = 'flex-cluster';
/** Hosts are named after the first characters of a cluster's name. */
export const NAME_PREFIX_LENGTH = 23;

/** One kind of node in a request. */
export interface Hardware {
  readonly instanceSize?: string;
  readonly nodeCount?: number;
  readonly diskSizeGB?: number;
  readonly diskIOPS?: number;
  readonly diskThroughput?: number;
  readonly ebsVolumeType?: string;
}

/** A region of a request. */
export interface RegionConfig {
  readonly providerName: 'AWS' | 'AZURE' | 'GCP' | 'TENANT';
  readonly backingProviderName?: string;
  readonly regionName: string;
  readonly priority?: number;
  readonly electableSpecs?: Hardware;
  readonly readOnlySpecs?: Hardware;
  readonly analyticsSpecs?: Hardware;
  readonly autoScaling?: JsonObject;
}

/** A replication spec of a request, in any version. */
export interface ReplicationSpec {
  readonly id?: string;
  readonly numShards?: number;
  readonly zoneId?: string;
  readonly zoneName?: string;
  readonly regionConfigs: readonly RegionConfig[];
}

/** Where ids and letters come from: chance for requests, names for seeds. */
export interface Making {
  readonly publicUrl: string;
  newId(): string;
  letters(length: number): string;
}

/** What no client sees: the ids that the older view gives to zones, how shards scale, the domain of the hosts, the last resume. */
export interface HiddenState {
  readonly legacySpecIds: Readonly<Record<string, string>>;
  readonly autoScalingMode: 'CLUSTER_WIDE_SCALING' | 'INDEPENDENT_SHARD_SCALING';
  readonly domain: string;
  readonly resumedAt?: string;
}

/** The hidden part of a cluster's document. */
export function hiddenOf(document: StoredDocument): HiddenState {
  return document.hidden as unknown as HiddenState;
}

/** The replication specs of a wire cluster. */
export function specsOf(wire: JsonObject): readonly ReplicationSpec[] {
  return Array.isArray(wire.replicationSpecs) ? (wire.replicationSpecs as unknown as readonly ReplicationSpec[]) : [];
}

/** The regions of a cluster or of a request. */
export function regionsOf(wire: JsonObject): readonly RegionConfig[] {
  return specsOf(wire).flatMap(({ regionConfigs }) => regionConfigs);
}

/** True for a free cluster, which lives on hosts that several customers share. */
export function isTenant(wire: JsonObject): boolean {
  return regionsOf(wire).some(({ providerName }) => providerName === 'TENANT');
}

const BINARY_STEPS = ['M10', 'M20', 'M30', 'M40', 'M50', 'M60', 'M80'];
/** Default disk sizes in GB: 10 for M10 and 40 for M30 on AWS, 8 for M10 with Azure nodes are recorded, the others documented. */
const DISK_SIZES = { AWS: [10, 20, 40, 80, 160, 320, 750], AZURE: [8, 16, 32, 64, 128, 256, 512] } as const;

function defaultDiskSize(specs: readonly ReplicationSpec[]): number {
  const regions = specs.flatMap(({ regionConfigs }) => regionConfigs);
  const size =
    regions.map(({ electableSpecs }) => electableSpecs?.instanceSize ?? '').find((name) => name !== '') ?? '';
  const table = regions.some(({ providerName }) => providerName === 'AZURE') ? DISK_SIZES.AZURE : DISK_SIZES.AWS;
  return table[BINARY_STEPS.indexOf(size.replace(/_.*$/, ''))] ?? table[0];
}

function hardware(provider: RegionConfig['providerName'], given: Hardware | undefined, model: Hardware): JsonObject {
  const instanceSize = given?.instanceSize ?? model.instanceSize ?? 'M10';
  const diskSizeGB = given?.diskSizeGB ?? model.diskSizeGB ?? 0;
  const nodeCount = given?.nodeCount ?? 0;
  switch (provider) {
    case 'AWS':
      return {
        instanceSize,
        diskIOPS: given?.diskIOPS ?? model.diskIOPS ?? 3000,
        diskSizeGB,
        ebsVolumeType: given?.ebsVolumeType ?? model.ebsVolumeType ?? 'STANDARD',
        nodeCount,
      };
    case 'AZURE':
      return {
        diskIOPS: given?.diskIOPS ?? model.diskIOPS ?? 3500,
        diskSizeGB,
        diskThroughput: given?.diskThroughput ?? 125,
        instanceSize,
        nodeCount,
      };
    case 'GCP':
      return { instanceSize, diskSizeGB, nodeCount };
    case 'TENANT':
      return { effectiveInstanceSize: instanceSize, instanceSize, diskSizeGB: 0.5 };
    default:
      return provider satisfies never;
  }
}

function scalingOf(given: JsonObject | undefined): JsonObject {
  const compute = isObject(given?.compute) ? given.compute : {};
  const disk = isObject(given?.diskGB) ? given.diskGB : {};
  return {
    compute: { enabled: false, scaleDownEnabled: false, ...compute },
    diskGB: { enabled: false, ...disk },
  } as JsonObject;
}

function regionOf(config: RegionConfig, diskSizeGB: number, analyticsSize: string | undefined): JsonObject {
  const { providerName, regionName, electableSpecs } = config;
  const priority = config.priority ?? 7;
  if (providerName === 'TENANT') {
    return {
      electableSpecs: hardware('TENANT', electableSpecs, {}),
      backingProviderName: config.backingProviderName ?? 'AWS',
      priority,
      providerName,
      regionName,
    };
  }
  const model: Hardware = { ...electableSpecs, diskSizeGB };
  const electable = hardware(providerName, { ...electableSpecs, diskSizeGB }, model);
  const readOnly = hardware(providerName, { ...config.readOnlySpecs, diskSizeGB }, model);
  const analyticsModel = analyticsSize === undefined ? model : { ...model, instanceSize: analyticsSize };
  const analytics = hardware(providerName, { ...config.analyticsSpecs, diskSizeGB }, analyticsModel);
  return {
    analyticsSpecs: analytics,
    autoScaling: scalingOf(config.autoScaling),
    effectiveAnalyticsSpecs: analytics,
    effectiveElectableSpecs: electable,
    effectiveReadOnlySpecs: readOnly,
    electableSpecs: electable,
    priority,
    providerName,
    readOnlySpecs: readOnly,
    regionName,
  };
}

/**
 * The specs of a request as documents: one for each shard, ids kept where a shard stays. The older form counts shards
 * in one spec, and says the disk's size once at the root.
 */
export function shardsFrom(
  specs: readonly ReplicationSpec[],
  rootDiskSizeGB: number | undefined,
  before: readonly ReplicationSpec[],
  making: Making,
): readonly JsonObject[] {
  const zoneIds = new Map(before.map(({ zoneName = '', zoneId = '' }) => [zoneName, zoneId]));
  const taken = new Set<string>();
  const named = new Set(specs.map(({ id }) => id));
  const shards = specs.flatMap((spec) => Array.from({ length: spec.numShards ?? 1 }, () => spec));
  const given = specs.flatMap(({ regionConfigs }) => regionConfigs).map((config) => config.electableSpecs?.diskSizeGB);
  const standing = before[0]?.regionConfigs[0]?.electableSpecs?.diskSizeGB;
  const diskSizeGB = rootDiskSizeGB ?? given.find((size) => size !== undefined) ?? standing ?? defaultDiskSize(specs);
  return shards.map((spec, position) => {
    const zoneName = spec.zoneName ?? before[position]?.zoneName ?? 'Zone 1';
    const zoneId = zoneIds.get(zoneName) ?? making.newId();
    zoneIds.set(zoneName, zoneId);
    const same = before.find(({ id = '' }) => id === spec.id && !taken.has(id));
    const next = before.find(({ id = '', zoneName: zone }) => zone === zoneName && !taken.has(id) && !named.has(id));
    const id = same?.id ?? next?.id ?? making.newId();
    taken.add(id);
    // Recorded: analytics nodes have one size in all regions of a shard, also where a region has none.
    const analyticsSize = spec.regionConfigs
      .map(({ analyticsSpecs }) => analyticsSpecs?.instanceSize)
      .find((size) => size !== undefined);
    const regionConfigs = spec.regionConfigs.map((config) => regionOf(config, diskSizeGB, analyticsSize));
    return { id, regionConfigs, zoneId, zoneName };
  });
}

/** The specs as Atlas says that they are in effect: without what repeats it for each region (recorded). */
export function effectiveSpecs(shards: readonly JsonObject[]): readonly JsonObject[] {
  return shards.map((shard) => ({
    ...shard,
    regionConfigs: (shard.regionConfigs as readonly JsonObject[]).map((region) => {
      const { effectiveAnalyticsSpecs: _a, effectiveElectableSpecs: _e, effectiveReadOnlySpecs: _r, ...rest } = region;
      return rest;
    }),
  }));
}

const VERSIONS: Readonly<Record<string, string>> = { '7.0': '7.0.40', '8.0': '8.0.29', '8.2': '8.2.0' };
/** The version that Atlas gives where none is asked for; free and flex clusters always have it. */
export const DEFAULT_MAJOR_VERSION = '8.0';
/** The newest, which clusters that follow every release have. */
export const NEWEST_MAJOR_VERSION = '8.2';

/** A full version number of a major version. */
export function fullVersion(major: string): string {
  return VERSIONS[major] ?? `${major}.0`;
}

/** Whether Atlas still makes clusters of a major version: yes, no longer, or it never existed. */
export function versionState(major: string): 'offered' | 'deprecated' | 'unknown' {
  if (VERSIONS[major] !== undefined) return 'offered';
  return /^[3-6]\.\d$/.test(major) || /^7\.[1-3]$/.test(major) ? 'deprecated' : 'unknown';
}

/** TLS as Atlas sets it up (recorded). */
export const DEFAULT_TLS: TlsSettings = {
  customOpensslCipherConfigTls12: [],
  customOpensslCipherConfigTls13: [],
  minimumEnabledTlsProtocol: 'TLS1_2',
  tlsCipherConfigMode: 'DEFAULT',
};

const countOf = (nodes: Hardware | undefined) => nodes?.nodeCount ?? 0;

/** Recorded: a sharded cluster's routers run on every node, and the shard that holds the configuration is named after it. */
function hostsOf(wire: JsonObject, host: string, domain: string): string {
  const sharded = wire.clusterType !== 'REPLICASET';
  const embedded = wire.configServerType === 'EMBEDDED';
  const port = sharded ? 27016 : 27017;
  const two = (value: number) => String(value).padStart(2, '0');
  return specsOf(wire)
    .flatMap(({ regionConfigs }, shard) => {
      const nodes = regionConfigs.reduce(
        (sum, { electableSpecs, readOnlySpecs, analyticsSpecs }) =>
          sum + countOf(electableSpecs) + (sharded ? countOf(readOnlySpecs) + countOf(analyticsSpecs) : 0),
        0,
      );
      const name = embedded && shard === 0 ? 'config-00' : `shard-${two(embedded ? shard - 1 : shard)}`;
      const count = isTenant(wire) ? 3 : nodes;
      return Array.from({ length: count }, (_, node) => `${host}-${name}-${two(node)}.${domain}:${port}`);
    })
    .join(',');
}

/** Recorded: the hosts of added and removed nodes come and go when the change has ended, not before. */
export function withHostsOf(wire: JsonObject, domain: string): JsonObject {
  const strings = wire.connectionStrings as JsonObject;
  if (isTenant(wire) || typeof strings.standard !== 'string') return strings;
  // A cluster that was a free one keeps the hosts' name of chance (recorded).
  const host = /^mongodb:\/\/(.+?)-(?:shard|config)-/.exec(strings.standard)?.[1] ?? '';
  const query = strings.standard.replace(/^[^?]*/, '');
  return { ...strings, standard: `mongodb://${hostsOf(wire, host, domain)}/${query}` };
}

/** The connection strings of a cluster that runs; before, a dedicated one has none and a free one its SRV name only (recorded). */
export function connectionStringsOf(wire: JsonObject, domain: string, running: boolean, making: Making): JsonObject {
  const prefix = String(wire.name).toLowerCase().slice(0, NAME_PREFIX_LENGTH);
  const srv = `mongodb+srv://${prefix}.${domain}`;
  const sharded = wire.clusterType !== 'REPLICASET';
  // Recorded: no SRV names of AWS private links where some nodes are elsewhere.
  const onlyAws = regionsOf(wire).every(({ providerName }) => providerName === 'AWS');
  const common = sharded ? { ...(onlyAws ? { awsPrivateLinkSrv: {} } : {}), privateEndpoint: [] } : {};
  if (!running) return isTenant(wire) ? { standardSrv: srv } : common;
  const host = isTenant(wire) ? `ac-${making.letters(7)}` : prefix;
  const hosts = hostsOf(wire, host, domain);
  const set = sharded ? '' : `&replicaSet=atlas-${making.letters(6)}-shard-0`;
  return {
    ...common,
    standard: `mongodb://${hosts}/?ssl=true&authSource=admin${set}`,
    standardSrv: srv,
  };
}

const NEWER_FIELDS = [
  'adaptiveCapacity',
  'effectiveDatabaseEdition',
  'effectiveReplicationSpecs',
  'featureCompatibilityVersion',
  'featureCompatibilityVersionExpirationDate',
  'internalClusterRole',
  'mongoDBEmployeeAccessGrant',
  'redactClientLogData',
  'retainBackups',
  'useAwsTimeBasedSnapshotCopyForFastInitialSync',
];

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function legacyRegion(region: JsonObject): JsonObject {
  const rest = without(region, ['effectiveAnalyticsSpecs', 'effectiveElectableSpecs', 'effectiveReadOnlySpecs']);
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      name.endsWith('Specs') && isObject(value) ? without(value as JsonObject, ['diskSizeGB']) : value,
    ]),
  );
}

/** What must be the same in every shard of a zone for the older view: places, sizes and numbers of nodes, not their disks. */
function shapeOf(regions: readonly RegionConfig[]): string {
  return canonicalJson(
    regions.map(({ providerName, regionName, electableSpecs, readOnlySpecs, analyticsSpecs }) => [
      providerName,
      regionName,
      ...[electableSpecs, readOnlySpecs, analyticsSpecs].map((nodes) => [nodes?.instanceSize, nodes?.nodeCount]),
    ]),
  );
}

/** The document as a version shows it at a moment; undefined where shards differ, which 2023-02-01 cannot say. */
export function viewOf(document: StoredDocument, version: string, now: Instant): JsonObject | undefined {
  const passed = [
    // Recorded: a cluster that was a free one shows neither, the second not before it is ready.
    ...['diskWarmingMode', 'useAwsTimeBasedSnapshotCopyForFastInitialSync'].filter(
      (field) => document.wire[field] === null,
    ),
    ...(expired(document.wire.featureCompatibilityVersionExpirationDate, now)
      ? ['featureCompatibilityVersionExpirationDate']
      : []),
    ...(isObject(document.wire.mongoDBEmployeeAccessGrant) &&
    expired(document.wire.mongoDBEmployeeAccessGrant.expirationTime, now)
      ? ['mongoDBEmployeeAccessGrant']
      : []),
  ];
  const wire = without(document.wire, passed);
  if (version >= '2024-08-05') return wire;
  const specs = specsOf(wire);
  const zones = new Map<string, JsonObject>();
  const shapes = new Map<string, string>();
  const sizes = new Set<string>();
  const { legacySpecIds } = hiddenOf(document);
  for (const { zoneId = '', zoneName, regionConfigs } of specs) {
    const shape = shapeOf(regionConfigs);
    if ((shapes.get(zoneId) ?? shape) !== shape) return undefined;
    shapes.set(zoneId, shape);
    for (const { electableSpecs } of regionConfigs) sizes.add(electableSpecs?.instanceSize ?? '');
    const known = zones.get(zoneId);
    zones.set(zoneId, {
      id: legacySpecIds[zoneId] ?? '',
      numShards: Number(known?.numShards ?? 0) + 1,
      // Recorded: where disks differ, those of the first shard (TestAccAdvancedCluster_shardedBasic).
      regionConfigs: known?.regionConfigs ?? (regionConfigs as unknown as readonly JsonObject[]).map(legacyRegion),
      zoneId,
      zoneName,
    });
  }
  // Recorded: also where the zones differ (TestAccClusterAdvancedClusterConfig_asymmetricGeoSharded…).
  if (sizes.size > 1) return undefined;
  const disk = specs[0]?.regionConfigs[0]?.electableSpecs?.diskSizeGB;
  const older = { ...without(wire, NEWER_FIELDS), diskSizeGB: disk, replicationSpecs: [...zones.values()] };
  return Object.fromEntries(Object.entries(older).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function expired(until: unknown, now: Instant): boolean {
  return typeof until === 'string' && until <= now;
}

/** The links of a cluster (recorded). */
export function linksOf(publicUrl: string, groupId: string, name: string): readonly JsonObject[] {
  const self = `${publicUrl}/api/atlas/v2/groups/${groupId}/clusters/${name}`;
  return [
    { href: self, rel: 'self' },
    { href: `${self}/backup/restoreJobs`, rel: 'https://cloud.mongodb.com/restoreJobs' },
    { href: `${self}/backup/snapshots`, rel: 'https://cloud.mongodb.com/snapshots' },
  ];
}

/** The ids of the older view's specs, one for each zone: others than those of the newer view (recorded). */
export function legacyIds(
  shards: readonly JsonObject[],
  before: Readonly<Record<string, string>>,
  making: Making,
): Readonly<Record<string, string>> {
  const zones = [...new Set(shards.map(({ zoneId }) => String(zoneId)))];
  return Object.fromEntries(zones.map((zoneId) => [zoneId, before[zoneId] ?? making.newId()]));
}

/** A new cluster's wire document, its fields in Atlas's order, with Atlas's defaults (recorded: createGroupCluster). */
export function newWire(
  body: JsonObject,
  place: { readonly groupId: string; readonly createDate: string },
  shards: readonly JsonObject[],
  making: Making,
): JsonObject {
  const asked = { ...body, replicationSpecs: shards as unknown as JsonObject[] };
  const tenant = isTenant(asked);
  const clusterType = String(body.clusterType ?? 'REPLICASET');
  const sharded = clusterType !== 'REPLICASET';
  const backupEnabled = body.backupEnabled === true;
  const continuous = body.versionReleaseSystem === 'CONTINUOUS';
  const major = String(body.mongoDBMajorVersion ?? (continuous ? NEWEST_MAJOR_VERSION : DEFAULT_MAJOR_VERSION));
  const mode = String(body.configServerManagementMode ?? 'ATLAS_MANAGED');
  const bi = isObject(body.biConnector) ? (body.biConnector as JsonObject) : {};
  const wire: JsonObject = {
    adaptiveCapacity: body.adaptiveCapacity ?? null,
    ...(tenant ? {} : { advancedConfiguration: { ...DEFAULT_TLS } as unknown as JsonObject }),
    backupEnabled,
    biConnector: { enabled: bi.enabled ?? false, readPreference: bi.readPreference ?? 'secondary' },
    clusterType,
    ...(sharded
      ? {
          configServerManagementMode: mode,
          // Config servers are embedded from 8.0 on, where Atlas may choose and the cluster is not global (recorded).
          configServerType:
            mode === 'ATLAS_MANAGED' && Number(major) >= 8 && clusterType === 'SHARDED' ? 'EMBEDDED' : 'DEDICATED',
        }
      : {}),
    connectionStrings: {},
    createDate: place.createDate,
    diskWarmingMode: body.diskWarmingMode ?? 'FULLY_WARMED',
    effectiveDatabaseEdition: 'CORE',
    effectiveReplicationSpecs: effectiveSpecs(shards),
    encryptionAtRestProvider: body.encryptionAtRestProvider ?? 'NONE',
    featureCompatibilityVersion: major,
    globalClusterSelfManagedSharding: body.globalClusterSelfManagedSharding ?? false,
    groupId: place.groupId,
    id: making.newId(),
    internalClusterRole: 'NONE',
    labels: body.labels ?? [],
    links: linksOf(making.publicUrl, place.groupId, String(body.name)),
    mongoDBMajorVersion: major,
    mongoDBVersion: fullVersion(major),
    name: body.name,
    paused: false,
    // Recorded: on for a replica set with backup, off for a sharded cluster.
    pitEnabled: body.pitEnabled ?? (backupEnabled && !sharded),
    redactClientLogData: body.redactClientLogData ?? false,
    ...(body.replicaSetScalingStrategy === undefined
      ? {}
      : { replicaSetScalingStrategy: body.replicaSetScalingStrategy }),
    replicationSpecs: shards,
    retainBackups: body.retainBackups ?? false,
    rootCertType: body.rootCertType ?? 'ISRGROOTX1',
    stateName: 'CREATING',
    tags: body.tags ?? [],
    terminationProtectionEnabled: body.terminationProtectionEnabled ?? false,
    useAwsTimeBasedSnapshotCopyForFastInitialSync: body.useAwsTimeBasedSnapshotCopyForFastInitialSync ?? false,
    versionReleaseSystem: body.versionReleaseSystem ?? 'LTS',
  };
  return wire;
}

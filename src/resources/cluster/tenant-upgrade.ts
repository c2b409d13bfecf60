/** A free cluster that becomes a dedicated one: a call of its own, and no change of our model, since data moves and the cluster's id goes. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { addSeconds } from '../../core/instant.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import {
  connectionStringsOf,
  hiddenOf,
  isTenant,
  KIND,
  linksOf,
  type Making,
  newWire,
  regionsOf,
  shardsFrom,
  specsOf,
} from './document.ts';
import { lookUp, refuseSettings } from './refusals.ts';

const tag = z.strictObject({ key: z.string(), value: z.string() });
const bi = z.strictObject({ enabled: z.boolean().optional(), readPreference: z.string().optional() });
const settings = {
  backupEnabled: z.boolean().optional(),
  biConnector: bi.optional(),
  diskSizeGB: z.number().optional(),
  encryptionAtRestProvider: z.enum(['NONE', 'AWS', 'AZURE', 'GCP']).optional(),
  labels: z.array(z.strictObject({ key: z.string().optional(), value: z.string().optional() })).optional(),
  mongoDBMajorVersion: z.string().optional(),
  name: z.string(),
  pitEnabled: z.boolean().optional(),
  providerBackupEnabled: z.boolean().optional(),
  rootCertType: z.enum(['ISRGROOTX1']).optional(),
  tags: z.array(tag).optional(),
  terminationProtectionEnabled: z.boolean().optional(),
  versionReleaseSystem: z.enum(['LTS', 'CONTINUOUS']).optional(),
} as const;
const nodes = z.record(
  z.string(),
  z.strictObject({
    analyticsNodes: z.number(),
    electableNodes: z.number(),
    priority: z.number(),
    readOnlyNodes: z.number(),
  }),
);

/** upgradeGroupClusterTenantUpgrade: the answer is the free cluster, in the form of the API's first version. */
export const tenantUpgrade: Operation = {
  id: 'upgradeGroupClusterTenantUpgrade',
  method: 'POST',
  path: '/api/atlas/v2/groups/{groupId}/clusters/tenantUpgrade',
  version: '2023-01-01',
  bucket: buckets.clusters,
  role: 'GROUP_CLUSTER_MANAGER',
  success: 200,
  shape: 'object',
  request: z.strictObject({
    ...settings,
    // Flex clusters as a goal are not emulated: no recording shows them on the way.
    providerSettings: z.strictObject({
      diskIOPS: z.number().optional(),
      encryptEBSVolume: z.boolean().optional(),
      instanceSizeName: z.string(),
      providerName: z.enum(['AWS', 'AZURE', 'GCP']),
      regionName: z.string(),
      volumeType: z.enum(['STANDARD', 'PROVISIONED']).optional(),
    }),
  }),
  response: z.strictObject({
    ...settings,
    autoScaling: z.looseObject({ diskGBEnabled: z.boolean() }),
    clusterType: z.string(),
    connectionStrings: z.strictObject({ standard: z.string().optional(), standardSrv: z.string().optional() }),
    createDate: z.string(),
    diskWarmingMode: z.string(),
    globalClusterSelfManagedSharding: z.boolean(),
    groupId: z.string(),
    id: z.string(),
    links: z.array(z.strictObject({ href: z.string(), rel: z.string() })),
    mongoDBVersion: z.string(),
    mongoURI: z.string().optional(),
    mongoURIUpdated: z.string().optional(),
    mongoURIWithOptions: z.string().optional(),
    numShards: z.number(),
    paused: z.boolean(),
    providerSettings: z.looseObject({ instanceSizeName: z.string(), providerName: z.string(), regionName: z.string() }),
    replicationFactor: z.number(),
    replicationSpec: nodes,
    replicationSpecs: z.array(
      z.strictObject({ id: z.string(), numShards: z.number(), regionsConfig: nodes, zoneName: z.string() }),
    ),
    srvAddress: z.string().optional(),
    stateName: z.string(),
  }),
};

/** A free cluster in the form of the API's first version (recorded: TestAccMockableAdvancedCluster_tenantUpgrade #8). */
function firstForm(request: EmulatorRequest, wire: JsonObject, legacySpecId: string): JsonObject {
  const [region] = regionsOf(wire);
  const [spec] = specsOf(wire);
  const size = region?.electableSpecs?.instanceSize ?? 'M0';
  const regionName = region?.regionName ?? '';
  const regions = { [regionName]: { analyticsNodes: 0, electableNodes: 3, priority: 7, readOnlyNodes: 0 } };
  const strings = wire.connectionStrings as { readonly standard?: string; readonly standardSrv?: string };
  return {
    autoScaling: {
      compute: { enabled: false, predictiveEnabled: false, scaleDownEnabled: false },
      diskGBEnabled: false,
    },
    backupEnabled: wire.backupEnabled,
    biConnector: wire.biConnector,
    clusterType: wire.clusterType,
    connectionStrings: { ...strings },
    createDate: wire.createDate,
    diskSizeGB: 0.5,
    diskWarmingMode: wire.diskWarmingMode,
    encryptionAtRestProvider: wire.encryptionAtRestProvider,
    globalClusterSelfManagedSharding: wire.globalClusterSelfManagedSharding,
    groupId: wire.groupId,
    id: wire.id,
    labels: wire.labels,
    links: linksOf(request.publicUrl, String(wire.groupId), String(wire.name)),
    mongoDBMajorVersion: wire.mongoDBMajorVersion,
    mongoDBVersion: wire.mongoDBVersion,
    ...(strings.standard === undefined
      ? {}
      : {
          mongoURI: strings.standard.replace(/\/\?.*$/, ''),
          mongoURIUpdated: wire.createDate,
          mongoURIWithOptions: strings.standard,
        }),
    name: wire.name,
    numShards: 1,
    paused: wire.paused,
    pitEnabled: wire.pitEnabled,
    providerBackupEnabled: wire.backupEnabled,
    providerSettings: {
      autoScaling: { compute: { maxInstanceSize: null, minInstanceSize: null } },
      backingProviderName: region?.backingProviderName ?? 'AWS',
      effectiveInstanceSizeName: size,
      instanceSizeName: size,
      providerName: 'TENANT',
      regionName,
    },
    replicationFactor: 3,
    replicationSpec: regions,
    replicationSpecs: [{ id: legacySpecId, numShards: 1, regionsConfig: regions, zoneName: spec?.zoneName ?? '' }],
    rootCertType: wire.rootCertType,
    ...(strings.standardSrv === undefined ? {} : { srvAddress: strings.standardSrv }),
    stateName: wire.stateName,
    tags: wire.tags,
    terminationProtectionEnabled: wire.terminationProtectionEnabled,
    versionReleaseSystem: wire.versionReleaseSystem,
  } as JsonObject;
}

/** The same wishes in the form that clusters are made in. */
function wishes(body: JsonObject): JsonObject {
  const { providerSettings, providerBackupEnabled, ...rest } = body;
  const given = providerSettings as JsonObject;
  return {
    ...rest,
    backupEnabled: rest.backupEnabled ?? providerBackupEnabled ?? false,
    clusterType: 'REPLICASET',
    replicationSpecs: [
      {
        regionConfigs: [
          {
            providerName: given.providerName,
            regionName: given.regionName,
            priority: 7,
            electableSpecs: {
              instanceSize: given.instanceSizeName,
              nodeCount: 3,
              ...(given.diskIOPS === undefined ? {} : { diskIOPS: given.diskIOPS }),
              ...(given.volumeType === undefined ? {} : { ebsVolumeType: given.volumeType }),
            },
          },
        ],
      },
    ],
  } as JsonObject;
}

/**
 * The way of a free cluster (recorded: TestSharedClusterUpgrade, eleven runs of 2025 and 2026), with its share of the time
 * that a new cluster takes: the tags come and go, the hosts go, the cluster stands under a new id without addresses, it gets
 * the tags and the free cluster's addresses, and is IDLE at last. What is `null` here is not shown.
 */
function schedule(request: EmulatorRequest, before: JsonObject, after: JsonObject, strings: JsonObject): void {
  const seconds = request.durationSeconds('cluster-create');
  const { standard: _gone, ...srvOnly } = strings;
  const free = { stateName: 'UPDATING', id: before.id } as const;
  const dedicated = { stateName: 'UPDATING', id: after.id } as const;
  const steps: readonly { readonly share: number; readonly when: JsonObject; readonly then: JsonObject }[] = [
    { share: 0.1, when: free, then: { tags: [] } },
    { share: 0.15, when: free, then: { connectionStrings: srvOnly } },
    { share: 0.2, when: free, then: { ...after, tags: [] } },
    { share: 0.25, when: dedicated, then: { tags: after.tags as Json } },
    { share: 0.9, when: dedicated, then: { connectionStrings: strings } },
    { share: 0.95, when: dedicated, then: { useAwsTimeBasedSnapshotCopyForFastInitialSync: false } },
    { share: 1, when: dedicated, then: { stateName: 'IDLE' } },
  ];
  for (const { share, when, then } of steps) {
    request.store.schedule({
      at: addSeconds(request.now, Math.floor(seconds * share)),
      kind: KIND,
      parent: request.params.groupId as string,
      id: String(before.name),
      then,
      when,
    });
  }
}

function upgrade(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const body = request.body as JsonObject;
  const name = String(body.name);
  const looked = lookUp({ ...request, params: { ...request.params, clusterName: name } });
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  const { wire } = document;
  // Unconfirmed: no recording refuses an upgrade. The code is the one that Atlas gives for a cluster that is being deleted.
  const reason = isTenant(wire)
    ? wire.stateName === 'IDLE'
      ? undefined
      : 'This cluster has pending changes, cannot upgrade'
    : 'This cluster is not a shared cluster, cannot upgrade';
  if (reason !== undefined) return atlasError(400, 'ATLAS_GENERAL_ERROR', `Reason: ${reason}.`, [reason]);
  const asked = wishes(body);
  const refused = refuseSettings(name, asked, undefined);
  if (refused) return refused;
  const making: Making = { publicUrl: request.publicUrl, newId: request.newId, letters: request.randomLetters };
  const root = typeof body.diskSizeGB === 'number' ? body.diskSizeGB : undefined;
  const shards = shardsFrom(specsOf(asked), root, [], making);
  const after: JsonObject = {
    ...newWire(asked, { groupId, createDate: request.now }, shards, making),
    diskWarmingMode: null,
    stateName: 'UPDATING',
    tags: body.tags ?? wire.tags ?? [],
    useAwsTimeBasedSnapshotCopyForFastInitialSync: null,
  };
  const hidden = hiddenOf(document);
  const [legacySpecId = ''] = Object.values(hidden.legacySpecIds);
  const zoneId = String((shards[0] as JsonObject).zoneId);
  const tags = after.tags as Json;
  const updating = { ...wire, stateName: 'UPDATING', tags, useAwsTimeBasedSnapshotCopyForFastInitialSync: null };
  request.store.put({
    ...document,
    wire: updating,
    // Recorded: in the older view the spec keeps its id.
    hidden: { ...document.hidden, legacySpecIds: { ...hidden.legacySpecIds, [zoneId]: legacySpecId } },
  });
  const strings = {
    ...connectionStringsOf(wire, hidden.domain, true, making),
    ...(wire.connectionStrings as JsonObject),
  };
  schedule(request, wire, after, strings);
  return { status: 200, body: firstForm(request, updating, legacySpecId) };
}

export const tenantUpgradeRoute: EmulatorRoute = { operation: tenantUpgrade, handle: upgrade };

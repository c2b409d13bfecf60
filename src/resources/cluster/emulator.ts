import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorSeeding,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addSeconds } from '../../core/instant.ts';
import { isObject, type JsonObject, sameJson, withoutNull } from '../../core/json.ts';
import { actOnCluster, futureInstant, withoutField } from '../cluster-action.ts';
import { mergeTls, type TlsSettings } from '../cluster-process-arguments/model.ts';
import { accessHistoryRoutes } from './access-history.ts';
import { operations, shardsToWire } from './api.ts';
import { auditLogRoute } from './audit-log.ts';
import {
  connectionStringsOf,
  effectiveSpecs,
  fullVersion,
  hiddenOf,
  isTenant,
  KIND,
  legacyIds,
  type Making,
  newWire,
  type ReplicationSpec,
  shardsFrom,
  specsOf,
  viewOf,
  withHostsOf,
} from './document.ts';
import type { Cluster } from './model.ts';
import { processRoutes } from './processes.ts';
import {
  asymmetric,
  lookUp,
  refuseClusterName,
  refuseIdentity,
  refusePause,
  refuseSettings,
  refuseTenant,
  refuseTopology,
} from './refusals.ts';
import { searchNodeRoutes } from './search-nodes.ts';
import { tenantUpgradeRoute } from './tenant-upgrade.ts';

const DOMAIN = 'cluster-domain';
const INDEPENDENT_SCALING_SINCE = '2024-10-23';

function makingOf(request: EmulatorRequest): Making {
  return { publicUrl: request.publicUrl, newId: request.newId, letters: request.randomLetters };
}

function answer(
  request: EmulatorRequest,
  status: number,
  document: StoredDocument,
  hidden: readonly string[] = [],
): EmulatorReply {
  const view = viewOf(document, request.version, request.now);
  if (view === undefined) return asymmetric();
  return { status, body: Object.fromEntries(Object.entries(view).filter(([name]) => !hidden.includes(name))) };
}

/** Hosts of one project stand below one domain, also when its clusters have gone in between (recorded); free clusters have one each. */
function domainOf({ store, params, randomLetters }: EmulatorRequest, tenant: boolean): string {
  if (tenant) return `${randomLetters(7)}.mongodb.net`;
  const groupId = params.groupId as string;
  const kept = store.get(DOMAIN, groupId, groupId);
  if (kept !== undefined) return String(kept.wire.domain);
  return keepDomain(store, groupId, `${randomLetters(6)}.mongodb.net`);
}

function keepDomain(store: EmulatorStore, groupId: string, domain: string): string {
  store.put({ kind: DOMAIN, parent: groupId, id: groupId, wire: { domain } });
  return domain;
}

function scalingMode(request: EmulatorRequest, clusterType: unknown) {
  return clusterType !== 'REPLICASET' && request.version >= INDEPENDENT_SCALING_SINCE
    ? ('INDEPENDENT_SHARD_SCALING' as const)
    : ('CLUSTER_WIDE_SCALING' as const);
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const body = request.body as JsonObject;
  const name = String(body.name);
  const clusterType = String(body.clusterType ?? 'REPLICASET');
  if (body.paused === true) {
    const sentence = `Cluster ${name} cannot be created in a paused state.`;
    return atlasError(400, 'CANNOT_CREATE_PAUSED_CLUSTER', sentence, [name]);
  }
  const tenant = isTenant(body);
  const refused =
    refuseClusterName(request, name) ??
    refuseTopology(body, clusterType) ??
    (tenant ? refuseTenant(request, body) : undefined) ??
    refuseSettings(name, { ...body, clusterType }, undefined);
  if (refused) return refused;
  const making = makingOf(request);
  const root = typeof body.diskSizeGB === 'number' ? body.diskSizeGB : undefined;
  const shards = shardsFrom(specsOf(body), root, [], making);
  const wire = newWire(body, { groupId, createDate: request.now }, shards, making);
  const domain = domainOf(request, tenant);
  const document: StoredDocument = {
    kind: KIND,
    parent: groupId,
    id: name,
    wire: {
      ...withTls(wire, body.advancedConfiguration),
      connectionStrings: connectionStringsOf(wire, domain, false, making),
    },
    hidden: {
      legacySpecIds: legacyIds(shards, {}, making),
      autoScalingMode: scalingMode(request, clusterType),
      domain,
    },
  };
  request.store.put(document);
  request.store.schedule({
    at: addSeconds(request.now, request.durationSeconds(tenant ? 'short' : 'cluster-create')),
    kind: KIND,
    parent: groupId,
    id: name,
    then: { stateName: 'IDLE', connectionStrings: connectionStringsOf(wire, domain, true, making) },
    when: { stateName: 'CREATING', id: wire.id },
  });
  // Recorded: the first answer has tags only where the request had.
  return answer(request, 201, document, body.tags === undefined ? ['tags'] : []);
}

/** TLS settings stand in the cluster and in its process arguments; the cluster's document is the one that both read. */
function withTls(wire: JsonObject, asked: unknown): JsonObject {
  if (!isObject(asked) || !isObject(wire.advancedConfiguration)) return wire;
  const before = wire.advancedConfiguration as unknown as TlsSettings;
  return {
    ...wire,
    advancedConfiguration: mergeTls(before, asked as Partial<TlsSettings>) as unknown as JsonObject,
  };
}

/** What Atlas keeps as it is sent. */
const PLAIN_SETTINGS = [
  'adaptiveCapacity',
  'backupEnabled',
  'clusterType',
  'configServerManagementMode',
  'diskWarmingMode',
  'encryptionAtRestProvider',
  'labels',
  'mongoDBMajorVersion',
  'paused',
  'pitEnabled',
  'redactClientLogData',
  'replicaSetScalingStrategy',
  'retainBackups',
  'rootCertType',
  'tags',
  'terminationProtectionEnabled',
  'useAwsTimeBasedSnapshotCopyForFastInitialSync',
  'versionReleaseSystem',
] as const;

/** The specs that a PATCH asks for: its own, or those that stand with another disk size (the older view says it at the root). */
function patchedSpecs(body: JsonObject, before: readonly ReplicationSpec[]): readonly ReplicationSpec[] | undefined {
  if (body.replicationSpecs !== undefined) return specsOf(body);
  return typeof body.diskSizeGB === 'number' ? before : undefined;
}

function merged(request: EmulatorRequest, document: StoredDocument): StoredDocument {
  const body = request.body as JsonObject;
  const { wire } = document;
  const hidden = hiddenOf(document);
  const before = specsOf(wire);
  const plain = Object.fromEntries(
    PLAIN_SETTINGS.filter((field) => body[field] !== undefined).map((field) => [field, body[field]]),
  );
  const bi = isObject(body.biConnector)
    ? { ...(wire.biConnector as JsonObject), ...body.biConnector }
    : wire.biConnector;
  // Without cloud backup there is no continuous backup.
  const pit = body.backupEnabled === false ? { pitEnabled: false } : {};
  const next = withTls({ ...wire, ...plain, ...pit, biConnector: bi as JsonObject }, body.advancedConfiguration);
  const specs = patchedSpecs(body, before);
  const resumed = wire.paused === true && body.paused === false ? { resumedAt: request.now } : {};
  if (specs === undefined) return { ...document, wire: next, hidden: { ...document.hidden, ...resumed } };
  const making = makingOf(request);
  const root = typeof body.diskSizeGB === 'number' ? body.diskSizeGB : undefined;
  const shards = shardsFrom(specs, root, before, making);
  const independent = body.replicationSpecs !== undefined ? scalingMode(request, next.clusterType) : undefined;
  return {
    ...document,
    wire: { ...next, replicationSpecs: shards, effectiveReplicationSpecs: effectiveSpecs(shards) },
    hidden: {
      ...document.hidden,
      ...resumed,
      legacySpecIds: legacyIds(shards, hidden.legacySpecIds, making),
      autoScalingMode: independent ?? hidden.autoScalingMode,
    },
  };
}

/** The version runs when every node has restarted; a pinned compatibility version stays behind. */
function afterUpgrade(wire: JsonObject): JsonObject {
  const major = String(wire.mongoDBMajorVersion);
  const pinned = wire.featureCompatibilityVersionExpirationDate !== undefined;
  return {
    ...(String(wire.mongoDBVersion).startsWith(`${major}.`) ? {} : { mongoDBVersion: fullVersion(major) }),
    ...(pinned ? {} : { featureCompatibilityVersion: major }),
  };
}

/** Ends what an update began. Recorded: hosts that stop or start are REPAIRING in between (TestAccAdvancedCluster_basic #32, #49). */
function finishUpdate(request: EmulatorRequest, next: StoredDocument, isPauseOrResume: boolean): void {
  const { kind, parent, id, wire } = next;
  const seconds = request.durationSeconds('cluster-update');
  const place = { kind, parent, id } as const;
  if (isPauseOrResume) {
    request.store.schedule({
      ...place,
      at: addSeconds(request.now, Math.floor(seconds / 10)),
      then: { stateName: 'REPAIRING' },
      when: { stateName: 'UPDATING', id: wire.id },
    });
  }
  request.store.schedule({
    ...place,
    at: addSeconds(request.now, seconds),
    then: {
      stateName: 'IDLE',
      connectionStrings: withHostsOf(wire, hiddenOf(next).domain),
      ...afterUpgrade(wire),
    },
    when: { stateName: isPauseOrResume ? 'REPAIRING' : 'UPDATING', id: wire.id },
  });
}

/** Recorded: the answer shows the new settings at once, and UPDATING until every node has them. */
function update(request: EmulatorRequest): EmulatorReply {
  const looked = lookUp(request);
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  const body = request.body as JsonObject;
  if (isTenant(document.wire)) {
    return atlasError(
      400,
      'TENANT_CLUSTER_UPDATE_UNSUPPORTED',
      'Cannot update a M0/M2/M5 cluster through the public API.',
    );
  }
  if (document.wire.stateName === 'DELETING') {
    // Recorded.
    const reason = 'This cluster is currently being deleted, cannot update';
    return atlasError(400, 'ATLAS_GENERAL_ERROR', `Reason: ${reason}.`, [reason]);
  }
  const clusterType = String(body.clusterType ?? document.wire.clusterType);
  const refused =
    refusePause(document, body, request.now) ??
    refuseIdentity(document.id, body, document.wire) ??
    (body.replicationSpecs === undefined ? undefined : refuseTopology(body, clusterType)) ??
    refuseSettings(document.id, body, document.wire);
  if (refused) return refused;
  const changed = merged(request, document);
  const creating = document.wire.stateName === 'CREATING';
  const next = { ...changed, wire: { ...changed.wire, stateName: creating ? 'CREATING' : 'UPDATING' } };
  request.store.put(next);
  if (!creating) finishUpdate(request, next, body.paused !== undefined);
  return answer(request, 200, next);
}

function remove(request: EmulatorRequest): EmulatorReply {
  const looked = lookUp(request);
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  const { id: name, parent: groupId, wire } = document;
  // All three recorded; the sentence with the names stands in the parameters.
  if (wire.stateName === 'DELETING') {
    const sentence = `The cluster ${name} has already been requested for deletion.`;
    return atlasError(400, 'CLUSTER_ALREADY_REQUESTED_DELETION', sentence, [name]);
  }
  if (wire.terminationProtectionEnabled === true) {
    return atlasError(
      400,
      'CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED',
      'Cannot terminate a cluster when termination protection is enabled. Disable termination protection and try again.',
      [
        `Cannot terminate cluster ${name} in group ${groupId} because termination protection is enabled. Disable termination protection and try again.`,
      ],
    );
  }
  // Recorded: a cluster that is being deleted has no backup and no tags any more.
  request.store.put({ ...document, wire: { ...wire, backupEnabled: false, stateName: 'DELETING', tags: [] } });
  request.store.schedule({
    at: addSeconds(request.now, request.durationSeconds(isTenant(wire) ? 'short' : 'cluster-delete')),
    kind: KIND,
    parent: groupId,
    id: name,
    then: 'delete',
    when: { stateName: 'DELETING', id: wire.id },
  });
  return { status: 202, body: {} };
}

/** Without a date Atlas pins for as long as it may; the date that it then shows is unconfirmed: four weeks here. */
function pin(request: EmulatorRequest): EmulatorReply {
  const asked = (request.body as JsonObject | undefined)?.expirationDate;
  const until = asked === undefined ? addSeconds(request.now, 28 * 86_400) : futureInstant(request, 'expirationDate');
  if (typeof until !== 'string') return until;
  return actOnCluster(request, (wire) => ({ ...wire, featureCompatibilityVersionExpirationDate: until }));
}

export const emulator: EmulatorBehaviour<Cluster> = {
  routes: [
    ...accessHistoryRoutes,
    ...processRoutes,
    auditLogRoute,
    tenantUpgradeRoute,
    ...searchNodeRoutes,
    {
      operation: operations.list,
      // A cluster that the older view cannot say is left out of its list: unconfirmed.
      handle: ({ store, params, version, now }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).flatMap((document) => viewOf(document, version, now) ?? []),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const looked = lookUp(request);
        return 'refused' in looked ? looked.refused : answer(request, 200, looked.document);
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: remove },
    {
      operation: operations.status,
      handle: (request) => {
        const looked = lookUp(request);
        if ('refused' in looked) return looked.refused;
        const { stateName } = looked.document.wire;
        return { status: 200, body: { changeStatus: stateName === 'IDLE' ? 'APPLIED' : 'PENDING' } };
      },
    },
    {
      operation: operations.autoScaling,
      handle: (request) => {
        const looked = lookUp(request);
        if ('refused' in looked) return looked.refused;
        return { status: 200, body: { autoScalingMode: hiddenOf(looked.document).autoScalingMode } };
      },
    },
    { operation: operations.pinFeatureCompatibilityVersion, handle: pin },
    {
      operation: operations.unpinFeatureCompatibilityVersion,
      handle: (request) =>
        actOnCluster(request, (wire) => withoutField(wire, 'featureCompatibilityVersionExpirationDate')),
    },
  ],
  seed,
};

function seed(model: Cluster, seeding: EmulatorSeeding): void {
  const { store, idFor } = seeding;
  let count = 0;
  const key = `${KIND} ${model.projectId} ${model.name}`;
  const making: Making = {
    publicUrl: 'https://cloud.mongodb.com',
    newId: () => {
      count += 1;
      return idFor(`${key} ${count}`);
    },
    letters: (length) =>
      idFor(`${key} letters`)
        .slice(-length)
        .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string),
  };
  const shards = shardsFrom(shardsToWire(model) as readonly ReplicationSpec[], undefined, [], making);
  const body: JsonObject = {
    name: model.name,
    clusterType: model.clusterType,
    backupEnabled: model.backupEnabled,
    pitEnabled: model.pitEnabled,
    biConnector: { ...model.biConnector },
    encryptionAtRestProvider: model.encryptionAtRestProvider,
    mongoDBMajorVersion: model.mongoDBMajorVersion,
    redactClientLogData: model.redactClientLogData,
    rootCertType: model.rootCertType,
    tags: model.tags,
    terminationProtectionEnabled: model.terminationProtectionEnabled,
    versionReleaseSystem: model.versionReleaseSystem,
  };
  const fresh = newWire(body, { groupId: model.projectId, createDate: model.createDate }, shards, making);
  const known = /\.(\w+\.mongodb[\w-]*\.net)/.exec(model.connectionStrings.standardSrv ?? '')?.[1];
  const ofProject =
    model.tier === 'dedicated' ? seeding.store.get(DOMAIN, model.projectId, model.projectId) : undefined;
  const domain = known ?? String(ofProject?.wire.domain ?? `${making.letters(6)}.mongodb.net`);
  if (model.tier === 'dedicated') keepDomain(seeding.store, model.projectId, domain);
  const { featureCompatibilityVersionExpirationDate } = model;
  const seen = seenStrings(model, connectionStringsOf(fresh, domain, false, making));
  const running = { ...connectionStringsOf(fresh, domain, true, making), ...seen };
  const wire: JsonObject = {
    ...fresh,
    id: model.id ?? fresh.id,
    connectionStrings: seen,
    featureCompatibilityVersion: model.featureCompatibilityVersion ?? model.mongoDBMajorVersion,
    ...(featureCompatibilityVersionExpirationDate === null ? {} : { featureCompatibilityVersionExpirationDate }),
    mongoDBVersion: model.mongoDBVersion === '' ? fresh.mongoDBVersion : model.mongoDBVersion,
    paused: model.paused,
    stateName: model.stateName,
  };
  store.put({
    kind: KIND,
    parent: model.projectId,
    id: model.name,
    wire,
    hidden: {
      legacySpecIds: legacyIds(shards, {}, making),
      autoScalingMode: model.clusterType === 'REPLICASET' ? 'CLUSTER_WIDE_SCALING' : 'INDEPENDENT_SHARD_SCALING',
      domain,
    },
  });
  endWork(wire, running, seeding);
}

/** What was seen in the middle of its work ends ten minutes later; what Atlas had given no addresses yet has them after one. */
function endWork(wire: JsonObject, running: JsonObject, { store, now }: EmulatorSeeding): void {
  const { stateName, id, groupId, name } = wire;
  const work = { kind: KIND, parent: String(groupId), id: String(name), when: { stateName, id } };
  const at = addSeconds(now, 600);
  if (stateName === 'DELETING') store.schedule({ ...work, at, then: 'delete' });
  else if (stateName !== 'IDLE')
    store.schedule({ ...work, at, then: { stateName: 'IDLE', connectionStrings: running } });
  else if (!sameJson(wire.connectionStrings, running))
    store.schedule({ ...work, at: addSeconds(now, 60), then: { connectionStrings: running } });
}

/**
 * The addresses that were seen, and no others: a dedicated cluster has none before its first IDLE, also while it is UPDATING,
 * and a free one gets its SRV name and its hosts a moment before or after its first IDLE (recorded).
 */
function seenStrings({ connectionStrings: known }: Cluster, made: JsonObject): JsonObject {
  const { privateEndpoints, ...strings } = known;
  const privateEndpoint = privateEndpoints.map(({ endpoints, type, ...connection }) => ({
    ...withoutNull(connection),
    endpoints: endpoints.map(({ endpointId, provider, regionName }) => ({
      endpointId,
      providerName: provider,
      region: regionName,
    })),
    type,
  }));
  return {
    ...withoutField(made, 'standardSrv'),
    ...withoutNull(strings),
    ...(privateEndpoint.length === 0 ? {} : { privateEndpoint }),
  };
}

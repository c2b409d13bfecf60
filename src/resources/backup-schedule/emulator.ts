import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addHours } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import { type BackupPolicyItem, type BackupSchedule, retentionDays } from './model.ts';
import { restoreJobRoutes } from './restore-jobs.ts';
import { snapshotRoutes } from './snapshots.ts';

const KIND = 'backup-schedule';
/** A singleton's id under its cluster. */
const ID = 'schedule';
const SNAPSHOT_EVERY_HOURS = 6;

/** What a cluster gets with backup, as recorded (TestSchedule/Describe). */
const DEFAULT_ITEMS: readonly BackupPolicyItem[] = [
  { frequencyType: 'hourly', frequencyInterval: 6, retentionUnit: 'days', retentionValue: 7 },
  { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 7 },
  { frequencyType: 'weekly', frequencyInterval: 6, retentionUnit: 'weeks', retentionValue: 4 },
  { frequencyType: 'monthly', frequencyInterval: 40, retentionUnit: 'months', retentionValue: 12 },
  { frequencyType: 'yearly', frequencyInterval: 12, retentionUnit: 'years', retentionValue: 1 },
];

function linksOf(publicUrl: string, groupId: string, clusterName: string) {
  const path = `/api/atlas/v2/groups/${groupId}/clusters/${clusterName}/backup/schedule`;
  return [
    { href: `${publicUrl}${path}`, rel: 'self' },
    // Recorded: the project's link still names the old API.
    { href: `${publicUrl}/api/public/v1.0/groups/${groupId}`, rel: 'https://cloud.mongodb.com/group' },
  ];
}

function policyWith(items: readonly JsonObject[], id: string, newId: () => string): JsonObject {
  return { id, policyItems: items.map((item) => ({ ...item, id: item.id ?? newId() })) };
}

type Looked = { readonly refused: EmulatorReply } | { readonly document: StoredDocument };

/** The cluster's schedule: made with Atlas's default when it is first looked at, and anew for a new cluster of that name. */
function lookUp(request: EmulatorRequest): Looked {
  const { groupId = '', clusterName = '' } = request.params;
  const cluster = request.store.get('cluster', groupId, clusterName);
  if (cluster === undefined) {
    const detail = `No cluster named ${clusterName} exists in group ${groupId}.`;
    return { refused: atlasError(404, 'CLUSTER_NOT_FOUND', detail, [clusterName, groupId]) };
  }
  const clusterId = String(cluster.wire.id);
  if (cluster.wire.backupEnabled !== true) {
    const detail = `No backup configuration exists for cluster ${clusterId} in group ${groupId}.`;
    return { refused: atlasError(404, 'BACKUP_CONFIG_NOT_FOUND', detail, [clusterId, groupId]) };
  }
  const parent = `${groupId}/${clusterName}`;
  const existing = request.store.get(KIND, parent, ID);
  const common: JsonObject = { clusterId, clusterName, links: linksOf(request.publicUrl, groupId, clusterName) };
  if (existing && (existing.wire.clusterId ?? clusterId) === clusterId) {
    return { document: { ...existing, wire: { ...existing.wire, ...common } } };
  }
  const wire: JsonObject = {
    autoExportEnabled: false,
    ...common,
    copyPolicyItemsEnabled: false,
    copySettings: [],
    nextSnapshot: addHours(request.now, SNAPSHOT_EVERY_HOURS),
    policies: [policyWith(DEFAULT_ITEMS as unknown as readonly JsonObject[], request.newId(), request.newId)],
    referenceHourOfDay: Number(request.now.slice(11, 13)),
    referenceMinuteOfHour: Number(request.now.slice(14, 16)),
    restoreWindowDays: 7,
    useOrgAndGroupNamesInExportPrefix: false,
  };
  const document = { kind: KIND, parent, id: ID, wire };
  request.store.put(document);
  return { document };
}

/** The older view has no `copyPolicyItemsEnabled` (recorded in both versions). */
function viewOf(wire: JsonObject, version: string): JsonObject {
  if (version >= '2024-08-05') return wire;
  const { copyPolicyItemsEnabled: _copyPolicyItemsEnabled, ...older } = wire;
  return older;
}

interface Policy {
  readonly id?: string;
  readonly policyItems: readonly (BackupPolicyItem & { readonly id?: string })[];
}

function invalidPolicy(why: string): EmulatorReply {
  // Recorded in the Terraform provider's CI.
  return atlasError(400, 'INVALID_BACKUP_POLICY', `Invalid Backup Policy: ${why}.`, [why]);
}

function update(request: EmulatorRequest): EmulatorReply {
  const looked = lookUp(request);
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  const {
    policies,
    deleteCopiedBackups: _deleteCopiedBackups,
    deleteCopySnapshots: _deleteCopySnapshots,
    deleteSnapshots: _deleteSnapshots,
    updateCopySnapshots: _updateCopySnapshots,
    updateSnapshots: _updateSnapshots,
    ...asked
  } = request.body as JsonObject;
  const before = (document.wire.policies as unknown as readonly Policy[])[0];
  const posted = (policies as unknown as readonly Policy[] | undefined)?.[0];
  if (posted?.id !== undefined && posted.id !== before?.id) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute policies specified.', ['policies']);
  }
  const items = posted?.policyItems ?? before?.policyItems ?? [];
  const restoreWindowDays = Number(asked.restoreWindowDays ?? document.wire.restoreWindowDays);
  if (items.some((item) => item.frequencyType === 'hourly' && retentionDays(item) < restoreWindowDays)) {
    return invalidPolicy('Backup policy is invalid: Hourly policy item retention cannot be less than restore window');
  }
  const wire: JsonObject = {
    ...document.wire,
    ...asked,
    policies: [policyWith(items as unknown as readonly JsonObject[], before?.id ?? request.newId(), request.newId)],
    ...(items.length === 0
      ? {}
      : { nextSnapshot: document.wire.nextSnapshot ?? addHours(request.now, SNAPSHOT_EVERY_HOURS) }),
  };
  request.store.put({ ...document, wire });
  return { status: 200, body: viewOf(wire, request.version) };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const looked = lookUp(request);
  if ('refused' in looked) return looked.refused;
  const { nextSnapshot: _nextSnapshot, ...kept } = looked.document.wire;
  const wire: JsonObject = { ...kept, policies: [{ id: request.newId(), policyItems: [] }] };
  request.store.put({ ...looked.document, wire });
  return { status: 200, body: viewOf(wire, request.version) };
}

export const emulator: EmulatorBehaviour<BackupSchedule> = {
  routes: [
    ...snapshotRoutes,
    ...restoreJobRoutes,
    {
      operation: operations.get,
      handle: (request) => {
        const looked = lookUp(request);
        return 'refused' in looked
          ? looked.refused
          : { status: 200, body: viewOf(looked.document.wire, request.version) };
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: remove },
  ],
  seed: (model, { store, idFor }) => {
    const name = `${KIND} ${model.projectId} ${model.clusterName}`;
    const wire: JsonObject = {
      autoExportEnabled: model.autoExportEnabled,
      clusterName: model.clusterName,
      copyPolicyItemsEnabled: false,
      copySettings: model.copySettings as unknown as readonly JsonObject[],
      ...(model.export === null ? {} : { export: model.export }),
      ...(model.extraRetention.length === 0 ? {} : { extraRetentionSettings: model.extraRetention }),
      ...(model.nextSnapshot === null ? {} : { nextSnapshot: model.nextSnapshot }),
      policies: [
        {
          id: model.policyId ?? idFor(name),
          policyItems: model.policyItems.map((item, index) => ({ ...item, id: idFor(`${name} ${index}`) })),
        },
      ],
      referenceHourOfDay: model.referenceHourOfDay,
      referenceMinuteOfHour: model.referenceMinuteOfHour,
      restoreWindowDays: model.restoreWindowDays,
      useOrgAndGroupNamesInExportPrefix: model.useOrgAndGroupNamesInExportPrefix,
    };
    store.put({ kind: KIND, parent: `${model.projectId}/${model.clusterName}`, id: ID, wire });
  },
};

import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addSeconds } from '../../core/instant.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { type BackupPolicyItem, retentionDays } from '../backup-schedule/model.ts';
import { fromWire, operations, toBody } from './api.ts';
import type { BackupCompliancePolicy } from './model.ts';

const KIND = 'backup-compliance-policy';
const SCHEDULE = 'backup-schedule';

// Codes below: docs (api-errors) and the ones that official clients branch on; sentences are unconfirmed.

function policyOf(store: EmulatorStore, groupId: string): BackupCompliancePolicy | undefined {
  const document = store.get(KIND, groupId, groupId);
  return document && fromWire(document.wire, groupId);
}

/** The clusters that can have cloud backup: not the shared ones. */
function dedicated(store: EmulatorStore, groupId: string): readonly StoredDocument[] {
  return store.list('cluster', groupId).filter(({ wire }) => {
    const specs = JSON.stringify(wire.replicationSpecs ?? []);
    return !specs.includes('"TENANT"') && !specs.includes('"FLEX"');
  });
}

/** True when a schedule takes the snapshots that the policy asks for, as often and kept as long. */
function meets(items: readonly BackupPolicyItem[], required: BackupPolicyItem): boolean {
  return items.some(
    (item) =>
      item.frequencyType === required.frequencyType &&
      (item.frequencyType === 'hourly'
        ? item.frequencyInterval <= required.frequencyInterval
        : item.frequencyInterval === required.frequencyInterval) &&
      retentionDays(item) >= retentionDays(required),
  );
}

function itemsOf(schedule: JsonObject): readonly BackupPolicyItem[] {
  const policies = Array.isArray(schedule.policies) ? (schedule.policies as readonly JsonObject[]) : [];
  return policies.flatMap(({ policyItems }) => (policyItems ?? []) as unknown as readonly BackupPolicyItem[]);
}

const SWITCHES = ['copyProtectionEnabled', 'encryptionAtRestEnabled', 'pitEnabled'] as const;

/** True when anything that was promised would no longer hold. */
function isWeaker(before: BackupCompliancePolicy, after: BackupCompliancePolicy): boolean {
  return (
    SWITCHES.some((name) => before[name] && !after[name]) ||
    after.restoreWindowDays < before.restoreWindowDays ||
    before.scheduledPolicyItems.some((item) => !meets(after.scheduledPolicyItems, item))
  );
}

function refuse(request: EmulatorRequest, wanted: BackupCompliancePolicy): EmulatorReply | undefined {
  const { store, query } = request;
  const groupId = request.params.groupId as string;
  const before = policyOf(store, groupId);
  if (before !== undefined && before.state !== 'ACTIVE') {
    return atlasError(
      400,
      'CANNOT_UPDATE_BACKUP_COMPLIANCE_POLICY_SETTINGS_WITH_PENDING_ACTION',
      'Cannot update the backup compliance policy settings while an action is pending.',
    );
  }
  const clusters = dedicated(store, groupId);
  // Recorded: in a project without clusters Atlas takes a weaker policy (TestBackupCompliancePolicyCopyProtection/disable).
  if (before !== undefined && clusters.length > 0 && isWeaker(before, wanted)) {
    return atlasError(
      400,
      'CANNOT_DISABLE_BACKUP_COMPLIANCE_POLICY',
      'The backup compliance policy cannot be weakened; contact MongoDB Support.',
    );
  }
  const unencrypted = clusters.filter(({ wire }) => (wire.encryptionAtRestProvider ?? 'NONE') === 'NONE');
  const short =
    query.overwriteBackupPolicies === 'false' &&
    clusters.some(({ id }) => {
      const schedule = store.list(SCHEDULE, `${groupId}/${id}`)[0];
      const items = schedule ? itemsOf(schedule.wire) : undefined;
      return items !== undefined && wanted.scheduledPolicyItems.some((required) => !meets(items, required));
    });
  return short || (wanted.encryptionAtRestEnabled && unencrypted.length > 0)
    ? atlasError(
        400,
        'BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS',
        'The backup policies of one or more clusters do not meet the requirements of the backup compliance policy.',
      )
    : undefined;
}

/** What the policy does to clusters and schedules that stand already: backup on, and no schedule below the minimum. */
function enforce(request: EmulatorRequest, policy: BackupCompliancePolicy): void {
  const { store } = request;
  const groupId = policy.projectId;
  for (const cluster of dedicated(store, groupId)) {
    enforceOn(store, cluster, policy);
    for (const schedule of store.list(SCHEDULE, `${groupId}/${cluster.id}`)) {
      const items = itemsOf(schedule.wire);
      const missing = policy.scheduledPolicyItems.filter((required) => !meets(items, required));
      const first = (schedule.wire.policies as readonly JsonObject[] | undefined)?.[0];
      const policyItems = [...items, ...missing.map((item) => ({ ...item, id: request.newId() }))];
      store.put({
        ...schedule,
        wire: {
          ...schedule.wire,
          restoreWindowDays: Math.max(Number(schedule.wire.restoreWindowDays ?? 0), policy.restoreWindowDays),
          policies: [
            { id: first?.id ?? request.newId(), policyItems: policyItems as unknown as readonly JsonObject[] },
          ],
        },
      });
    }
  }
}

function enforceOn(store: EmulatorStore, cluster: StoredDocument, policy: BackupCompliancePolicy): void {
  const pitEnabled = cluster.wire.pitEnabled === true || policy.pitEnabled;
  store.put({ ...cluster, wire: { ...cluster.wire, backupEnabled: true, pitEnabled } });
}

function update(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const posted = request.body as JsonObject;
  const withIds = (item: JsonObject): JsonObject => ({ ...item, id: item.id ?? request.newId() });
  const scheduled = (posted.scheduledPolicyItems ?? []) as readonly JsonObject[];
  const onDemand = posted.onDemandPolicyItem;
  const existing = request.store.get(KIND, groupId, groupId);
  const wire: JsonObject = {
    authorizedEmail: posted.authorizedEmail,
    authorizedUserFirstName: posted.authorizedUserFirstName,
    authorizedUserLastName: posted.authorizedUserLastName,
    copyProtectionEnabled: posted.copyProtectionEnabled ?? false,
    deletable: false,
    encryptionAtRestEnabled: posted.encryptionAtRestEnabled ?? false,
    onDemandPolicyItem: isObject(onDemand) ? withIds(onDemand as JsonObject) : null,
    pitEnabled: posted.pitEnabled ?? false,
    projectId: groupId,
    restoreWindowDays: posted.restoreWindowDays ?? 0,
    scheduledPolicyItems: scheduled.map(withIds),
    state: existing === undefined ? 'ENABLING' : 'UPDATING',
    updatedDate: request.now,
    updatedUser: request.caller.id,
  };
  const wanted = fromWire(wire, groupId);
  const refused = refuse(request, wanted);
  if (refused) return refused;
  request.store.put({ kind: KIND, parent: groupId, id: groupId, wire });
  request.store.schedule({
    at: addSeconds(request.now, request.durationSeconds('short')),
    kind: KIND,
    parent: groupId,
    id: groupId,
    then: { state: 'ACTIVE' },
    when: { updatedDate: request.now },
  });
  enforce(request, wanted);
  return { status: 200, body: wire };
}

function disable(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  // Only in a project without clusters (docs, backup compliance policy); everywhere else it is MongoDB Support's to do.
  if (dedicated(request.store, groupId).length > 0) {
    return atlasError(
      400,
      'CANNOT_DISABLE_BACKUP_COMPLIANCE_POLICY',
      'The backup compliance policy cannot be disabled; contact MongoDB Support.',
    );
  }
  request.store.remove(KIND, groupId, groupId);
  return { status: 204 };
}

function refuseCluster(request: EmulatorRequest): EmulatorReply | undefined {
  const policy = policyOf(request.store, request.params.groupId as string);
  if (policy === undefined || !isObject(request.body)) return undefined;
  const { backupEnabled, pitEnabled, encryptionAtRestProvider } = request.body;
  if (backupEnabled === false) {
    return atlasError(
      400,
      'CANNOT_DISABLE_CLOUD_BACKUP_WITH_BACKUP_COMPLIANCE_POLICY',
      'Cannot disable cloud backup while a backup compliance policy is enabled.',
    );
  }
  if (pitEnabled === false && policy.pitEnabled) {
    // The code's spelling is Atlas's own.
    return atlasError(
      400,
      'CANNOT_DISABLE_PIT_WITH_BACKUUP_COMPLIANCE_POLICY',
      'Cannot disable continuous cloud backup while the backup compliance policy requires it.',
    );
  }
  if (encryptionAtRestProvider === 'NONE' && policy.encryptionAtRestEnabled) {
    return atlasError(
      400,
      'CANNOT_DISABLE_ENCRYPTION_AT_REST_WITH_BACKUP_COMPLIANCE_POLICY',
      'Cannot disable encryption at rest while the backup compliance policy requires it.',
    );
  }
  return undefined;
}

function refuseSchedule(request: EmulatorRequest): EmulatorReply | undefined {
  const policy = policyOf(request.store, request.params.groupId as string);
  if (policy === undefined) return undefined;
  const posted = isObject(request.body) ? (request.body as JsonObject) : undefined;
  // DELETE has no body and empties the policy.
  const items = posted === undefined ? [] : posted.policies === undefined ? undefined : itemsOf(posted);
  if (items !== undefined && policy.scheduledPolicyItems.some((required) => !meets(items, required))) {
    return atlasError(
      400,
      'BACKUP_POLICY_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS',
      'The backup policy does not meet the requirements of the backup compliance policy.',
    );
  }
  const window = posted?.restoreWindowDays;
  return typeof window === 'number' && window < policy.restoreWindowDays
    ? atlasError(
        400,
        'CANNOT_DECREASE_PIT_WINDOW_WITH_BACKUP_COMPLIANCE_POLICY',
        'Cannot decrease the restore window below that of the backup compliance policy.',
      )
    : undefined;
}

/** Nobody can shorten what the policy keeps (documented code; the sentence is unconfirmed). */
function refuseSnapshotDeletion({ store, params }: EmulatorRequest): EmulatorReply | undefined {
  return policyOf(store, params.groupId as string) === undefined
    ? undefined
    : atlasError(
        400,
        'CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY',
        'Cannot delete a snapshot while a backup compliance policy is enabled.',
      );
}

export const emulator: EmulatorBehaviour<BackupCompliancePolicy> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const groupId = params.groupId as string;
        return { status: 200, body: store.get(KIND, groupId, groupId)?.wire ?? {} };
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: disable },
  ],
  guards: [
    { on: ['createGroupCluster', 'updateGroupCluster', 'upgradeGroupClusterTenantUpgrade'], check: refuseCluster },
    { on: ['updateGroupClusterBackupSchedule', 'deleteGroupClusterBackupSchedule'], check: refuseSchedule },
    { on: ['deleteGroupClusterBackupSnapshot'], check: refuseSnapshotDeletion },
  ],
  reactions: [
    {
      on: ['createGroupCluster'],
      react: ({ store, params }) => {
        const groupId = params.groupId as string;
        const policy = policyOf(store, groupId);
        if (policy) for (const cluster of dedicated(store, groupId)) enforceOn(store, cluster, policy);
      },
    },
  ],
  seed: (model, { store, idFor, now }) => {
    if (!model.configured) return;
    const { onDemandPolicyItem, scheduledPolicyItems, ...body } = toBody(model) as JsonObject;
    const wire: JsonObject = {
      ...body,
      deletable: false,
      onDemandPolicyItem: isObject(onDemandPolicyItem)
        ? { ...(onDemandPolicyItem as JsonObject), id: idFor(`${KIND} ${model.projectId} on demand`) }
        : null,
      scheduledPolicyItems: (scheduledPolicyItems as readonly JsonObject[]).map((item, index) => ({
        ...item,
        id: idFor(`${KIND} ${model.projectId} ${index}`),
      })),
      state: model.state ?? 'ACTIVE',
      updatedDate: now,
      updatedUser: model.authorizedEmail,
    };
    store.put({ kind: KIND, parent: model.projectId, id: model.projectId, wire });
  },
};

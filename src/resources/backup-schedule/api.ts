import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import type { UpdateChange } from '../../core/change.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import type { Cluster } from '../cluster/model.ts';
import { buckets, links, objectId } from '../contract.ts';
import { type BackupFrequency, type BackupPolicyItem, type BackupSchedule, sortPolicyItems } from './model.ts';

const cloudProvider = z.enum(['AWS', 'AZURE', 'GCP']);
const frequency = z.enum(['HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'ON_DEMAND']);

const policyItem = {
  frequencyInterval: z.number().int(),
  frequencyType: z.enum(['hourly', 'daily', 'weekly', 'monthly', 'yearly', 'ondemand']),
  retentionUnit: z.enum(['days', 'weeks', 'months', 'years']),
  retentionValue: z.number().int(),
};

const copySetting = z.strictObject({
  cloudProvider: cloudProvider.optional(),
  copyPolicyItems: z.array(z.looseObject({ frequencyType: z.string() })).optional(),
  frequencies: z.array(frequency).optional(),
  lastNumberOfSnapshots: z.number().int().optional(),
  regionName: z.string().optional(),
  shouldCopyOplogs: z.boolean().optional(),
  zoneId: z.string(),
});

const settings = {
  autoCopySettingsEnabled: z.boolean().optional(),
  autoExportEnabled: z.boolean().optional(),
  copyPolicyItemsEnabled: z.boolean().optional(),
  copySettings: z.array(copySetting).optional(),
  export: z.strictObject({ exportBucketId: z.string(), frequencyType: z.enum(['monthly', 'yearly']) }).optional(),
  extraRetentionSettings: z
    .array(z.strictObject({ frequencyType: frequency, retentionDays: z.number().int() }))
    .optional(),
  referenceHourOfDay: z.number().int().optional(),
  referenceMinuteOfHour: z.number().int().optional(),
  restoreWindowDays: z.number().int().optional(),
  useOrgAndGroupNamesInExportPrefix: z.boolean().optional(),
};

/** Recorded: `nextSnapshot` is missing where no snapshot is due, and the 2023-01-01 view has no `copyPolicyItemsEnabled`. */
const wire = z.strictObject({
  ...settings,
  clusterId: objectId,
  clusterName: z.string(),
  links: links.optional(),
  nextSnapshot: z.string().nullable().optional(),
  policies: z.array(
    z.strictObject({ id: objectId, policyItems: z.array(z.strictObject({ ...policyItem, id: objectId })) }),
  ),
});

// The contract calls `policies` required; a change of one setting without them was recorded (TestSchedule/Update).
const request = z.strictObject({
  ...settings,
  deleteCopiedBackups: z.array(z.looseObject({})).optional(),
  deleteCopySnapshots: z.boolean().optional(),
  deleteSnapshots: z.boolean().optional(),
  policies: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        policyItems: z.array(z.strictObject({ ...policyItem, id: z.string().optional() })),
      }),
    )
    .optional(),
  updateCopySnapshots: z.boolean().optional(),
  updateSnapshots: z.boolean().optional(),
});

const base = {
  path: '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/schedule',
  version: '2024-08-05',
  olderVersions: [{ version: '2023-01-01' }],
  bucket: buckets.project,
  success: 200,
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getGroupClusterBackupSchedule', method: 'GET', role: 'GROUP_READ_ONLY' },
  update: { ...base, id: 'updateGroupClusterBackupSchedule', method: 'PATCH', role: 'GROUP_BACKUP_MANAGER', request },
  // Recorded: 200 with the schedule, its policy empty; backup itself stays on.
  delete: { ...base, id: 'deleteGroupClusterBackupSchedule', method: 'DELETE', role: 'GROUP_BACKUP_MANAGER' },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  clusterName: z.string(),
  autoExportEnabled: z.boolean().nullish(),
  useOrgAndGroupNamesInExportPrefix: z.boolean().nullish(),
  referenceHourOfDay: z.number().nullish(),
  referenceMinuteOfHour: z.number().nullish(),
  restoreWindowDays: z.number().nullish(),
  nextSnapshot: z.string().nullish(),
  export: z.looseObject({ exportBucketId: z.string(), frequencyType: z.enum(['monthly', 'yearly']) }).nullish(),
  extraRetentionSettings: z.array(z.looseObject({ frequencyType: z.string(), retentionDays: z.number() })).nullish(),
  copySettings: z
    .array(
      z.looseObject({
        cloudProvider,
        regionName: z.string(),
        zoneId: z.string().nullish(),
        frequencies: z.array(z.string()).nullish(),
        shouldCopyOplogs: z.boolean().nullish(),
      }),
    )
    .nullish(),
  policies: z
    .array(
      z.looseObject({
        id: z.string().nullish(),
        policyItems: z
          .array(
            z.looseObject({
              frequencyType: z.string(),
              frequencyInterval: z.number(),
              retentionUnit: z.enum(['days', 'weeks', 'months', 'years']),
              retentionValue: z.number(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

const SCHEDULED: readonly string[] = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];

function byText<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0);
}

/** The wire object as our model. */
export function fromWire(body: unknown, projectId: string): BackupSchedule {
  const schedule = reading.parse(body);
  const items = (schedule.policies ?? [])
    .flatMap((policy) => policy.policyItems ?? [])
    .filter(({ frequencyType }) => SCHEDULED.includes(frequencyType))
    .map(
      ({ frequencyType, frequencyInterval, retentionUnit, retentionValue }): BackupPolicyItem => ({
        frequencyType: frequencyType as BackupFrequency,
        frequencyInterval,
        retentionUnit,
        retentionValue,
      }),
    );
  return {
    projectId,
    clusterName: schedule.clusterName,
    restoreWindowDays: schedule.restoreWindowDays ?? 0,
    referenceHourOfDay: schedule.referenceHourOfDay ?? 0,
    referenceMinuteOfHour: schedule.referenceMinuteOfHour ?? 0,
    policyItems: sortPolicyItems(items),
    copySettings: (schedule.copySettings ?? [])
      .map((copy) => ({
        cloudProvider: copy.cloudProvider,
        regionName: copy.regionName,
        zoneId: copy.zoneId ?? '',
        frequencies: [...(copy.frequencies ?? [])].sort(),
        shouldCopyOplogs: copy.shouldCopyOplogs ?? false,
      }))
      .sort(byText(({ regionName, zoneId }) => `${regionName} ${zoneId}`)),
    autoExportEnabled: schedule.autoExportEnabled ?? false,
    export: schedule.export
      ? { exportBucketId: schedule.export.exportBucketId, frequencyType: schedule.export.frequencyType }
      : null,
    useOrgAndGroupNamesInExportPrefix: schedule.useOrgAndGroupNamesInExportPrefix ?? false,
    extraRetention: (schedule.extraRetentionSettings ?? [])
      .map(({ frequencyType, retentionDays }) => ({ frequencyType, retentionDays }))
      .sort(byText(({ frequencyType }) => frequencyType)),
    policyId: schedule.policies?.[0]?.id ?? null,
    nextSnapshot: schedule.nextSnapshot ?? null,
  };
}

const paths = (model: BackupSchedule) => ({ groupId: model.projectId, clusterName: model.clusterName });

function update(change: UpdateChange<BackupSchedule>): readonly ApiCall[] {
  const { before, after } = change;
  const changed = (field: keyof BackupSchedule) => !sameJson(before[field], after[field]);
  const emptied = after.policyItems.length === 0 && before.policyItems.length > 0;
  const policy = before.policyId === null ? {} : { id: before.policyId };
  const body = {
    ...(changed('policyItems') && !emptied
      ? { policies: [{ ...policy, policyItems: after.policyItems.map((item) => ({ ...item })) }] }
      : {}),
    ...(changed('restoreWindowDays') ? { restoreWindowDays: after.restoreWindowDays } : {}),
    ...(changed('referenceHourOfDay') ? { referenceHourOfDay: after.referenceHourOfDay } : {}),
    ...(changed('referenceMinuteOfHour') ? { referenceMinuteOfHour: after.referenceMinuteOfHour } : {}),
    ...(changed('copySettings') ? { copySettings: after.copySettings.map((copy) => ({ ...copy })) } : {}),
    ...(changed('autoExportEnabled') ? { autoExportEnabled: after.autoExportEnabled } : {}),
    ...(changed('export') && after.export !== null ? { export: after.export } : {}),
    ...(changed('useOrgAndGroupNamesInExportPrefix')
      ? { useOrgAndGroupNamesInExportPrefix: after.useOrgAndGroupNamesInExportPrefix }
      : {}),
    ...(changed('extraRetention') ? { extraRetentionSettings: after.extraRetention } : {}),
  };
  return [
    // A policy without items is not something that a PATCH can say; DELETE empties it (recorded).
    ...(emptied ? [callOf(operations.delete, paths(after))] : []),
    ...(Object.keys(body).length === 0 ? [] : [callOf(operations.update, paths(after), { body })]),
  ];
}

export const read: ResourceRead<BackupSchedule, Cluster> = {
  from: 'cluster',
  operations: [operations.get],
  calls: (cluster) => [callOf(operations.get, { groupId: cluster.projectId, clusterName: cluster.name })],
  parse: (item, cluster) => [fromWire(item, cluster.projectId)],
  // Recorded for a cluster without cloud backup (getGroupClusterBackupSchedule).
  absent: (status, errorCode) => status === 404 && errorCode === 'BACKUP_CONFIG_NOT_FOUND',
};

export const write: ResourceWrite<BackupSchedule> = {
  operations: [operations.update, operations.delete, operations.get],
  update,
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
};

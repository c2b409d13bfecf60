import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { type BackupFrequency, sortPolicyItems } from '../backup-schedule/model.ts';
import { buckets, objectId } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { BackupCompliancePolicy } from './model.ts';

const unit = z.enum(['days', 'weeks', 'months', 'years']);

const scheduledItem = {
  frequencyInterval: z.number().int(),
  frequencyType: z.enum(['hourly', 'daily', 'weekly', 'monthly', 'yearly']),
  retentionUnit: unit,
  retentionValue: z.number().int(),
};

const onDemandItem = {
  frequencyInterval: z.number().int(),
  frequencyType: z.literal('ondemand'),
  retentionUnit: unit,
  retentionValue: z.number().int(),
};

const names = {
  authorizedEmail: z.string(),
  authorizedUserFirstName: z.string(),
  authorizedUserLastName: z.string(),
};

/** Recorded: `onDemandPolicyItem` is null where there is none. */
const policy = z.strictObject({
  ...names,
  copyProtectionEnabled: z.boolean(),
  deletable: z.boolean(),
  encryptionAtRestEnabled: z.boolean(),
  onDemandPolicyItem: z.strictObject({ ...onDemandItem, id: objectId }).nullable(),
  pitEnabled: z.boolean(),
  projectId: objectId,
  restoreWindowDays: z.number().int(),
  scheduledPolicyItems: z.array(z.strictObject({ ...scheduledItem, id: objectId })),
  state: z.enum(['ACTIVE', 'ENABLING', 'UPDATING', 'DISABLING']),
  updatedDate: z.string(),
  updatedUser: z.string(),
});

const base = { version: '2023-10-01', bucket: buckets.project, role: 'GROUP_OWNER' } as const;
const path = '/api/atlas/v2/groups/{groupId}/backupCompliancePolicy';

export const operations = {
  // A project without a policy answers 200 with an empty object: unconfirmed, never recorded.
  get: {
    ...base,
    path,
    id: 'getGroupBackupCompliancePolicy',
    method: 'GET',
    success: 200,
    shape: 'object',
    response: z.union([z.strictObject({}), policy]),
  },
  update: {
    ...base,
    path,
    id: 'updateGroupBackupCompliancePolicy',
    method: 'PUT',
    success: 200,
    shape: 'object',
    query: ['overwriteBackupPolicies'],
    // The Atlas CLI sends the whole of what it read, `deletable` and the items' ids with it (recorded).
    request: z.strictObject({
      ...names,
      copyProtectionEnabled: z.boolean().optional(),
      deletable: z.boolean().optional(),
      encryptionAtRestEnabled: z.boolean().optional(),
      onDemandPolicyItem: z
        .strictObject({ ...onDemandItem, id: z.string().optional() })
        .nullable()
        .optional(),
      pitEnabled: z.boolean().optional(),
      projectId: z.string().optional(),
      restoreWindowDays: z.number().int().optional(),
      scheduledPolicyItems: z.array(z.strictObject({ ...scheduledItem, id: z.string().optional() })).optional(),
    }),
    response: policy,
  },
  delete: {
    ...base,
    path,
    version: '2024-11-13',
    id: 'disableGroupBackupCompliancePolicy',
    method: 'DELETE',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  authorizedEmail: z.string().nullish(),
  authorizedUserFirstName: z.string().nullish(),
  authorizedUserLastName: z.string().nullish(),
  copyProtectionEnabled: z.boolean().nullish(),
  encryptionAtRestEnabled: z.boolean().nullish(),
  pitEnabled: z.boolean().nullish(),
  restoreWindowDays: z.number().nullish(),
  onDemandPolicyItem: z
    .looseObject({ frequencyInterval: z.number(), retentionUnit: unit, retentionValue: z.number() })
    .nullish(),
  scheduledPolicyItems: z
    .array(
      z.looseObject({
        frequencyType: z.enum(['hourly', 'daily', 'weekly', 'monthly', 'yearly']),
        frequencyInterval: z.number(),
        retentionUnit: unit,
        retentionValue: z.number(),
      }),
    )
    .nullish(),
  state: z.enum(['ACTIVE', 'ENABLING', 'UPDATING', 'DISABLING']).nullish(),
});

/** The wire object as our model; no body, null and `{}` all mean that there is no policy. */
export function fromWire(body: unknown, projectId: string): BackupCompliancePolicy {
  const found = reading.parse(body ?? {});
  const onDemand = found.onDemandPolicyItem;
  return {
    projectId,
    configured: found.state != null,
    authorizedEmail: found.authorizedEmail ?? '',
    authorizedUserFirstName: found.authorizedUserFirstName ?? '',
    authorizedUserLastName: found.authorizedUserLastName ?? '',
    copyProtectionEnabled: found.copyProtectionEnabled ?? false,
    encryptionAtRestEnabled: found.encryptionAtRestEnabled ?? false,
    pitEnabled: found.pitEnabled ?? false,
    restoreWindowDays: found.restoreWindowDays ?? 0,
    scheduledPolicyItems: sortPolicyItems(
      (found.scheduledPolicyItems ?? []).map((item) => ({
        frequencyType: item.frequencyType satisfies BackupFrequency,
        frequencyInterval: item.frequencyInterval,
        retentionUnit: item.retentionUnit,
        retentionValue: item.retentionValue,
      })),
    ),
    onDemandPolicyItem: onDemand
      ? {
          frequencyInterval: onDemand.frequencyInterval,
          retentionUnit: onDemand.retentionUnit,
          retentionValue: onDemand.retentionValue,
        }
      : null,
    state: found.state ?? null,
  };
}

/** The whole policy: the PUT replaces it, what is left out falls back to Atlas's default. */
export function toBody(model: BackupCompliancePolicy): Readonly<Record<string, Body>> {
  return {
    authorizedEmail: model.authorizedEmail,
    authorizedUserFirstName: model.authorizedUserFirstName,
    authorizedUserLastName: model.authorizedUserLastName,
    copyProtectionEnabled: model.copyProtectionEnabled,
    encryptionAtRestEnabled: model.encryptionAtRestEnabled,
    onDemandPolicyItem:
      model.onDemandPolicyItem === null ? null : { ...model.onDemandPolicyItem, frequencyType: 'ondemand' },
    pitEnabled: model.pitEnabled,
    projectId: model.projectId,
    restoreWindowDays: model.restoreWindowDays,
    scheduledPolicyItems: model.scheduledPolicyItems.map((item) => ({ ...item })),
  };
}

function settled({ state, configured }: BackupCompliancePolicy, wanted: BackupCompliancePolicy): SettleState {
  if (wanted.configured && !configured) return { failed: 'Atlas no longer has a backup compliance policy.' };
  if (!wanted.configured) return configured ? 'pending' : 'settled';
  return state === 'ACTIVE' ? 'settled' : 'pending';
}

const paths = (model: BackupCompliancePolicy) => ({ groupId: model.projectId });

export const read: ResourceRead<BackupCompliancePolicy, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<BackupCompliancePolicy> = {
  operations: [operations.update, operations.delete, operations.get],
  // `overwriteBackupPolicies=false`: schedules below the policy make Atlas refuse it, in place of being changed unasked.
  update: ({ after }) =>
    after.configured
      ? [callOf(operations.update, paths(after), { query: { overwriteBackupPolicies: 'false' }, body: toBody(after) })]
      : [callOf(operations.delete, paths(after))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => fromWire(body, model.projectId),
  }),
  settle: (change) => {
    if (change.type === 'delete') return [];
    const { after } = change;
    return [
      {
        call: callOf(operations.get, paths(after)),
        state: (status, body) => (status === 200 ? settled(fromWire(body, after.projectId), after) : 'pending'),
      },
    ];
  },
};

import { z } from 'zod';
import { type ApiCall, type Body, callOf, type Operation } from '../../core/call.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { SnapshotExportBucket } from './model.ts';

const common = { _id: z.string(), bucketName: z.string(), links: links.optional() };

const aws = z.strictObject({
  ...common,
  cloudProvider: z.literal('AWS'),
  iamRoleId: z.string(),
  region: z.string().nullish(),
  // Missing in recordings from before 2026.
  requirePrivateNetworking: z.boolean().optional(),
});

const wire = z.discriminatedUnion('cloudProvider', [
  aws,
  z.strictObject({
    ...common,
    cloudProvider: z.literal('AZURE'),
    roleId: z.string(),
    serviceUrl: z.string(),
    tenantId: z.string().optional(),
  }),
  z.strictObject({ ...common, cloudProvider: z.literal('GCP'), roleId: z.string() }),
]);

const bucketName = z.string().min(3).max(63);

const request = z.discriminatedUnion('cloudProvider', [
  z.strictObject({
    bucketName,
    cloudProvider: z.literal('AWS'),
    iamRoleId: z.string(),
    requirePrivateNetworking: z.boolean().optional(),
  }),
  z.strictObject({
    bucketName: bucketName.optional(),
    cloudProvider: z.literal('AZURE'),
    roleId: z.string(),
    serviceUrl: z.string().min(33).max(2048),
    tenantId: z.string().optional(),
  }),
  z.strictObject({ bucketName, cloudProvider: z.literal('GCP'), roleId: z.string() }),
]);

const reading = z.looseObject({
  _id: z.string(),
  bucketName: z.string(),
  cloudProvider: z.enum(['AWS', 'AZURE', 'GCP']),
  iamRoleId: z.string().nullish(),
  region: z.string().nullish(),
  requirePrivateNetworking: z.boolean().nullish(),
  roleId: z.string().nullish(),
  serviceUrl: z.string().nullish(),
});

const base = { bucket: buckets.project, version: '2024-05-30', success: 200, response: wire } as const;
const path = '/api/atlas/v2/groups/{groupId}/backup/exportBuckets';

export const operations = {
  list: {
    ...base,
    id: 'listGroupBackupExportBuckets',
    method: 'GET',
    path,
    role: 'GROUP_READ_ONLY',
    shape: 'page',
  },
  create: {
    ...base,
    id: 'createGroupBackupExportBucket',
    method: 'POST',
    path,
    role: 'GROUP_BACKUP_MANAGER',
    shape: 'object',
    request,
  },
  get: {
    ...base,
    id: 'getGroupBackupExportBucket',
    method: 'GET',
    path: `${path}/{exportBucketId}`,
    role: 'GROUP_READ_ONLY',
    shape: 'object',
  },
  update: {
    ...base,
    id: 'updateGroupBackupExportBucket',
    method: 'PATCH',
    path: `${path}/{exportBucketId}`,
    role: 'GROUP_BACKUP_MANAGER',
    shape: 'object',
    request: z.strictObject({ requirePrivateNetworking: z.boolean() }),
    response: aws,
  },
  delete: {
    id: 'deleteGroupBackupExportBucket',
    method: 'DELETE',
    path: `${path}/{exportBucketId}`,
    version: '2023-01-01',
    role: 'GROUP_BACKUP_MANAGER',
    success: 204,
    bucket: buckets.project,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): SnapshotExportBucket {
  const target = reading.parse(item);
  return {
    projectId,
    id: target._id,
    cloudProvider: target.cloudProvider,
    bucketName: target.bucketName,
    roleId: target.iamRoleId ?? target.roleId ?? null,
    region: target.region ?? null,
    requirePrivateNetworking: target.cloudProvider === 'AWS' ? (target.requirePrivateNetworking ?? false) : null,
    serviceUrl: target.serviceUrl ?? null,
  };
}

export const read: ResourceRead<SnapshotExportBucket, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

/** The fields of each cloud; `region` is Atlas's own. */
function toBody({
  cloudProvider,
  bucketName,
  roleId,
  requirePrivateNetworking,
  serviceUrl,
}: SnapshotExportBucket): Body {
  switch (cloudProvider) {
    case 'AWS':
      return {
        cloudProvider,
        bucketName,
        iamRoleId: roleId ?? '',
        ...(requirePrivateNetworking === null ? {} : { requirePrivateNetworking }),
      };
    case 'AZURE':
      return { cloudProvider, bucketName, roleId: roleId ?? '', serviceUrl: serviceUrl ?? '' };
    case 'GCP':
      return { cloudProvider, bucketName, roleId: roleId ?? '' };
    default:
      return cloudProvider satisfies never;
  }
}

/** What makes a bucket this one: everything but the way that exports take to it. */
function sameTarget(a: SnapshotExportBucket, b: SnapshotExportBucket): boolean {
  const target = ({ projectId, cloudProvider, bucketName, roleId, serviceUrl }: SnapshotExportBucket) => [
    projectId,
    cloudProvider,
    bucketName,
    roleId,
    serviceUrl,
  ];
  return sameJson(target(a), target(b));
}

const paths = ({ projectId, id }: SnapshotExportBucket) => ({ groupId: projectId, exportBucketId: id });

/** Only the way can be changed (updateGroupBackupExportBucket); another bucket is another registration. */
function update(before: SnapshotExportBucket, after: SnapshotExportBucket): readonly ApiCall[] {
  const { requirePrivateNetworking } = after;
  if (requirePrivateNetworking === null || !sameTarget(before, after)) return [];
  return [callOf(operations.update, paths(before), { body: { requirePrivateNetworking } })];
}

export const write: ResourceWrite<SnapshotExportBucket> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  update: ({ before, after }) => update(before, after),
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  // The Terraform provider waits until a removed bucket is gone.
  settle: (change) =>
    change.type === 'delete'
      ? [
          {
            call: callOf(operations.get, paths(change.before)),
            state: (status) => (status === 200 ? 'pending' : 'settled'),
          },
        ]
      : [],
  // One bucket may be registered many times (recorded).
  isSame: sameTarget,
};

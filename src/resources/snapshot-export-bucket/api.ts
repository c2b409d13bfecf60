import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
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

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { PushLogExport } from './model.ts';

const wire = z.strictObject({
  bucketName: z.string().nullish(),
  createDate: z.string().nullish(),
  iamRoleId: z.string().nullish(),
  links: links.optional(),
  prefixPath: z.string().nullish(),
  state: z
    .enum([
      'UNCONFIGURED',
      'INITIATING',
      'BUCKET_VERIFIED',
      'BUCKET_VERIFICATION_FAILED',
      'ASSUME_ROLE_FAILED',
      'ACTIVE',
    ])
    .optional(),
});

const reading = z.looseObject({ ...wire.shape, state: z.string().nullish() });

export const operations = {
  // Deprecated: gone on 4 February 2027. Reading it takes the owner.
  get: {
    id: 'getGroupPushBasedLogExport',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/pushBasedLogExport',
    version: '2023-01-01',
    role: 'GROUP_OWNER',
    success: 200,
    bucket: buckets.project,
    shape: 'object',
    response: wire,
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): PushLogExport {
  const settings = reading.parse(item);
  return {
    projectId,
    state: settings.state ?? 'UNCONFIGURED',
    bucketName: settings.bucketName ?? null,
    iamRoleId: settings.iamRoleId ?? null,
    prefixPath: settings.prefixPath ?? null,
    createDate: settings.createDate ?? null,
  };
}

export const read: ResourceRead<PushLogExport, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ServiceAccountAssignment } from './model.ts';

const secret = z.strictObject({
  createdAt: z.string(),
  expiresAt: z.string(),
  id: z.string(),
  lastUsedAt: z.string().nullish(),
  maskedSecretValue: z.string().optional(),
});

const wire = z.strictObject({
  clientId: z.string(),
  createdAt: z.string(),
  description: z.string().optional(),
  name: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(secret).optional(),
});

const reading = z.looseObject({
  clientId: z.string(),
  name: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
});

const base = {
  version: '2024-08-05',
  bucket: buckets.project,
  role: 'GROUP_READ_ONLY',
  method: 'GET',
  success: 200,
  response: wire,
} as const;
const path = '/api/atlas/v2/groups/{groupId}/serviceAccounts';

// No recording holds these: the shapes are those of the contract.
export const operations = {
  list: { ...base, id: 'listGroupServiceAccounts', path, shape: 'page' },
  get: { ...base, id: 'getGroupServiceAccount', path: `${path}/{clientId}`, shape: 'object' },
} as const satisfies Record<string, Operation>;

export const read: ResourceRead<ServiceAccountAssignment, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => {
    const { clientId, name, roles } = reading.parse(item);
    return [{ projectId: project.id, clientId, name: name ?? '', roles: [...(roles ?? [])].sort() }];
  },
};

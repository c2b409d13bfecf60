import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { projectClustersSettle } from '../cluster-work.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { PrivateEndpointRegionalMode } from './model.ts';

const wire = z.strictObject({ enabled: z.boolean() });
const reading = z.looseObject({ enabled: z.boolean() });

const base = {
  version: '2023-01-01',
  bucket: buckets.privateEndpoints,
  path: '/api/atlas/v2/groups/{groupId}/privateEndpoint/regionalMode',
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getGroupPrivateEndpointRegionalMode', method: 'GET', role: 'GROUP_READ_ONLY', success: 200 },
  // Recorded: 202, although the contract of Atlas says 200.
  toggle: {
    ...base,
    id: 'toggleGroupPrivateEndpointRegionalMode',
    method: 'PATCH',
    role: 'GROUP_OWNER',
    success: 202,
    request: wire,
  },
} as const satisfies Record<string, Operation>;

export const read: ResourceRead<PrivateEndpointRegionalMode, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [{ projectId: project.id, enabled: reading.parse(item).enabled }],
};

export const write: ResourceWrite<PrivateEndpointRegionalMode> = {
  operations: [operations.get, operations.toggle],
  update: ({ after }) => [
    callOf(operations.toggle, { groupId: after.projectId }, { body: { enabled: after.enabled } }),
  ],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId }),
    parse: (body) =>
      body === undefined ? undefined : { projectId: model.projectId, enabled: reading.parse(body).enabled },
  }),
  settle: (change) => (change.type === 'update' ? projectClustersSettle(change.after.projectId) : []),
};

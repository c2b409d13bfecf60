import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { projectClustersSettle } from '../cluster-work.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { AuditConfiguration } from './model.ts';

const request = z.strictObject({
  auditAuthorizationSuccess: z.boolean().optional(),
  auditFilter: z.string().optional(),
  enabled: z.boolean().optional(),
});

const wire = z.strictObject({
  auditAuthorizationSuccess: z.boolean(),
  // Absent while none was ever set (recorded), not "{}".
  auditFilter: z.string().optional(),
  configurationType: z.enum(['NONE', 'FILTER_BUILDER', 'FILTER_JSON']),
  enabled: z.boolean(),
});

const reading = z.looseObject({
  auditAuthorizationSuccess: z.boolean().optional(),
  auditFilter: z.string().nullish(),
  configurationType: z.enum(['NONE', 'FILTER_BUILDER', 'FILTER_JSON']).catch('NONE'),
  enabled: z.boolean(),
});

const base = {
  version: '2023-01-01',
  bucket: buckets.project,
  path: '/api/atlas/v2/groups/{groupId}/auditLog',
  role: 'GROUP_OWNER',
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getGroupAuditLog', method: 'GET', success: 200 },
  // Recorded: 202, although the contract of Atlas says 200.
  update: { ...base, id: 'updateGroupAuditLog', method: 'PATCH', success: 202, request },
} as const satisfies Record<string, Operation>;

/** A filter that selects everything. Atlas has no way to remove a filter: of a disabled configuration this one means none. */
const NO_FILTER = '{}';

function fromWire(item: unknown, projectId: string): AuditConfiguration {
  const { enabled, auditAuthorizationSuccess, auditFilter, configurationType } = reading.parse(item);
  const filter = auditFilter ?? null;
  return {
    projectId,
    enabled,
    auditAuthorizationSuccess: auditAuthorizationSuccess ?? false,
    auditFilter: !enabled && filter === NO_FILTER ? null : filter,
    configurationType,
  };
}

function difference(before: AuditConfiguration, after: AuditConfiguration): Body {
  return {
    ...(before.enabled === after.enabled ? {} : { enabled: after.enabled }),
    ...(before.auditAuthorizationSuccess === after.auditAuthorizationSuccess
      ? {}
      : { auditAuthorizationSuccess: after.auditAuthorizationSuccess }),
    ...(before.auditFilter === after.auditFilter ? {} : { auditFilter: after.auditFilter ?? NO_FILTER }),
  };
}

export const read: ResourceRead<AuditConfiguration, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<AuditConfiguration> = {
  operations: [operations.get, operations.update],
  update: ({ before, after }) => [
    callOf(operations.update, { groupId: after.projectId }, { body: difference(before, after) }),
  ],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  settle: (change) => (change.type === 'update' ? projectClustersSettle(change.after.projectId) : []),
};

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { LogIntegration } from './model.ts';

const common = {
  id: z.string(),
  logTypes: z.array(z.enum(['MONGOD', 'MONGOS', 'MONGOD_AUDIT', 'MONGOS_AUDIT'])),
};

/** Keys, tokens and the values of headers stand in the answers, masked or not: they are never taken up. */
const wire = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('S3_LOG_EXPORT'),
    bucketName: z.string(),
    iamRoleId: z.string(),
    kmsKey: z.string().nullish(),
    prefixPath: z.string(),
    useLegacyPathStructure: z.boolean().nullish(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('GCS_LOG_EXPORT'),
    bucketName: z.string(),
    prefixPath: z.string(),
    roleId: z.string(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('AZURE_LOG_EXPORT'),
    prefixPath: z.string(),
    roleId: z.string(),
    storageAccountName: z.string(),
    storageContainerName: z.string(),
  }),
  z.strictObject({ ...common, type: z.literal('DATADOG_LOG_EXPORT'), apiKey: z.string(), region: z.string() }),
  z.strictObject({ ...common, type: z.literal('SPLUNK_LOG_EXPORT'), hecToken: z.string(), hecUrl: z.string() }),
  z.strictObject({
    ...common,
    type: z.literal('OTEL_LOG_EXPORT'),
    otelEndpoint: z.string(),
    otelSuppliedHeaders: z.array(z.strictObject({ name: z.string(), value: z.string().optional() })),
  }),
]);

const text = z.string().nullish();

const reading = z.looseObject({
  bucketName: text,
  hecUrl: text,
  iamRoleId: text,
  id: z.string(),
  kmsKey: text,
  logTypes: z.array(z.string()).nullish(),
  otelEndpoint: text,
  prefixPath: text,
  region: text,
  roleId: text,
  storageAccountName: text,
  storageContainerName: text,
  type: z.string(),
});

const base = {
  version: '2025-03-12',
  bucket: buckets.project,
  method: 'GET',
  // Reading the sinks takes the owner (listGroupLogIntegrations): a reader's collection cannot see them.
  role: 'GROUP_OWNER',
  success: 200,
  response: wire,
} as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroupLogIntegrations',
    path: '/api/atlas/v2/groups/{groupId}/logIntegrations',
    shape: 'page',
    query: ['integrationType'],
  },
  get: {
    ...base,
    id: 'getGroupLogIntegration',
    path: '/api/atlas/v2/groups/{groupId}/logIntegrations/{id}',
    shape: 'object',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): LogIntegration {
  const sink = reading.parse(item);
  const container = sink.storageAccountName && `${sink.storageAccountName}/${sink.storageContainerName ?? ''}`;
  return {
    projectId,
    id: sink.id,
    type: sink.type,
    logTypes: [...(sink.logTypes ?? [])].sort(),
    destination: sink.bucketName ?? container ?? sink.hecUrl ?? sink.otelEndpoint ?? sink.region ?? '',
    roleId: sink.iamRoleId ?? sink.roleId ?? null,
    kmsKey: sink.kmsKey ?? null,
    prefixPath: sink.prefixPath ?? null,
  };
}

export const read: ResourceRead<LogIntegration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { Change, SecretSource } from '../../core/change.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { LogIntegration } from './model.ts';

// `EVENTS` stands on the page "Export Logs to External Services" and not yet in the contract.
const logTypes = z.array(z.enum(['MONGOD', 'MONGOS', 'MONGOD_AUDIT', 'MONGOS_AUDIT', 'EVENTS']));

const s3 = {
  type: z.literal('S3_LOG_EXPORT'),
  logTypes,
  bucketName: z.string(),
  iamRoleId: z.string(),
  kmsKey: z.string().nullish(),
  prefixPath: z.string(),
  useLegacyPathStructure: z.boolean().nullish(),
};
const gcs = {
  type: z.literal('GCS_LOG_EXPORT'),
  logTypes,
  bucketName: z.string(),
  prefixPath: z.string(),
  roleId: z.string(),
};
const azure = {
  type: z.literal('AZURE_LOG_EXPORT'),
  logTypes,
  prefixPath: z.string(),
  roleId: z.string(),
  storageAccountName: z.string(),
  storageContainerName: z.string(),
};
const datadog = {
  type: z.literal('DATADOG_LOG_EXPORT'),
  logTypes,
  apiKey: z.string(),
  region: z.enum(['US1', 'US3', 'US5', 'EU', 'AP1', 'AP2', 'US1_FED']),
};
const splunk = { type: z.literal('SPLUNK_LOG_EXPORT'), logTypes, hecToken: z.string(), hecUrl: z.string() };
const otel = { type: z.literal('OTEL_LOG_EXPORT'), logTypes, otelEndpoint: z.string().max(2048) };

const id = z.string();

/** Keys and tokens stand masked in the answers, the values of headers not at all (`writeOnly`): none is ever taken up. */
const wire = z.discriminatedUnion('type', [
  z.strictObject({ ...s3, id }),
  z.strictObject({ ...gcs, id }),
  z.strictObject({ ...azure, id }),
  z.strictObject({ ...datadog, id }),
  z.strictObject({ ...splunk, id }),
  z.strictObject({
    ...otel,
    id,
    otelSuppliedHeaders: z.array(z.strictObject({ name: z.string(), value: z.string().optional() })),
  }),
]);

const request = z.discriminatedUnion('type', [
  z.strictObject(s3),
  z.strictObject(gcs),
  z.strictObject(azure),
  z.strictObject(datadog),
  z.strictObject(splunk),
  z.strictObject({
    ...otel,
    otelSuppliedHeaders: z
      .array(z.strictObject({ name: z.string(), value: z.string() }))
      .min(1)
      .max(10),
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
  otelSuppliedHeaders: z.array(z.looseObject({ name: z.string() })).nullish(),
  prefixPath: text,
  region: text,
  roleId: text,
  storageAccountName: text,
  storageContainerName: text,
  type: z.string(),
  useLegacyPathStructure: z.boolean().nullish(),
});

const base = {
  version: '2025-03-12',
  bucket: buckets.project,
  // Reading the sinks takes the owner (listGroupLogIntegrations): a reader's collection cannot see them.
  role: 'GROUP_OWNER',
} as const;
const collection = '/api/atlas/v2/groups/{groupId}/logIntegrations';

export const operations = {
  list: {
    ...base,
    id: 'listGroupLogIntegrations',
    method: 'GET',
    path: collection,
    success: 200,
    shape: 'page',
    query: ['integrationType'],
    response: wire,
  },
  create: {
    ...base,
    id: 'createGroupLogIntegration',
    method: 'POST',
    path: collection,
    success: 201,
    shape: 'object',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupLogIntegration',
    method: 'GET',
    path: `${collection}/{id}`,
    success: 200,
    shape: 'object',
    response: wire,
  },
  replace: {
    ...base,
    id: 'updateGroupLogIntegration',
    method: 'PUT',
    path: `${collection}/{id}`,
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupLogIntegration',
    method: 'DELETE',
    path: `${collection}/{id}`,
    success: 204,
    shape: 'none',
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
    legacyPaths: sink.type === 'S3_LOG_EXPORT' ? (sink.useLegacyPathStructure ?? false) : null,
    headerNames: (sink.otelSuppliedHeaders ?? []).map(({ name }) => name),
  };
}

/** The fields of each type on the wire; `secretOf` says what stands in the place of a key, a token or a header's value. */
export function toWire(
  { type, logTypes: logs, destination, roleId, kmsKey, prefixPath, legacyPaths, headerNames }: LogIntegration,
  secretOf: (field: string) => Body | undefined,
): { readonly [key: string]: Body | undefined } {
  const common = { type, logTypes: logs };
  const inBucket = { ...common, prefixPath: prefixPath ?? '' };
  switch (type) {
    case 'S3_LOG_EXPORT':
      return {
        ...inBucket,
        bucketName: destination,
        iamRoleId: roleId ?? '',
        ...(kmsKey === null ? {} : { kmsKey }),
        useLegacyPathStructure: legacyPaths ?? false,
      };
    case 'GCS_LOG_EXPORT':
      return { ...inBucket, bucketName: destination, roleId: roleId ?? '' };
    case 'AZURE_LOG_EXPORT': {
      const [storageAccountName = '', storageContainerName = ''] = destination.split('/');
      return { ...inBucket, roleId: roleId ?? '', storageAccountName, storageContainerName };
    }
    case 'DATADOG_LOG_EXPORT':
      return { ...common, region: destination, apiKey: secretOf('apiKey') };
    case 'SPLUNK_LOG_EXPORT':
      return { ...common, hecUrl: destination, hecToken: secretOf('hecToken') };
    default:
      return {
        ...common,
        otelEndpoint: destination,
        otelSuppliedHeaders: headerNames.map((name) => {
          const value = secretOf(`header ${name}`);
          return value === undefined ? { name } : { name, value };
        }),
      };
  }
}

/** The keys, tokens and header values of a type, by field, with the environment variable that is asked for. */
export function secretsOf({ type, headerNames }: LogIntegration): Readonly<Record<string, string>> {
  switch (type) {
    case 'DATADOG_LOG_EXPORT':
      return { apiKey: 'FIVEFOLD_DATADOG_API_KEY' };
    case 'SPLUNK_LOG_EXPORT':
      return { hecToken: 'FIVEFOLD_SPLUNK_HEC_TOKEN' };
    case 'OTEL_LOG_EXPORT':
      return Object.fromEntries(
        headerNames.map((name) => [
          `header ${name}`,
          `FIVEFOLD_OTEL_HEADER_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`,
        ]),
      );
    default:
      return {};
  }
}

/** A PUT replaces the whole sink, and what Atlas shows of a key is no key: each is given again with every change. */
function secretInputs(change: Change<LogIntegration>): Readonly<Record<string, SecretSource>> {
  if (change.type === 'delete') return {};
  return Object.fromEntries(
    Object.entries(secretsOf(change.after)).map(([field, name]) => [field, { from: 'environment', name }]),
  );
}

const toBody = (sink: LogIntegration): Body => toWire(sink, (field) => ({ $secret: field }));
const paths = ({ projectId, id: sinkId }: LogIntegration) => ({ groupId: projectId, id: sinkId });

export const read: ResourceRead<LogIntegration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<LogIntegration> = {
  operations: [operations.create, operations.get, operations.replace, operations.delete],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  // The type cannot be changed (createGroupLogIntegration, `type`).
  update: ({ before, after }) =>
    before.type === after.type ? [callOf(operations.replace, paths(before), { body: toBody(after) })] : [],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  isSame: (wanted, found) =>
    wanted.projectId === found.projectId &&
    wanted.type === found.type &&
    wanted.destination === found.destination &&
    wanted.prefixPath === found.prefixPath,
  secretInputs,
};

import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { isObject, sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { FlexCluster } from './model.ts';

const tags = z.array(z.strictObject({ key: z.string(), value: z.string() }));
const provider = z.enum(['AWS', 'AZURE', 'GCP']);
const wire = z.strictObject({
  backupSettings: z.strictObject({ enabled: z.boolean() }),
  clusterType: z.enum(['REPLICASET']),
  connectionStrings: z.strictObject({ standard: z.string().optional(), standardSrv: z.string().optional() }),
  createDate: z.string(),
  groupId: z.string(),
  id: z.string(),
  links: links.optional(),
  mongoDBVersion: z.string(),
  name: z.string(),
  providerSettings: z.strictObject({
    backingProviderName: provider,
    diskSizeGB: z.number(),
    providerName: z.enum(['FLEX']),
    regionName: z.string(),
  }),
  stateName: z.enum(['CREATING', 'IDLE', 'UPDATING', 'REPAIRING', 'DELETING']),
  // Recorded: not in the answer of a POST that had none.
  tags: tags.optional(),
  terminationProtectionEnabled: z.boolean(),
  // Recorded: CONTINUOUS on migrated ones, though Atlas's contract knows LTS only.
  versionReleaseSystem: z.enum(['LTS', 'CONTINUOUS']),
});

const collection = '/api/atlas/v2/groups/{groupId}/flexClusters';
const single = `${collection}/{name}`;
const base = { version: '2024-11-13', bucket: buckets.project } as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroupFlexClusters',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  create: {
    ...base,
    id: 'createGroupFlexCluster',
    method: 'POST',
    path: collection,
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'object',
    request: z.strictObject({
      name: z.string(),
      providerSettings: z.strictObject({ backingProviderName: provider, regionName: z.string() }),
      tags: tags.optional(),
      terminationProtectionEnabled: z.boolean().optional(),
    }),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupFlexCluster',
    method: 'GET',
    path: single,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupFlexCluster',
    method: 'PATCH',
    path: single,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({ tags: tags.optional(), terminationProtectionEnabled: z.boolean().optional() }),
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupFlexCluster',
    method: 'DELETE',
    path: single,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const text = z.string().nullish();
const readable = z.looseObject({
  backupSettings: z.looseObject({ enabled: z.boolean().nullish() }).nullish(),
  connectionStrings: z.looseObject({ standard: text, standardSrv: text }).nullish(),
  createDate: text,
  id: text,
  mongoDBVersion: text,
  name: z.string(),
  providerSettings: z.looseObject({ backingProviderName: provider, regionName: z.string() }),
  stateName: z.string(),
  tags: z.array(z.looseObject({ key: z.string(), value: z.string() })).nullish(),
  terminationProtectionEnabled: z.boolean().nullish(),
  versionReleaseSystem: text,
});

/** A wire flex cluster as our model. */
export function fromWire(item: unknown, projectId: string): FlexCluster {
  const cluster = readable.parse(item);
  return {
    projectId,
    name: cluster.name,
    id: cluster.id ?? null,
    provider: cluster.providerSettings.backingProviderName,
    regionName: cluster.providerSettings.regionName,
    stateName: cluster.stateName,
    createDate: cluster.createDate ?? '',
    mongoDBVersion: cluster.mongoDBVersion ?? '',
    versionReleaseSystem: cluster.versionReleaseSystem ?? 'LTS',
    terminationProtectionEnabled: cluster.terminationProtectionEnabled ?? false,
    backupEnabled: cluster.backupSettings?.enabled ?? true,
    connectionStrings: {
      standard: cluster.connectionStrings?.standard ?? null,
      standardSrv: cluster.connectionStrings?.standardSrv ?? null,
    },
    tags: [...(cluster.tags ?? [])]
      .map(({ key, value }) => ({ key, value }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
  };
}

const tagsToWire = (model: FlexCluster) => model.tags.map(({ key, value }) => ({ key, value }));

/** The body that makes a flex cluster. */
export function toBody(model: FlexCluster): { readonly [key: string]: Body } {
  return {
    name: model.name,
    providerSettings: { backingProviderName: model.provider, regionName: model.regionName },
    terminationProtectionEnabled: model.terminationProtectionEnabled,
    ...(model.tags.length === 0 ? {} : { tags: tagsToWire(model) }),
  };
}

const paths = ({ projectId, name }: FlexCluster) => ({ groupId: projectId, name });

export const read: ResourceRead<FlexCluster, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<FlexCluster> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  update: ({ before, after }) => [
    callOf(operations.update, paths(after), {
      body: {
        ...(sameJson(before.tags, after.tags) ? {} : { tags: tagsToWire(after) }),
        ...(before.terminationProtectionEnabled === after.terminationProtectionEnabled
          ? {}
          : { terminationProtectionEnabled: after.terminationProtectionEnabled }),
      },
    }),
  ],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  settle: (change) => [
    {
      call: callOf(operations.get, paths(change.type === 'delete' ? change.before : change.after)),
      state: (status, body) => {
        if (change.type === 'delete') return status === 404 ? 'settled' : 'pending';
        return status === 200 && isObject(body) && body.stateName === 'IDLE' ? 'settled' : 'pending';
      },
    },
  ],
};

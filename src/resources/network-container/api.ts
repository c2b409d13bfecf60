import { z } from 'zod';
import { type Body, callOf, type Operation, pageItems } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, objectId } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { NetworkContainer } from './model.ts';

const common = { id: objectId, provisioned: z.boolean(), atlasCidrBlock: z.string() };

/** Recorded: no `links`, and null for the network's name until nodes stand there (listGroupContainers). */
const wire = z.union([
  z.strictObject({
    ...common,
    providerName: z.literal('AWS'),
    regionName: z.string(),
    vpcId: z.string().nullable().optional(),
  }),
  z.strictObject({
    ...common,
    providerName: z.literal('AZURE'),
    region: z.string(),
    azureSubscriptionId: z.string().nullable().optional(),
    vnetName: z.string().nullable().optional(),
  }),
  z.strictObject({
    ...common,
    providerName: z.literal('GCP'),
    regions: z.array(z.string()).nullable().optional(),
    gcpProjectId: z.string().nullable().optional(),
    networkName: z.string().nullable().optional(),
  }),
]);

const request = z.union([
  z.strictObject({
    providerName: z.literal('AWS').optional(),
    atlasCidrBlock: z.string().optional(),
    regionName: z.string().optional(),
  }),
  z.strictObject({
    providerName: z.literal('AZURE'),
    atlasCidrBlock: z.string().optional(),
    region: z.string().optional(),
  }),
  z.strictObject({
    providerName: z.literal('GCP'),
    atlasCidrBlock: z.string().optional(),
    regions: z.array(z.string()).optional(),
  }),
]);

const base = { version: '2023-01-01', bucket: buckets.networkPeering } as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroupContainers',
    linkDefaults: { includeCount: 'true', providerName: 'AWS' },
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/containers',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
    query: ['providerName'],
  },
  listAll: {
    ...base,
    id: 'listGroupContainerAll',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/containers/all',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  // Never recorded; the status is the contract's.
  create: {
    ...base,
    id: 'createGroupContainer',
    method: 'POST',
    path: '/api/atlas/v2/groups/{groupId}/containers',
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupContainer',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/containers/{containerId}',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupContainer',
    method: 'PATCH',
    path: '/api/atlas/v2/groups/{groupId}/containers/{containerId}',
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupContainer',
    method: 'DELETE',
    path: '/api/atlas/v2/groups/{groupId}/containers/{containerId}',
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  id: z.string(),
  providerName: z.string(),
  atlasCidrBlock: z.string(),
  provisioned: z.boolean().optional(),
  regionName: z.string().nullish(),
  region: z.string().nullish(),
  regions: z.array(z.string()).nullish(),
  vpcId: z.string().nullish(),
  vnetName: z.string().nullish(),
  networkName: z.string().nullish(),
});

/** A wire container as our model; undefined for the containers of shared tenants, which no peer can use. */
export function fromWire(item: unknown, projectId: string): NetworkContainer | undefined {
  const container = reading.parse(item);
  const provider = container.providerName;
  if (provider !== 'AWS' && provider !== 'AZURE' && provider !== 'GCP') return undefined;
  return {
    projectId,
    provider,
    region: provider === 'GCP' ? null : (container.regionName ?? container.region ?? null),
    cidrBlock: container.atlasCidrBlock,
    regions: provider === 'GCP' ? [...(container.regions ?? [])].sort() : [],
    id: container.id,
    provisioned: container.provisioned ?? false,
    networkName: container.vpcId ?? container.vnetName ?? container.networkName ?? null,
  };
}

/** What a write sends: Atlas names the region differently in each cloud. */
export function toBody(model: NetworkContainer): Readonly<Record<string, Body>> {
  const body = { atlasCidrBlock: model.cidrBlock, providerName: model.provider };
  switch (model.provider) {
    case 'AWS':
      return { ...body, ...(model.region === null ? {} : { regionName: model.region }) };
    case 'AZURE':
      return { ...body, ...(model.region === null ? {} : { region: model.region }) };
    case 'GCP':
      return { ...body, ...(model.regions.length === 0 ? {} : { regions: model.regions }) };
    default:
      return model.provider satisfies never;
  }
}

/** True when both are the same container: one for each region, in Google Cloud one for each project. */
function isSame(a: NetworkContainer, b: NetworkContainer): boolean {
  return a.projectId === b.projectId && a.provider === b.provider && a.region === b.region;
}

const paths = (model: NetworkContainer) => ({ groupId: model.projectId, containerId: model.id ?? '' });

// `containers` alone answers for one provider, AWS where none is named; `containers/all` answers for every one.
export const read: ResourceRead<NetworkContainer, Project> = {
  from: 'project',
  operations: [operations.listAll],
  calls: (project) => [callOf(operations.listAll, { groupId: project.id })],
  parse: (item, project) => {
    const container = fromWire(item, project.id);
    return container === undefined ? [] : [container];
  },
};

export const write: ResourceWrite<NetworkContainer> = {
  operations: [operations.create, operations.update, operations.delete, operations.listAll],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  update: ({ before, after }) => [callOf(operations.update, paths(before), { body: toBody(after) })],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.listAll, { groupId: model.projectId }),
    parse: (body) => {
      return pageItems(body)
        .map((item) => fromWire(item, model.projectId))
        .find((container) => container !== undefined && isSame(container, model));
    },
  }),
  isSame,
};

import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets, objectId } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { PrivateEndpointService } from './model.ts';

const common = {
  id: objectId,
  errorMessage: z.string().nullable().optional(),
  regionName: z.string(),
  status: z.enum(['INITIATING', 'AVAILABLE', 'WAITING_FOR_USER', 'FAILED', 'DELETING']),
};

/** Recorded: names are null while the service is initiating, and `supportedRemoteRegions` is null, empty or not there. */
const wire = z.union([
  z.strictObject({
    ...common,
    cloudProvider: z.literal('AWS'),
    endpointServiceName: z.string().nullable().optional(),
    interfaceEndpoints: z.array(z.string()),
    supportedRemoteRegions: z.array(z.string()).nullable().optional(),
  }),
  z.strictObject({
    ...common,
    cloudProvider: z.literal('AZURE'),
    privateEndpoints: z.array(z.string()),
    privateLinkServiceName: z.string().nullable().optional(),
    privateLinkServiceResourceId: z.string().nullable().optional(),
  }),
  z.strictObject({
    ...common,
    cloudProvider: z.literal('GCP'),
    endpointGroupNames: z.array(z.string()),
    portMappingEnabled: z.boolean().optional(),
    serviceAttachmentNames: z.array(z.string()),
  }),
]);

const base = { version: '2023-01-01', bucket: buckets.privateEndpoints } as const;

export const operations = {
  // A bare array, and for one cloud at a time.
  list: {
    ...base,
    id: 'listGroupPrivateEndpointEndpointService',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'array',
    response: wire,
  },
  // Recorded: 201, where the contract says 200.
  create: {
    ...base,
    id: 'createGroupPrivateEndpointEndpointService',
    method: 'POST',
    path: '/api/atlas/v2/groups/{groupId}/privateEndpoint/endpointService',
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'object',
    request: z.strictObject({
      providerName: z.enum(['AWS', 'AZURE', 'GCP']),
      region: z.string(),
      portMappingEnabled: z.boolean().optional(),
      supportedRemoteRegions: z.array(z.string()).optional(),
    }),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupPrivateEndpointEndpointService',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService/{endpointServiceId}',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupPrivateEndpointEndpointService',
    method: 'PATCH',
    path: '/api/atlas/v2/groups/{groupId}/privateEndpoint/endpointService/{endpointServiceId}',
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({
      cloudProvider: z.literal('AWS'),
      supportedRemoteRegions: z.array(z.string()).optional(),
    }),
    response: wire,
  },
  // Recorded: 202 with `{}`, where the contract says 204.
  delete: {
    ...base,
    id: 'deleteGroupPrivateEndpointEndpointService',
    method: 'DELETE',
    path: '/api/atlas/v2/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService/{endpointServiceId}',
    role: 'GROUP_OWNER',
    success: 202,
    shape: 'object',
    response: z.strictObject({}),
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  id: z.string(),
  cloudProvider: z.enum(['AWS', 'AZURE', 'GCP']),
  regionName: z.string(),
  status: z.enum(['INITIATING', 'AVAILABLE', 'WAITING_FOR_USER', 'FAILED', 'DELETING']),
  errorMessage: z.string().nullish(),
  endpointServiceName: z.string().nullish(),
  interfaceEndpoints: z.array(z.string()).nullish(),
  supportedRemoteRegions: z.array(z.string()).nullish(),
  privateEndpoints: z.array(z.string()).nullish(),
  privateLinkServiceName: z.string().nullish(),
  privateLinkServiceResourceId: z.string().nullish(),
  endpointGroupNames: z.array(z.string()).nullish(),
  portMappingEnabled: z.boolean().nullish(),
  serviceAttachmentNames: z.array(z.string()).nullish(),
});

/** A wire service as our model. */
export function fromWire(item: unknown, projectId: string): PrivateEndpointService {
  const service = reading.parse(item);
  const endpoints = service.interfaceEndpoints ?? service.privateEndpoints ?? service.endpointGroupNames ?? [];
  return {
    projectId,
    provider: service.cloudProvider,
    region: service.regionName,
    portMapping: service.portMappingEnabled ?? false,
    remoteRegions: [...(service.supportedRemoteRegions ?? [])].sort(),
    id: service.id,
    status: service.status,
    error: service.errorMessage ?? null,
    serviceName: service.endpointServiceName ?? service.privateLinkServiceName ?? null,
    serviceResourceId: service.privateLinkServiceResourceId ?? null,
    serviceAttachments: service.serviceAttachmentNames ?? [],
    endpointIds: [...endpoints].sort(),
  };
}

function isSame(a: PrivateEndpointService, b: PrivateEndpointService): boolean {
  return (
    a.projectId === b.projectId && a.provider === b.provider && a.region === b.region && a.portMapping === b.portMapping
  );
}

const list = (projectId: string, provider: PrivateEndpointService['provider']): ApiCall =>
  callOf(operations.list, { groupId: projectId, cloudProvider: provider });

const paths = (model: PrivateEndpointService) => ({
  groupId: model.projectId,
  cloudProvider: model.provider,
  endpointServiceId: model.id ?? '',
});

function among(body: unknown, model: PrivateEndpointService): PrivateEndpointService | undefined {
  const items: readonly unknown[] = Array.isArray(body) ? body : [];
  return items.map((item) => fromWire(item, model.projectId)).find((service) => isSame(service, model));
}

function settled(service: PrivateEndpointService | undefined): SettleState {
  if (service === undefined) return { failed: 'Atlas no longer lists the private endpoint service.' };
  switch (service.status) {
    case 'AVAILABLE':
    case 'WAITING_FOR_USER':
      return 'settled';
    case 'FAILED':
      return { failed: `Atlas reports the service as failed${service.error ? `: ${service.error}` : ''}.` };
    case 'INITIATING':
    case 'DELETING':
      return 'pending';
    default:
      return service.status satisfies never;
  }
}

export const read: ResourceRead<PrivateEndpointService, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => (['AWS', 'AZURE', 'GCP'] as const).map((provider) => list(project.id, provider)),
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<PrivateEndpointService> = {
  operations: [operations.create, operations.update, operations.delete, operations.list, operations.get],
  create: ({ after }) => [
    callOf(
      operations.create,
      { groupId: after.projectId },
      {
        body: {
          providerName: after.provider,
          region: after.region,
          ...(after.portMapping ? { portMappingEnabled: true } : {}),
          ...(after.remoteRegions.length === 0 ? {} : { supportedRemoteRegions: after.remoteRegions }),
        },
      },
    ),
  ],
  update: ({ before, after }) => [
    callOf(
      operations.update,
      { groupId: before.projectId, endpointServiceId: before.id ?? '' },
      { body: { cloudProvider: 'AWS', supportedRemoteRegions: after.remoteRegions } },
    ),
  ],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({ call: list(model.projectId, model.provider), parse: (body) => among(body, model) }),
  settle: (change) => {
    if (change.type === 'delete') {
      const { before } = change;
      return [
        {
          call: callOf(operations.get, paths(before)),
          state: (status, body) => {
            if (status === 404) return 'settled';
            if (status !== 200) return 'pending';
            return fromWire(body, before.projectId).status === 'FAILED'
              ? { failed: 'Atlas could not remove the private endpoint service.' }
              : 'pending';
          },
        },
      ];
    }
    const { after } = change;
    return [
      {
        call: list(after.projectId, after.provider),
        state: (status, body) => (status === 200 ? settled(among(body, after)) : 'pending'),
      },
    ];
  },
  isSame,
};

import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { beginRemoval, beginWork } from '../slow-work.ts';
import { operations } from './api.ts';
import type { PrivateEndpointService } from './model.ts';

const KIND = 'private-endpoint-service';
type Provider = PrivateEndpointService['provider'];

function notFound(request: EmulatorRequest): EmulatorReply {
  const { endpointServiceId = '', groupId = '' } = request.params;
  // Code: docs, api-errors; the sentence is unconfirmed.
  return atlasError(
    404,
    'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND',
    `No private endpoint service with ID ${endpointServiceId} exists in group ${groupId}.`,
    [endpointServiceId, groupId],
  );
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  const { groupId = '', endpointServiceId = '', cloudProvider } = request.params;
  const document = request.store.get(KIND, groupId, endpointServiceId);
  if (cloudProvider !== undefined && document?.wire.cloudProvider !== cloudProvider) return undefined;
  return document;
}

/** A service as it is while Atlas sets it up (recorded: createGroupPrivateEndpointEndpointService, get while INITIATING). */
function initial(provider: Provider, portMapping: boolean, remoteRegions: readonly string[] | null): JsonObject {
  switch (provider) {
    case 'AWS':
      return { endpointServiceName: null, interfaceEndpoints: [], supportedRemoteRegions: remoteRegions };
    case 'AZURE':
      return { privateEndpoints: [], privateLinkServiceName: null, privateLinkServiceResourceId: null };
    case 'GCP':
      return { endpointGroupNames: [], portMappingEnabled: portMapping, serviceAttachmentNames: [] };
    default:
      return provider satisfies never;
  }
}

/** The names that a service has once it is available, shaped as recorded. */
function names(
  provider: Provider,
  id: string,
  region: string,
  portMapping: boolean,
  request: EmulatorRequest,
): JsonObject {
  const cloudRegion = region.toLowerCase().replaceAll('_', '-');
  switch (provider) {
    case 'AWS':
      return { endpointServiceName: `com.amazonaws.vpce.${cloudRegion}.vpce-svc-0${request.newId().slice(-16)}` };
    case 'AZURE': {
      const group = `rg_${request.newId()}_${request.randomLetters(8)}`;
      const name = `pls_${id}`;
      return {
        privateLinkServiceName: name,
        privateLinkServiceResourceId: `/subscriptions/${request.randomUuid()}/resourceGroups/${group}/providers/Microsoft.Network/privateLinkServices/${name}`,
      };
    }
    case 'GCP': {
      // "us-east4", not "us-east-4".
      const googleRegion = cloudRegion.replace(/-(\d+)$/, '$1');
      const owner = `p-${request.randomLetters(24)}`;
      const groupId = request.params.groupId as string;
      // Six attachments as recorded; one with port mapping is unconfirmed.
      const count = portMapping ? 1 : 6;
      return {
        serviceAttachmentNames: Array.from(
          { length: count },
          (_, index) =>
            `projects/${owner}/regions/${googleRegion}/serviceAttachments/sa-${googleRegion}-${groupId}-${index}`,
        ),
      };
    }
    default:
      return provider satisfies never;
  }
}

/** Recorded in the Terraform provider's CI: `us-east-1` is refused, Atlas wants its own `US_EAST_1`. */
function refuseRegions(regions: readonly string[]): EmulatorReply | undefined {
  const wrong = regions.find((region) => !/^[A-Z][A-Z0-9_]*$/.test(region));
  return wrong === undefined
    ? undefined
    : atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${wrong} specified.`, [wrong]);
}

function refuseOwnRegion(region: string, remoteRegions: readonly string[]): EmulatorReply | undefined {
  // The code is one that the Terraform provider branches on; status and sentence are unconfirmed.
  return remoteRegions.includes(region)
    ? atlasError(
        400,
        'CROSS_REGION_PRIVATE_LINK_SELF_REGION',
        `The region ${region} of the service itself cannot be a remote region.`,
        [region],
      )
    : undefined;
}

interface Posted {
  readonly providerName: Provider;
  readonly region: string;
  readonly portMappingEnabled?: boolean;
  readonly supportedRemoteRegions?: readonly string[];
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const body = request.body as unknown as Posted;
  const provider = body.providerName;
  const portMapping = body.portMappingEnabled ?? false;
  const remoteRegions = body.supportedRemoteRegions ?? [];
  const refused = refuseRegions([body.region, ...remoteRegions]) ?? refuseOwnRegion(body.region, remoteRegions);
  if (refused) return refused;
  if (remoteRegions.length > 0 && provider !== 'AWS') {
    // Recorded in the Terraform provider's CI: 404, not 400.
    const feature = `${provider} cross region private link`;
    return atlasError(404, 'PROVIDER_UNSUPPORTED', `Provider ${feature} not currently supported.`, [feature]);
  }
  const exists = request.store.list(KIND, groupId).some(
    ({ wire }) =>
      wire.cloudProvider === provider &&
      wire.regionName === body.region &&
      // That both of Google Cloud's architectures can stand in one region is unconfirmed.
      (wire.portMappingEnabled ?? false) === portMapping,
  );
  if (exists) {
    return atlasError(
      409,
      'PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION',
      `A private endpoint service already exists for region ${body.region}.`,
      [body.region],
    );
  }
  const id = request.newId();
  const wire: JsonObject = {
    cloudProvider: provider,
    errorMessage: null,
    id,
    regionName: body.region,
    status: 'INITIATING',
    ...initial(provider, portMapping, body.supportedRemoteRegions ?? null),
  };
  const document = { kind: KIND, parent: groupId, id, wire };
  request.store.put(document);
  beginWork(request, document, {
    takes: 'network',
    then: { status: 'AVAILABLE', ...names(provider, id, body.region, portMapping, request) },
    when: { status: 'INITIATING' },
  });
  return { status: 201, body: wire };
}

function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined || document.wire.cloudProvider !== 'AWS') return notFound(request);
  const regions = (request.body as { supportedRemoteRegions?: readonly string[] }).supportedRemoteRegions ?? [];
  const refused = refuseRegions(regions) ?? refuseOwnRegion(String(document.wire.regionName), regions);
  if (refused) return refused;
  const wire = { ...document.wire, supportedRemoteRegions: regions };
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  beginRemoval(request, document, 'network');
  return { status: 202, body: {} };
}

function projectInUse(request: EmulatorRequest): EmulatorReply | undefined {
  // Code and status: docs, api-errors; the sentence is unconfirmed.
  return request.store.list(KIND, request.params.groupId as string).length === 0
    ? undefined
    : atlasError(
        409,
        'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES',
        'Cannot close group while there are active private endpoint services; please delete all private endpoint services.',
      );
}

/** The field in which each cloud's service lists its endpoints. */
const ENDPOINTS_FIELD = {
  AWS: 'interfaceEndpoints',
  AZURE: 'privateEndpoints',
  GCP: 'endpointGroupNames',
} as const satisfies Record<Provider, string>;

function wireOf(model: PrivateEndpointService, id: string): JsonObject {
  const common: JsonObject = {
    cloudProvider: model.provider,
    errorMessage: model.error,
    id,
    regionName: model.region,
    status: model.status,
    [ENDPOINTS_FIELD[model.provider]]: model.endpointIds,
  };
  // Recorded: null where none was ever asked for.
  const remoteRegions = model.remoteRegions.length === 0 ? null : model.remoteRegions;
  switch (model.provider) {
    case 'AWS':
      return { ...common, endpointServiceName: model.serviceName, supportedRemoteRegions: remoteRegions };
    case 'AZURE':
      return {
        ...common,
        privateLinkServiceName: model.serviceName,
        privateLinkServiceResourceId: model.serviceResourceId,
      };
    case 'GCP':
      return {
        ...common,
        portMappingEnabled: model.portMapping,
        serviceAttachmentNames: model.serviceAttachments,
      };
    default:
      return model.provider satisfies never;
  }
}

export const emulator: EmulatorBehaviour<PrivateEndpointService> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        body: store
          .list(KIND, params.groupId as string)
          .map((document) => document.wire)
          .filter((wire) => wire.cloudProvider === params.cloudProvider),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: remove },
  ],
  guards: [{ on: ['deleteGroup'], check: projectInUse }],
  seed: (model, { store, idFor }) => {
    const id = model.id ?? idFor(`${KIND} ${model.projectId} ${model.provider} ${model.region} ${model.portMapping}`);
    store.put({ kind: KIND, parent: model.projectId, id, wire: wireOf(model, id) });
  },
};

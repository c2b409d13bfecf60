import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addressSetOf, intersection, isEmpty, parseCidr } from '../../core/cidr.ts';
import { addSeconds } from '../../core/instant.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { operations, toBody } from './api.ts';
import type { NetworkContainer } from './model.ts';

const KIND = 'network-container';
type Provider = NetworkContainer['provider'];

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function regionOf(wire: JsonObject): string {
  return text(wire.regionName) ?? text(wire.region) ?? '';
}

function notFound(request: EmulatorRequest): EmulatorReply {
  const { containerId = '', groupId = '' } = request.params;
  // Code: docs, api-errors; the sentence is unconfirmed.
  return atlasError(
    404,
    'CLOUD_PROVIDER_CONTAINER_NOT_FOUND',
    `No cloud provider container with ID ${containerId} exists in group ${groupId}.`,
    [containerId, groupId],
  );
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  return request.store.get(KIND, request.params.groupId as string, request.params.containerId as string);
}

/** Two containers of one cloud may not overlap; clouds do not see each other (recorded: AWS and Azure both at 192.168.248.0/21). */
function overlapping(request: EmulatorRequest, provider: Provider, block: string, except?: string): boolean {
  const wanted = addressSetOf([block]);
  return request.store
    .list(KIND, request.params.groupId as string)
    .filter((document) => document.id !== except && document.wire.providerName === provider)
    .some((document) => !isEmpty(intersection(wanted, addressSetOf([String(document.wire.atlasCidrBlock)]))));
}

function refuseBlock(
  request: EmulatorRequest,
  provider: Provider,
  block: string,
  except?: string,
): EmulatorReply | undefined {
  if (parseCidr(block)?.family !== 4) {
    return atlasError(400, 'INVALID_CIDR_BLOCK', `The CIDR block ${block} is invalid.`, [block]);
  }
  if (overlapping(request, provider, block, except)) {
    // Code and status: docs, api-errors; the sentence is unconfirmed.
    return atlasError(
      409,
      'OVERLAPPING_ATLAS_CIDR_BLOCK',
      `The Atlas CIDR block ${block} overlaps with another Atlas CIDR block.`,
      [block],
    );
  }
  return undefined;
}

/** The name that the cloud's own network has, once nodes stand in the container. */
function network(
  provider: Provider,
  id: string,
  request: Pick<EmulatorRequest, 'randomLetters' | 'newId'>,
): JsonObject {
  switch (provider) {
    case 'AWS':
      return { vpcId: `vpc-0${request.newId().slice(-16)}` };
    case 'AZURE':
      return { azureSubscriptionId: request.newId(), vnetName: `vnet_${id}_${request.randomLetters(8)}` };
    case 'GCP':
      return { gcpProjectId: `p-${request.randomLetters(24)}`, networkName: `nt-${id}-${request.randomLetters(8)}` };
    default:
      return provider satisfies never;
  }
}

/** Recorded for AWS: `vpcId: null` before nodes stand there. */
function unprovisioned(provider: Provider): JsonObject {
  switch (provider) {
    case 'AWS':
      return { vpcId: null };
    case 'AZURE':
      return { azureSubscriptionId: null, vnetName: null };
    case 'GCP':
      return { gcpProjectId: null, networkName: null };
    default:
      return provider satisfies never;
  }
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const body = request.body as JsonObject;
  const provider = (body.providerName ?? 'AWS') as Provider;
  const block = text(body.atlasCidrBlock);
  const region = text(body.regionName) ?? text(body.region);
  const missing = block === undefined ? 'atlasCidrBlock' : provider === 'AZURE' ? 'region' : 'regionName';
  if (block === undefined || (provider !== 'GCP' && region === undefined)) {
    return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
  }
  const exists = request.store
    .list(KIND, groupId)
    .some(({ wire }) => wire.providerName === provider && (provider === 'GCP' || regionOf(wire) === region));
  if (exists) {
    // Code and status: docs, api-errors; the sentence is unconfirmed.
    return atlasError(409, 'CONTAINER_ALREADY_EXISTS', 'A container already exists for this project and region.');
  }
  const refused = refuseBlock(request, provider, block);
  if (refused) return refused;
  const id = request.newId();
  const wire: JsonObject = {
    ...body,
    providerName: provider,
    id,
    provisioned: false,
    ...unprovisioned(provider),
  };
  request.store.put({ kind: KIND, parent: groupId, id, wire });
  return { status: 200, body: wire };
}

/** What stands in a container: the cluster documents' regions, in whichever version they were written. */
function usedByCluster(request: EmulatorRequest, wire: JsonObject): boolean {
  return request.store
    .list('cluster', request.params.groupId as string)
    .some((cluster) =>
      regionsOf(cluster.wire).some(
        (place) =>
          place.provider === wire.providerName && (place.provider === 'GCP' || place.region === regionOf(wire)),
      ),
    );
}

function inUse(): EmulatorReply {
  // Code and status: docs, api-errors; the sentence is unconfirmed.
  return atlasError(409, 'CONTAINERS_IN_USE', 'Cannot modify or delete containers that are in use.');
}

function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  const body = request.body as JsonObject;
  if (body.providerName !== undefined && body.providerName !== document.wire.providerName) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute providerName specified.', ['providerName']);
  }
  if (document.wire.provisioned === true || usedByCluster(request, document.wire)) return inUse();
  const block = text(body.atlasCidrBlock);
  const provider = document.wire.providerName as Provider;
  const refused = block === undefined ? undefined : refuseBlock(request, provider, block, document.id);
  if (refused) return refused;
  const { region: _region, regionName: _regionName, ...changed } = body;
  const { regions: _regions, ...kept } = document.wire;
  // Google Cloud's list is replaced; left out, it stands for every region again.
  const wire = { ...(provider === 'GCP' ? kept : document.wire), ...changed };
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

interface Place {
  readonly provider: Provider;
  readonly region: string;
}

/** The regions of dedicated nodes in a cluster body: tenants (M0, Flex) bring no container of the project's own. */
function regionsOf(cluster: JsonObject): readonly Place[] {
  const places: Place[] = [];
  for (const spec of Array.isArray(cluster.replicationSpecs) ? cluster.replicationSpecs : []) {
    if (!isObject(spec) || !Array.isArray(spec.regionConfigs)) continue;
    for (const config of spec.regionConfigs) {
      if (!isObject(config)) continue;
      const { providerName, regionName } = config;
      if ((providerName === 'AWS' || providerName === 'AZURE' || providerName === 'GCP') && text(regionName)) {
        places.push({ provider: providerName, region: String(regionName) });
      }
    }
  }
  return places;
}

/**
 * The next block that Atlas picks by itself, for each cloud anew: 192.168.248.0/21, then 192.168.240.0/21 and so on
 * downwards (recorded: listGroupContainers). For Google Cloud a /18 (docs, VPC peering); which one is unconfirmed.
 */
function nextBlock(taken: readonly string[], provider: Provider): string {
  const [prefix, step] = provider === 'GCP' ? [18, 64] : [21, 8];
  const used = addressSetOf(taken);
  for (let octet = 256 - step; octet >= 0; octet -= step) {
    const block = `192.168.${octet}.0/${prefix}`;
    if (isEmpty(intersection(used, addressSetOf([block])))) return block;
  }
  return '10.0.0.0/18';
}

/** The places that a cluster's answer names; of a free cluster that becomes a dedicated one, the place that is asked for. */
function placesIn({ body }: EmulatorRequest, reply: EmulatorReply): readonly Place[] {
  if (!('body' in reply) || !isObject(reply.body)) return [];
  return isObject(body) && isObject(body.providerSettings)
    ? regionsOf({ replicationSpecs: [{ regionConfigs: [body.providerSettings as JsonObject] }] })
    : regionsOf(reply.body as JsonObject);
}

function addForCluster(request: EmulatorRequest, reply: EmulatorReply): void {
  const groupId = request.params.groupId as string;
  const { store } = request;
  for (const { provider, region } of placesIn(request, reply)) {
    const here = store.list(KIND, groupId).filter(({ wire }) => wire.providerName === provider);
    const existing = here.find(({ wire }) => provider === 'GCP' || regionOf(wire) === region);
    if (existing?.wire.provisioned === true) continue;
    const id = existing?.id ?? request.newId();
    const block = nextBlock(
      here.map(({ wire }) => String(wire.atlasCidrBlock)),
      provider,
    );
    const wire: JsonObject = existing?.wire ?? {
      ...body({ provider, region, cidrBlock: block }),
      id,
      provisioned: false,
      ...unprovisioned(provider),
    };
    store.put({ kind: KIND, parent: groupId, id, wire });
    store.schedule({
      at: addSeconds(request.now, request.durationSeconds('network')),
      kind: KIND,
      parent: groupId,
      id,
      then: { provisioned: true, ...network(provider, id, request) },
    });
  }
}

function body(place: { provider: Provider; region: string | null; cidrBlock: string; regions?: readonly string[] }) {
  return toBody({
    projectId: '',
    id: null,
    provisioned: false,
    networkName: null,
    regions: [],
    ...place,
    region: place.provider === 'GCP' ? null : place.region,
  }) as JsonObject;
}

export const emulator: EmulatorBehaviour<NetworkContainer> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => {
        const provider = query.providerName ?? 'AWS';
        return {
          status: 200,
          page: store
            .list(KIND, params.groupId as string)
            .map((document) => document.wire)
            .filter((wire) => wire.providerName === provider),
        };
      },
    },
    {
      operation: operations.listAll,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map((document) => document.wire),
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
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request);
        if (usedByCluster(request, document.wire)) return inUse();
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  // A cluster's first node in a region brings the container with it (recorded: createGroupCluster, then listGroupContainers).
  reactions: [
    { on: ['createGroupCluster', 'updateGroupCluster', 'upgradeGroupClusterTenantUpgrade'], react: addForCluster },
  ],
  seed: (model, { store, idFor }) => {
    const id = model.id ?? idFor(`${KIND} ${model.projectId} ${model.provider} ${model.region ?? ''}`);
    const { provider, networkName } = model;
    const named =
      provider === 'AWS' ? { vpcId: networkName } : provider === 'AZURE' ? { vnetName: networkName } : { networkName };
    store.put({
      kind: KIND,
      parent: model.projectId,
      id,
      wire: { ...body(model), id, provisioned: model.provisioned, ...unprovisioned(provider), ...named },
    });
  },
};

import { z } from 'zod';
import { type ApiCall, type Body, callOf, type Operation, pageItems } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets, objectId } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { NetworkPeering, NetworkPeeringState } from './model.ts';

// Peers were never recorded: these shapes are the contract's, with null allowed for what Atlas has yet to set.
const wire = z.union([
  z.strictObject({
    id: objectId,
    containerId: objectId,
    // Older answers leave it out for AWS, the default (listGroupPeers).
    providerName: z.literal('AWS').optional(),
    accepterRegionName: z.string().nullable().optional(),
    awsAccountId: z.string(),
    connectionId: z.string().nullable().optional(),
    errorStateName: z.enum(['REJECTED', 'EXPIRED', 'INVALID_ARGUMENT']).nullable().optional(),
    routeTableCidrBlock: z.string(),
    statusName: z.enum(['INITIATING', 'PENDING_ACCEPTANCE', 'FAILED', 'FINALIZING', 'AVAILABLE', 'TERMINATING']),
    vpcId: z.string(),
  }),
  z.strictObject({
    id: objectId,
    containerId: objectId,
    providerName: z.literal('AZURE').optional(),
    azureDirectoryId: z.string(),
    azureSubscriptionId: z.string(),
    errorState: z.string().nullable().optional(),
    resourceGroupName: z.string(),
    status: z.enum(['ADDING_PEER', 'AVAILABLE', 'FAILED', 'DELETION_FAILED', 'DELETING']),
    vnetName: z.string(),
  }),
  z.strictObject({
    id: objectId,
    containerId: objectId,
    providerName: z.literal('GCP').optional(),
    errorMessage: z.string().nullable().optional(),
    gcpProjectId: z.string(),
    networkName: z.string(),
    status: z.enum(['ADDING_PEER', 'WAITING_FOR_USER', 'AVAILABLE', 'FAILED', 'DELETING']),
  }),
]);

const request = z.union([
  z.strictObject({
    containerId: z.string(),
    providerName: z.literal('AWS').optional(),
    accepterRegionName: z.string().optional(),
    awsAccountId: z.string().optional(),
    routeTableCidrBlock: z.string().optional(),
    vpcId: z.string().optional(),
  }),
  z.strictObject({
    containerId: z.string(),
    providerName: z.literal('AZURE'),
    azureDirectoryId: z.string().optional(),
    azureSubscriptionId: z.string().optional(),
    resourceGroupName: z.string().optional(),
    vnetName: z.string().optional(),
  }),
  z.strictObject({
    containerId: z.string(),
    providerName: z.literal('GCP'),
    gcpProjectId: z.string().optional(),
    networkName: z.string().optional(),
  }),
]);

const base = { version: '2023-01-01', bucket: buckets.networkPeering } as const;

// Writes ask for "Project Network Access Manager", for which Atlas's documentation has no id; the owner's role holds it.
export const operations = {
  list: {
    ...base,
    id: 'listGroupPeers',
    linkDefaults: { includeCount: 'true', providerName: 'AWS' },
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/peers',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
    query: ['providerName'],
  },
  create: {
    ...base,
    id: 'createGroupPeer',
    method: 'POST',
    path: '/api/atlas/v2/groups/{groupId}/peers',
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupPeer',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/peers/{peerId}',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupPeer',
    method: 'PATCH',
    path: '/api/atlas/v2/groups/{groupId}/peers/{peerId}',
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupPeer',
    method: 'DELETE',
    path: '/api/atlas/v2/groups/{groupId}/peers/{peerId}',
    role: 'GROUP_OWNER',
    success: 202,
    shape: 'object',
    response: z.strictObject({}),
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  id: z.string(),
  containerId: z.string(),
  accepterRegionName: z.string().nullish(),
  awsAccountId: z.string().nullish(),
  routeTableCidrBlock: z.string().nullish(),
  vpcId: z.string().nullish(),
  azureDirectoryId: z.string().nullish(),
  azureSubscriptionId: z.string().nullish(),
  resourceGroupName: z.string().nullish(),
  vnetName: z.string().nullish(),
  gcpProjectId: z.string().nullish(),
  networkName: z.string().nullish(),
  // AWS says `statusName`, Azure and Google Cloud `status`.
  statusName: z.string().nullish(),
  status: z.string().nullish(),
  errorStateName: z.string().nullish(),
  errorState: z.string().nullish(),
  errorMessage: z.string().nullish(),
});

const STATES: Readonly<Record<string, NetworkPeeringState>> = {
  INITIATING: 'initiating',
  FINALIZING: 'initiating',
  ADDING_PEER: 'initiating',
  PENDING_ACCEPTANCE: 'waiting',
  WAITING_FOR_USER: 'waiting',
  AVAILABLE: 'available',
  FAILED: 'failed',
  DELETION_FAILED: 'failed',
  TERMINATING: 'deleting',
  DELETING: 'deleting',
};

/** A wire peer as our model. Only the fields tell the clouds apart: the list was asked for by cloud. */
export function fromWire(item: unknown, projectId: string): NetworkPeering {
  const peer = reading.parse(item);
  const state = STATES[peer.statusName ?? peer.status ?? ''];
  if (state === undefined) throw new TypeError(`a peer's state is ${JSON.stringify(peer.statusName ?? peer.status)}`);
  const common = {
    projectId,
    containerId: peer.containerId,
    id: peer.id,
    state,
    error: peer.errorStateName ?? peer.errorState ?? peer.errorMessage ?? null,
  };
  if (peer.vnetName != null) {
    return {
      ...common,
      provider: 'AZURE',
      azureDirectoryId: peer.azureDirectoryId ?? '',
      azureSubscriptionId: peer.azureSubscriptionId ?? '',
      resourceGroupName: peer.resourceGroupName ?? '',
      vnetName: peer.vnetName,
    };
  }
  if (peer.gcpProjectId != null) {
    return { ...common, provider: 'GCP', gcpProjectId: peer.gcpProjectId, networkName: peer.networkName ?? '' };
  }
  return {
    ...common,
    provider: 'AWS',
    awsAccountId: peer.awsAccountId ?? '',
    vpcId: peer.vpcId ?? '',
    accepterRegion: peer.accepterRegionName ?? null,
    routeTableCidrBlock: peer.routeTableCidrBlock ?? '',
  };
}

/** What a write sends. */
export function toBody(model: NetworkPeering): Readonly<Record<string, Body>> {
  const common = { containerId: model.containerId, providerName: model.provider };
  switch (model.provider) {
    case 'AWS':
      return {
        ...common,
        awsAccountId: model.awsAccountId,
        vpcId: model.vpcId,
        routeTableCidrBlock: model.routeTableCidrBlock,
        ...(model.accepterRegion === null ? {} : { accepterRegionName: model.accepterRegion }),
      };
    case 'AZURE':
      return {
        ...common,
        azureDirectoryId: model.azureDirectoryId,
        azureSubscriptionId: model.azureSubscriptionId,
        resourceGroupName: model.resourceGroupName,
        vnetName: model.vnetName,
      };
    case 'GCP':
      return { ...common, gcpProjectId: model.gcpProjectId, networkName: model.networkName };
    default:
      return model satisfies never;
  }
}

/** What tells one connection from another: the two networks that it joins. */
export function endsOf(model: NetworkPeering): readonly string[] {
  switch (model.provider) {
    case 'AWS':
      return [model.containerId, model.vpcId];
    case 'AZURE':
      return [model.containerId, model.azureSubscriptionId, model.resourceGroupName, model.vnetName];
    case 'GCP':
      return [model.containerId, model.gcpProjectId, model.networkName];
    default:
      return model satisfies never;
  }
}

function isSame(a: NetworkPeering, b: NetworkPeering): boolean {
  return a.projectId === b.projectId && endsOf(a).join('\n') === endsOf(b).join('\n');
}

const list = (projectId: string, provider: NetworkPeering['provider']): ApiCall =>
  callOf(operations.list, { groupId: projectId }, { query: { providerName: provider } });

const paths = (model: NetworkPeering) => ({ groupId: model.projectId, peerId: model.id ?? '' });

function among(body: unknown, model: NetworkPeering): NetworkPeering | undefined {
  return pageItems(body)
    .map((item) => fromWire(item, model.projectId))
    .find((peer) => isSame(peer, model));
}

/** Acceptance is a person's work in another account, so a connection that waits for it has settled. */
function settled(peer: NetworkPeering | undefined): SettleState {
  if (peer === undefined) return { failed: 'Atlas no longer lists the peering connection.' };
  switch (peer.state) {
    case 'waiting':
    case 'available':
      return 'settled';
    case 'failed':
      return { failed: `Atlas reports the peering connection as failed${peer.error ? `: ${peer.error}` : ''}.` };
    case 'initiating':
    case 'deleting':
      return 'pending';
    default:
      return peer.state satisfies never;
  }
}

export const read: ResourceRead<NetworkPeering, Project> = {
  from: 'project',
  operations: [operations.list],
  // Without `providerName` Atlas answers for AWS alone (listGroupPeers).
  calls: (project) => (['AWS', 'AZURE', 'GCP'] as const).map((provider) => list(project.id, provider)),
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<NetworkPeering> = {
  operations: [operations.create, operations.update, operations.delete, operations.list, operations.get],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  update: ({ before, after }) => [callOf(operations.update, paths(before), { body: toBody(after) })],
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
            const peer = fromWire(body, before.projectId);
            return peer.state === 'failed' ? { failed: 'Atlas could not remove the peering connection.' } : 'pending';
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

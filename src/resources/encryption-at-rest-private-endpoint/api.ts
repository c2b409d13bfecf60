import { z } from 'zod';
import { type ApiCall, callOf, type Operation, pageItems } from '../../core/call.ts';
import type { Change } from '../../core/change.ts';
import type { ResourceRead, ResourceWrite, SettleState } from '../../core/resource.ts';
import { buckets, objectId } from '../contract.ts';
import type { EncryptionAtRest } from '../encryption-at-rest/model.ts';
import type { EncryptionAtRestPrivateEndpoint, EncryptionAtRestPrivateEndpointState } from './model.ts';

const provider = z.enum(['AWS', 'AZURE']);
const status = z.enum(['INITIATING', 'PENDING_ACCEPTANCE', 'ACTIVE', 'FAILED', 'PENDING_RECREATION', 'DELETING']);

// This area was never recorded: the shape is the contract's, with null allowed for what is not set.
const wire = z.strictObject({
  cloudProvider: provider,
  errorMessage: z.string().nullable().optional(),
  id: objectId,
  privateEndpointConnectionName: z.string().nullable().optional(),
  regionName: z.string(),
  status,
});

const base = { version: '2023-01-01', bucket: buckets.encryptionAtRest, role: 'GROUP_OWNER' } as const;
const collection = '/api/atlas/v2/groups/{groupId}/encryptionAtRest/{cloudProvider}/privateEndpoints';

export const operations = {
  // Atlas asks for Project Owner even to look.
  list: {
    ...base,
    id: 'listGroupEncryptionAtRestPrivateEndpoints',
    method: 'GET',
    path: collection,
    success: 200,
    shape: 'page',
    response: wire,
  },
  create: {
    ...base,
    id: 'createGroupEncryptionAtRestPrivateEndpoint',
    method: 'POST',
    path: collection,
    success: 202,
    shape: 'object',
    request: z.strictObject({ regionName: z.string() }),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupEncryptionAtRestPrivateEndpoint',
    method: 'GET',
    path: `${collection}/{endpointId}`,
    success: 200,
    shape: 'object',
    response: wire,
  },
  delete: {
    ...base,
    id: 'requestGroupEncryptionAtRestPrivateEndpointDeletion',
    method: 'DELETE',
    path: `${collection}/{endpointId}`,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  cloudProvider: provider,
  errorMessage: z.string().nullish(),
  id: z.string(),
  privateEndpointConnectionName: z.string().nullish(),
  regionName: z.string(),
  status,
});

const STATES: Readonly<Record<z.infer<typeof status>, EncryptionAtRestPrivateEndpointState>> = {
  INITIATING: 'initiating',
  PENDING_ACCEPTANCE: 'pending-acceptance',
  ACTIVE: 'active',
  FAILED: 'failed',
  PENDING_RECREATION: 'pending-recreation',
  DELETING: 'deleting',
};

function fromWire(item: unknown, projectId: string): EncryptionAtRestPrivateEndpoint {
  const endpoint = reading.parse(item);
  return {
    projectId,
    provider: endpoint.cloudProvider,
    region: endpoint.regionName,
    id: endpoint.id,
    state: STATES[endpoint.status],
    connectionName: endpoint.privateEndpointConnectionName || null,
    error: endpoint.errorMessage || null,
  };
}

type Provider = EncryptionAtRestPrivateEndpoint['provider'];

function list(projectId: string, cloudProvider: Provider): ApiCall {
  return callOf(operations.list, { groupId: projectId, cloudProvider });
}

const paths = (model: EncryptionAtRestPrivateEndpoint) => ({
  groupId: model.projectId,
  cloudProvider: model.provider,
  endpointId: model.id ?? '',
});

/** The one of the region; one that is being removed is gone for whoever wants a new one. */
function among(body: unknown, model: EncryptionAtRestPrivateEndpoint): EncryptionAtRestPrivateEndpoint | undefined {
  return pageItems(body)
    .map((item) => fromWire(item, model.projectId))
    .find(({ region, state }) => region === model.region && state !== 'deleting');
}

/** As the Terraform provider waits: until it works, has failed, or lies with the owner of the key. */
function settled(endpoint: EncryptionAtRestPrivateEndpoint | undefined): SettleState {
  if (endpoint === undefined) return { failed: 'Atlas no longer lists the private endpoint.' };
  switch (endpoint.state) {
    case 'active':
    case 'pending-acceptance':
      return 'settled';
    case 'failed':
      return { failed: `Atlas reports the endpoint as failed${endpoint.error ? `: ${endpoint.error}` : ''}.` };
    case 'initiating':
    case 'pending-recreation':
    case 'deleting':
      return 'pending';
    default:
      return endpoint.state satisfies never;
  }
}

function removed(before: EncryptionAtRestPrivateEndpoint, answered: number, body: unknown): SettleState {
  if (answered === 404) return 'settled';
  return answered === 200 && fromWire(body, before.projectId).state === 'failed'
    ? { failed: 'Atlas could not remove the private endpoint.' }
    : 'pending';
}

function settle(change: Change<EncryptionAtRestPrivateEndpoint>) {
  if (change.type === 'delete') {
    const { before } = change;
    const state = (answered: number, body: unknown) => removed(before, answered, body);
    return [{ call: callOf(operations.get, paths(before)), state }];
  }
  const { after } = change;
  const state = (answered: number, body: unknown) => (answered === 200 ? settled(among(body, after)) : 'pending');
  return [{ call: list(after.projectId, after.provider), state }];
}

export const read: ResourceRead<EncryptionAtRestPrivateEndpoint, EncryptionAtRest> = {
  from: 'encryption-at-rest',
  operations: [operations.list],
  // Atlas makes them only where the configuration asks for private networking, so nobody else is asked.
  calls: ({ projectId, awsKms, azureKeyVault }) => [
    ...(awsKms.requirePrivateNetworking ? [list(projectId, 'AWS')] : []),
    ...(azureKeyVault.requirePrivateNetworking ? [list(projectId, 'AZURE')] : []),
  ],
  parse: (item, { projectId }) => [fromWire(item, projectId)],
};

export const write: ResourceWrite<EncryptionAtRestPrivateEndpoint> = {
  operations: [operations.list, operations.create, operations.get, operations.delete],
  create: ({ after }) => [
    callOf(
      operations.create,
      { groupId: after.projectId, cloudProvider: after.provider },
      { body: { regionName: after.region } },
    ),
  ],
  // There is no update: Atlas has no PATCH of such an endpoint.
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({ call: list(model.projectId, model.provider), parse: (body) => among(body, model) }),
  settle,
};

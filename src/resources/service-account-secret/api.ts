import { callOf, type Operation } from '../../core/call.ts';
import { isObject } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { clientSecretFromWire, clientSecretRequest, clientSecretWire } from '../client-secret.ts';
import { buckets } from '../contract.ts';
import { accountFromWire, operations as accountOperations } from '../service-account/api.ts';
import { hoursOfSecret, type ServiceAccount } from '../service-account/model.ts';
import type { ServiceAccountSecret } from './model.ts';

const base = { version: '2024-08-05' } as const;
const ofOrganization = { ...base, bucket: buckets.organization, role: 'ORG_OWNER' } as const;
const ofProject = { ...base, bucket: buckets.project, role: 'GROUP_OWNER' } as const;
const make = {
  method: 'POST',
  success: 201,
  shape: 'object',
  request: clientSecretRequest,
  response: clientSecretWire,
} as const;
const remove = { method: 'DELETE', success: 204, shape: 'none' } as const;
const path = '/api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}/secrets';
const projectPath = '/api/atlas/v2/groups/{groupId}/serviceAccounts/{clientId}/secrets';

// No recording holds these: shapes and statuses are those of the contract.
export const operations = {
  create: { ...ofOrganization, ...make, id: 'createOrgServiceAccountSecret', path },
  delete: { ...ofOrganization, ...remove, id: 'deleteOrgServiceAccountSecret', path: `${path}/{secretId}` },
  createInProject: { ...ofProject, ...make, id: 'createGroupServiceAccountSecret', path: projectPath },
  deleteInProject: {
    ...ofProject,
    ...remove,
    id: 'deleteGroupServiceAccountSecret',
    path: `${projectPath}/{secretId}`,
  },
} as const satisfies Record<string, Operation>;

function secretsOf({ orgId, clientId, secrets }: ServiceAccount): readonly ServiceAccountSecret[] {
  return secrets.map((secret) => ({ orgId, clientId, ...secret }));
}

// Atlas shows secrets with their account and nowhere else: the list of accounts, which is read anyway, has them all.
export const read: ResourceRead<ServiceAccountSecret, Pick<ServiceAccount, 'orgId' | 'clientId'>> = {
  from: 'service-account',
  operations: [accountOperations.list],
  calls: ({ orgId }) => [callOf(accountOperations.list, { orgId })],
  parse: (item, { orgId, clientId }) =>
    isObject(item) && item.clientId === clientId ? secretsOf(accountFromWire(item, orgId)) : [],
};

export const write: ResourceWrite<ServiceAccountSecret> = {
  operations: [operations.create, operations.delete, accountOperations.get],
  create: ({ after }) => [
    callOf(
      operations.create,
      { orgId: after.orgId, clientId: after.clientId },
      { body: { secretExpiresAfterHours: hoursOfSecret(after) } },
    ),
  ],
  delete: ({ before }) => [
    callOf(operations.delete, { orgId: before.orgId, clientId: before.clientId, secretId: before.id }),
  ],
  find: (model) => ({
    call: callOf(accountOperations.get, { orgId: model.orgId, clientId: model.clientId }),
    parse: (body) =>
      body === undefined ? undefined : secretsOf(accountFromWire(body, model.orgId)).find(({ id }) => id === model.id),
  }),
  parentOf: ({ orgId, clientId }) => ({ orgId, clientId }),
  isSame: (wanted, found) =>
    wanted.orgId === found.orgId &&
    wanted.clientId === found.clientId &&
    hoursOfSecret(wanted) === hoursOfSecret(found),
  yieldsSecrets: ['secret'],
  answered: (body, planned) => ({ ...planned, ...clientSecretFromWire(body) }),
};

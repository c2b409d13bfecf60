import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { Failure } from '../../core/failure.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { clientSecretFromWire, clientSecretWire, secretExpiresAfterHours } from '../client-secret.ts';
import { buckets, objectId } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import { hoursOfFirstSecret, type ServiceAccount } from './model.ts';

/** An account as the organization or one of its projects shows it; the roles are those in the one that is asked. */
export const accountWire = z.strictObject({
  clientId: z.string(),
  createdAt: z.string(),
  description: z.string().optional(),
  name: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(clientSecretWire).optional(),
});

const reading = z.looseObject({
  clientId: z.string(),
  createdAt: z.string(),
  description: z.string().nullish(),
  name: z.string(),
  roles: z.array(z.string()).nullish(),
  secrets: z.array(z.unknown()).nullish(),
});

const LETTERS = /^[\p{L}\p{N}\-_.,' ]*$/u;

/** What an account is called, as Atlas takes it. */
export const accountName = z.string().min(1).max(64).regex(LETTERS);
/** What an account is for, as Atlas takes it. */
export const accountDescription = z.string().min(1).max(250).regex(LETTERS);

const organizationRole = z.string().regex(/^ORG_/);

const base = { version: '2024-08-05', bucket: buckets.organization } as const;
const reader = { ...base, role: 'ORG_READ_ONLY' } as const;
const owner = { ...base, role: 'ORG_OWNER' } as const;
const path = '/api/atlas/v2/orgs/{orgId}/serviceAccounts';

// No recording holds these: shapes and statuses are those of the contract.
export const operations = {
  // Accounts that Atlas keeps for itself are left out by default; those of MCP servers stand in mcp-configuration.
  list: {
    ...reader,
    id: 'listOrgServiceAccounts',
    method: 'GET',
    path,
    success: 200,
    shape: 'page',
    response: accountWire,
  },
  create: {
    ...owner,
    id: 'createOrgServiceAccount',
    method: 'POST',
    path,
    success: 201,
    shape: 'object',
    request: z.strictObject({
      description: accountDescription,
      name: accountName,
      roles: z.array(organizationRole).min(1),
      secretExpiresAfterHours,
    }),
    response: accountWire,
  },
  get: {
    ...reader,
    id: 'getOrgServiceAccount',
    method: 'GET',
    path: `${path}/{clientId}`,
    success: 200,
    shape: 'object',
    response: accountWire,
  },
  update: {
    ...owner,
    id: 'updateOrgServiceAccount',
    method: 'PATCH',
    path: `${path}/{clientId}`,
    success: 200,
    shape: 'object',
    request: z.strictObject({
      description: accountDescription.nullish(),
      name: accountName.nullish(),
      roles: z.array(organizationRole).optional(),
    }),
    response: accountWire,
  },
  delete: {
    ...owner,
    id: 'deleteOrgServiceAccount',
    method: 'DELETE',
    path: `${path}/{clientId}`,
    success: 204,
    shape: 'none',
  },
  listProjects: {
    ...reader,
    id: 'getOrgServiceAccountGroups',
    method: 'GET',
    path: `${path}/{clientId}/groups`,
    success: 200,
    shape: 'page',
    response: z.strictObject({ groupId: objectId.optional(), roles: z.array(z.string()).optional() }),
  },
} as const satisfies Record<string, Operation>;

/** An account as the organization shows it, as a model. */
export function accountFromWire(item: unknown, orgId: string): ServiceAccount {
  const account = reading.parse(item);
  return {
    orgId,
    clientId: account.clientId,
    name: account.name,
    description: account.description ?? '',
    createdAt: account.createdAt,
    roles: [...(account.roles ?? [])].sort(),
    secrets: (account.secrets ?? []).map(clientSecretFromWire).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export const read: ResourceRead<ServiceAccount, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [accountFromWire(item, organization.id)],
};

function described(account: ServiceAccount): string {
  if (account.description !== '') return account.description;
  throw new Failure({
    code: 'service-account-without-description',
    what: `Could not plan the service account "${account.name}".`,
    why: 'Atlas takes no service account without a description.',
    fix: 'Say in a few words what the account is for.',
  });
}

function difference(before: ServiceAccount, after: ServiceAccount): { readonly [field: string]: Body } {
  return {
    ...(before.description === after.description ? {} : { description: described(after) }),
    ...(before.name === after.name ? {} : { name: after.name }),
    ...(sameJson(before.roles, after.roles) ? {} : { roles: after.roles }),
  };
}

export const write: ResourceWrite<ServiceAccount> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [
    callOf(
      operations.create,
      { orgId: after.orgId },
      {
        body: {
          description: described(after),
          name: after.name,
          roles: after.roles,
          secretExpiresAfterHours: hoursOfFirstSecret(after),
        },
      },
    ),
  ],
  update: ({ before, after }) => {
    const body = difference(before, after);
    if (Object.keys(body).length === 0) return [];
    return [callOf(operations.update, { orgId: after.orgId, clientId: after.clientId }, { body })];
  },
  delete: ({ before }) => [callOf(operations.delete, { orgId: before.orgId, clientId: before.clientId })],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.orgId, clientId: model.clientId }),
    parse: (body) => (body === undefined ? undefined : accountFromWire(body, model.orgId)),
  }),
  // A name need not be unique in Atlas: one that was there before is never taken for the one that is made.
  isSame: (wanted, found) => wanted.orgId === found.orgId && wanted.name === found.name,
  yieldsSecrets: ['secrets.secret'],
  answered: (body, { orgId }) => accountFromWire(body, orgId),
};

import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { secretExpiresAfterHours } from '../client-secret.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import { accountDescription, accountName, accountWire } from '../service-account/api.ts';
import type { ServiceAccountAssignment } from './model.ts';

const reading = z.looseObject({
  clientId: z.string(),
  name: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
});

const roles = z.array(z.string().regex(/^GROUP_/));

const base = { version: '2024-08-05', bucket: buckets.project } as const;
const reader = { ...base, role: 'GROUP_READ_ONLY', method: 'GET', success: 200, response: accountWire } as const;
const owner = { ...base, role: 'GROUP_OWNER' } as const;
const path = '/api/atlas/v2/groups/{groupId}/serviceAccounts';

// No recording holds these: shapes and statuses are those of the contract.
export const operations = {
  list: { ...reader, id: 'listGroupServiceAccounts', path, shape: 'page' },
  get: { ...reader, id: 'getGroupServiceAccount', path: `${path}/{clientId}`, shape: 'object' },
  // Gives an account of the organization roles in the project.
  invite: {
    ...base,
    id: 'inviteGroupServiceAccount',
    method: 'POST',
    path: `${path}/{clientId}:invite`,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({ roles: roles.min(1) }),
    response: accountWire,
  },
  // Makes an account that is a member of the organization with roles in the project.
  create: {
    ...owner,
    id: 'createGroupServiceAccount',
    method: 'POST',
    path,
    success: 201,
    shape: 'object',
    request: z.strictObject({
      description: accountDescription,
      name: accountName,
      roles: roles.min(1),
      secretExpiresAfterHours,
    }),
    response: accountWire,
  },
  update: {
    ...owner,
    id: 'updateGroupServiceAccount',
    method: 'PATCH',
    path: `${path}/{clientId}`,
    success: 200,
    shape: 'object',
    request: z.strictObject({
      description: accountDescription.nullish(),
      name: accountName.nullish(),
      roles: roles.optional(),
    }),
    response: accountWire,
  },
  // The account stays in the organization, and so do its secrets.
  remove: {
    ...owner,
    id: 'deleteGroupServiceAccount',
    method: 'DELETE',
    path: `${path}/{clientId}`,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string, orgId: string | undefined): ServiceAccountAssignment {
  const account = reading.parse(item);
  return {
    projectId,
    clientId: account.clientId,
    name: account.name ?? '',
    roles: [...(account.roles ?? [])].sort(),
    ...(orgId === undefined ? {} : { orgId }),
  };
}

export const read: ResourceRead<ServiceAccountAssignment, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id, project.orgId)],
};

const parameters = ({ projectId, clientId }: ServiceAccountAssignment) => ({ groupId: projectId, clientId });

export const write: ResourceWrite<ServiceAccountAssignment> = {
  operations: [operations.invite, operations.get, operations.update, operations.remove],
  create: ({ after }) => [callOf(operations.invite, parameters(after), { body: { roles: after.roles } })],
  // A name is the account's: here only the roles are changed.
  update: ({ before, after }) =>
    sameJson(before.roles, after.roles)
      ? []
      : [callOf(operations.update, parameters(after), { body: { roles: after.roles } })],
  delete: ({ before }) => [callOf(operations.remove, parameters(before))],
  find: (model) => ({
    call: callOf(operations.get, parameters(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId, model.orgId)),
  }),
};

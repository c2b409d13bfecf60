import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import { Failure } from '../../core/failure.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { ApiKey, ApiKeyRole } from './model.ts';

const wire = z.strictObject({
  desc: z.string().optional(),
  id: z.string(),
  links: links.optional(),
  // Whole in the answer to a create, later `********-****-****-` and its last twelve (recorded).
  privateKey: z.string().optional(),
  publicKey: z.string().optional(),
  roles: z
    .array(
      z.strictObject({ groupId: z.string().optional(), orgId: z.string().optional(), roleName: z.string().optional() }),
    )
    .optional(),
});

const description = z.string().min(1).max(250);
const organizationRoles = z.array(z.string().regex(/^ORG_/)).min(1);
const projectRoles = z.array(z.string().regex(/^GROUP_/)).min(1);

/** The private key is left where it stands: nothing here ever takes it up. */
const reading = z.looseObject({
  desc: z.string().nullish(),
  id: z.string(),
  publicKey: z.string().nullish(),
  roles: z
    .array(
      z.looseObject({ groupId: z.string().nullish(), orgId: z.string().nullish(), roleName: z.string().optional() }),
    )
    .nullish(),
});

const base = { version: '2023-01-01' } as const;
const ofOrganization = { ...base, bucket: buckets.organization } as const;
// Atlas names Project Access Manager for the writes, a fine-grained role that Project Owner contains.
const ofProject = { ...base, bucket: buckets.project, role: 'GROUP_OWNER' } as const;
const organizationPath = '/api/atlas/v2/orgs/{orgId}/apiKeys';
const projectPath = '/api/atlas/v2/groups/{groupId}/apiKeys';

export const operations = {
  list: {
    ...ofOrganization,
    id: 'listOrgApiKeys',
    method: 'GET',
    path: organizationPath,
    role: 'ORG_MEMBER',
    success: 200,
    shape: 'page',
    response: wire,
  },
  create: {
    ...ofOrganization,
    id: 'createOrgApiKey',
    method: 'POST',
    path: organizationPath,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({ desc: description, roles: organizationRoles }),
    response: wire,
  },
  get: {
    ...ofOrganization,
    id: 'getOrgApiKey',
    method: 'GET',
    path: `${organizationPath}/{apiUserId}`,
    role: 'ORG_MEMBER',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...ofOrganization,
    id: 'updateOrgApiKey',
    method: 'PATCH',
    path: `${organizationPath}/{apiUserId}`,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({ desc: description.optional(), roles: organizationRoles.optional() }),
    response: wire,
  },
  delete: {
    ...ofOrganization,
    id: 'deleteOrgApiKey',
    method: 'DELETE',
    path: `${organizationPath}/{apiUserId}`,
    role: 'ORG_OWNER',
    success: 204,
    shape: 'none',
  },
  listInProject: {
    ...ofProject,
    id: 'listGroupApiKeys',
    method: 'GET',
    path: projectPath,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  createInProject: {
    ...ofProject,
    id: 'createGroupApiKey',
    method: 'POST',
    path: projectPath,
    success: 200,
    shape: 'object',
    request: z.strictObject({ desc: description, roles: projectRoles }),
    response: wire,
  },
  assign: {
    ...ofProject,
    id: 'addGroupApiKey',
    method: 'POST',
    path: `${projectPath}/{apiUserId}`,
    success: 204,
    shape: 'none',
    request: z.array(z.strictObject({ roles: projectRoles })).min(1),
  },
  updateInProject: {
    ...ofProject,
    id: 'updateGroupApiKeyRoles',
    method: 'PATCH',
    path: `${projectPath}/{apiUserId}`,
    success: 200,
    shape: 'object',
    request: z.strictObject({ desc: description.optional(), roles: projectRoles.optional() }),
    response: wire,
  },
  unassign: {
    ...ofProject,
    id: 'removeGroupApiKey',
    method: 'DELETE',
    path: `${projectPath}/{apiUserId}`,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function roleKey(role: ApiKeyRole): string {
  return role.orgId === undefined ? `1 ${role.projectId} ${role.role}` : `0 ${role.orgId} ${role.role}`;
}

/** Atlas's order of roles is not stable (recorded): ours is. */
function sortedRoles(roles: readonly ApiKeyRole[]): readonly ApiKeyRole[] {
  return [...roles].sort((a, b) => (roleKey(a) < roleKey(b) ? -1 : 1));
}

function fromWire(item: unknown, orgId: string): ApiKey {
  const key = reading.parse(item);
  const roles = (key.roles ?? []).flatMap(({ groupId, orgId: roleOrgId, roleName }): readonly ApiKeyRole[] => {
    if (roleName === undefined) return [];
    if (groupId) return [{ role: roleName, projectId: groupId }];
    return [{ role: roleName, orgId: roleOrgId ?? orgId }];
  });
  return {
    orgId,
    id: key.id,
    publicKey: key.publicKey ?? '',
    description: key.desc ?? '',
    roles: sortedRoles(roles),
  };
}

/** The key's roles in the organization, by name. */
export function organizationRolesOf(model: ApiKey): readonly string[] {
  return model.roles.filter((role) => role.orgId !== undefined).map(({ role }) => role);
}

/** The key's roles by project. */
export function projectRolesOf(model: ApiKey): ReadonlyMap<string, readonly string[]> {
  const byProject = new Map<string, readonly string[]>();
  for (const { projectId, role } of model.roles) {
    if (projectId !== undefined) byProject.set(projectId, [...(byProject.get(projectId) ?? []), role]);
  }
  return byProject;
}

function createCall(model: ApiKey): ApiCall {
  const inOrganization = organizationRolesOf(model);
  const [inProject, ...further] = projectRolesOf(model);
  if (inProject === undefined) {
    return callOf(
      operations.create,
      { orgId: model.orgId },
      { body: { desc: model.description, roles: inOrganization } },
    );
  }
  // A key that is made in a project becomes a member of the organization and no more (recorded).
  if (further.length === 0 && inOrganization.every((role) => role === 'ORG_MEMBER')) {
    const [groupId, roles] = inProject;
    return callOf(operations.createInProject, { groupId }, { body: { desc: model.description, roles } });
  }
  throw new Failure({
    code: 'api-key-not-one-call',
    what: `Could not plan the API key "${model.description}".`,
    why: 'Atlas makes a key either in the organization or in one project, and this one has roles in both or in several.',
    fix: 'Make it with its organization roles first, and add the project roles to the key that exists.',
  });
}

function updateCalls(before: ApiKey, after: ApiKey): readonly ApiCall[] {
  const apiUserId = after.id;
  const calls: ApiCall[] = [];
  const wasOrganization = organizationRolesOf(before);
  const isOrganization = organizationRolesOf(after);
  const body = {
    ...(before.description === after.description ? {} : { desc: after.description }),
    ...(sameJson(wasOrganization, isOrganization) ? {} : { roles: isOrganization }),
  };
  if (Object.keys(body).length > 0) calls.push(callOf(operations.update, { orgId: after.orgId, apiUserId }, { body }));
  const was = projectRolesOf(before);
  const is = projectRolesOf(after);
  for (const [groupId, roles] of is) {
    const earlier = was.get(groupId);
    if (earlier === undefined) calls.push(callOf(operations.assign, { groupId, apiUserId }, { body: [{ roles }] }));
    else if (!sameJson(earlier, roles)) {
      calls.push(callOf(operations.updateInProject, { groupId, apiUserId }, { body: { roles } }));
    }
  }
  for (const groupId of was.keys()) {
    if (!is.has(groupId)) calls.push(callOf(operations.unassign, { groupId, apiUserId }));
  }
  return calls;
}

export const read: ResourceRead<ApiKey, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

export const write: ResourceWrite<ApiKey> = {
  operations: [
    operations.create,
    operations.createInProject,
    operations.get,
    operations.update,
    operations.assign,
    operations.updateInProject,
    operations.unassign,
    operations.delete,
  ],
  create: ({ after }) => [createCall(after)],
  update: ({ before, after }) => updateCalls(before, after),
  delete: ({ before }) => [callOf(operations.delete, { orgId: before.orgId, apiUserId: before.id })],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.orgId, apiUserId: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId)),
  }),
  isSame: (wanted, found) => wanted.orgId === found.orgId && wanted.description === found.description,
  yieldsSecrets: ['privateKey'],
  answered: (body, { orgId }) => fromWire(body, orgId),
};

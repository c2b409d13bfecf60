/** Invitations as older clients know them: a view of the members who have not accepted yet. Deprecated in favour of listOrgUsers and createOrgUser. */
import { z } from 'zod';
import type { EmulatorReply, EmulatorRequest, EmulatorRoute, StoredDocument } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import { changeMember, inviteMember, KIND, rolesOf, teamIdsOf, userNotFound, type WireRoles } from './members.ts';

const organizationRole = z.string().regex(/^ORG_/);
const asked = {
  groupRoleAssignments: z
    .array(z.strictObject({ groupId: z.string(), roles: z.array(z.string().regex(/^GROUP_/)) }))
    .optional(),
  roles: z.array(organizationRole).optional(),
  teamIds: z.array(z.string()).optional(),
} as const;
const invitation = z.strictObject({
  createdAt: z.string().optional(),
  expiresAt: z.string().optional(),
  groupRoleAssignments: z.array(z.strictObject({ groupId: z.string(), groupRole: z.string() })),
  id: z.string(),
  inviterUsername: z.string().optional(),
  orgId: z.string(),
  orgName: z.string(),
  roles: z.array(z.string()),
  teamIds: z.array(z.string()),
  username: z.string(),
});

const collection = '/api/atlas/v2/orgs/{orgId}/invites';
const single = `${collection}/{invitationId}`;
const version = '2023-01-01';
const base = {
  version,
  olderVersions: [{ version, deprecation: 'Wed, 19 Feb 2025 00:00:00 GMT', sunset: 'Thu, 1 Jul 2027 00:00:00 GMT' }],
  bucket: buckets.organization,
  role: 'ORG_OWNER',
  success: 200,
  response: invitation,
} as const;
const { response: _none, ...without } = base;

export const operations = {
  list: { ...base, id: 'listOrgInvites', method: 'GET', path: collection, shape: 'array', query: ['username'] },
  get: { ...base, id: 'getOrgInvite', method: 'GET', path: single, shape: 'object' },
  create: {
    ...base,
    id: 'createOrgInvite',
    method: 'POST',
    path: collection,
    shape: 'object',
    request: z.strictObject({ ...asked, username: z.string().min(1) }),
  },
  update: {
    ...base,
    id: 'updateOrgInvites',
    method: 'PATCH',
    path: collection,
    shape: 'object',
    request: z.strictObject({ ...asked, username: z.string().min(1) }),
  },
  updateById: {
    ...base,
    id: 'updateOrgInviteById',
    method: 'PATCH',
    path: single,
    shape: 'object',
    request: z.strictObject(asked),
  },
  delete: { ...without, id: 'deleteOrgInvite', method: 'DELETE', path: single, success: 204, shape: 'none' },
} as const satisfies Record<string, Operation>;

function isOpen({ wire }: StoredDocument): boolean {
  return wire.orgMembershipStatus === 'PENDING';
}

/** An open invitation's document as these operations show it (recorded: createOrgInvite). */
function shown({ store, params }: EmulatorRequest, document: StoredDocument): JsonObject {
  const orgId = params.orgId as string;
  const { wire } = document;
  const { orgRoles = [], groupRoleAssignments = [] } = rolesOf(document);
  return {
    createdAt: wire.invitationCreatedAt as Json,
    expiresAt: wire.invitationExpiresAt as Json,
    groupRoleAssignments: groupRoleAssignments.flatMap(({ groupId, groupRoles }) =>
      groupRoles.map((groupRole) => ({ groupId, groupRole })),
    ),
    id: document.id,
    inviterUsername: wire.inviterUsername as Json,
    orgId,
    orgName: store.find('organization', orgId)?.wire.name as Json,
    roles: orgRoles,
    teamIds: teamIdsOf(document),
    username: wire.username as Json,
  };
}

function openOnes({ store, params, query }: EmulatorRequest): readonly StoredDocument[] {
  return store
    .list(KIND, params.orgId as string)
    .filter((document) => isOpen(document) && (query.username ?? document.wire.username) === document.wire.username);
}

interface Asked {
  readonly groupRoleAssignments?: readonly { readonly groupId: string; readonly roles: readonly string[] }[];
  readonly roles?: readonly string[];
  readonly teamIds?: readonly string[];
  readonly username?: string;
}

/** The body of these operations in the form that members have. */
function inMembersForm({ groupRoleAssignments, roles, teamIds, username }: Asked) {
  const wire: WireRoles = {
    ...(roles === undefined ? {} : { orgRoles: roles }),
    ...(groupRoleAssignments === undefined
      ? {}
      : {
          groupRoleAssignments: groupRoleAssignments.map(({ groupId, roles: groupRoles }) => ({ groupId, groupRoles })),
        }),
  };
  return {
    ...(Object.keys(wire).length === 0 ? {} : { roles: wire }),
    ...(teamIds === undefined ? {} : { teamIds }),
    ...(username === undefined ? {} : { username }),
  };
}

function update(request: EmulatorRequest, document: StoredDocument | undefined, name: string): EmulatorReply {
  if (document === undefined || !isOpen(document)) return userNotFound(name);
  const { username: _same, ...posted } = inMembersForm(request.body as Asked);
  const changed = changeMember(request, document, posted);
  return 'refused' in changed ? changed.refused : { status: 200, body: shown(request, changed.document) };
}

const byId = ({ store, params }: EmulatorRequest) =>
  store.get(KIND, params.orgId as string, params.invitationId as string);

/** The operations on an organization's invitations. That one which does not exist is answered like a person is unconfirmed. */
export const invitationRoutes: readonly EmulatorRoute[] = [
  {
    operation: operations.list,
    handle: (request) => ({ status: 200, page: openOnes(request).map((document) => shown(request, document)) }),
  },
  {
    operation: operations.get,
    handle: (request) => {
      const document = byId(request);
      return document === undefined || !isOpen(document)
        ? userNotFound(request.params.invitationId as string)
        : { status: 200, body: shown(request, document) };
    },
  },
  {
    operation: operations.create,
    handle: (request) => {
      const invited = inviteMember(request, inMembersForm(request.body as Asked));
      return 'refused' in invited ? invited.refused : { status: 200, body: shown(request, invited.document) };
    },
  },
  {
    operation: operations.update,
    handle: (request) => {
      const { username } = request.body as { readonly username: string };
      return update(request, openOnes({ ...request, query: { username } })[0], username);
    },
  },
  {
    operation: operations.updateById,
    handle: (request) => update(request, byId(request), request.params.invitationId as string),
  },
  {
    operation: operations.delete,
    handle: (request) => {
      const document = byId(request);
      if (document === undefined || !isOpen(document)) return userNotFound(request.params.invitationId as string);
      request.store.remove(KIND, document.parent, document.id);
      return { status: 204 };
    },
  },
];

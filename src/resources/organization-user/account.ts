/** An account that older clients make for somebody, who is then invited. Deprecated in favour of createOrgUser. */
import { z } from 'zod';
import { atlasError, type EmulatorReply, type EmulatorRequest, type EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buckets } from '../contract.ts';
import { legacyWire } from './api.ts';
import { accountLinks, inviteMember, OWNER } from './members.ts';

const version = '2023-01-01';

export const createUser: Operation = {
  id: 'createUser',
  method: 'POST',
  path: '/api/atlas/v2/users',
  version,
  olderVersions: [{ version, deprecation: 'Wed, 19 Feb 2025 00:00:00 GMT', sunset: 'Thu, 1 Jul 2027 00:00:00 GMT' }],
  role: 'any',
  // Recorded; documented is 200.
  success: 201,
  bucket: buckets.users,
  shape: 'object',
  request: z.strictObject({
    country: z.string(),
    emailAddress: z.string().optional(),
    firstName: z.string(),
    lastName: z.string(),
    mobileNumber: z.string().optional(),
    password: z.string(),
    roles: z.array(
      z.strictObject({ groupId: z.string().optional(), orgId: z.string().optional(), roleName: z.string() }),
    ),
    username: z.string().min(1),
  }),
  response: legacyWire,
};

interface Role {
  readonly groupId?: string;
  readonly orgId?: string;
  readonly roleName: string;
}

/** Roles of one list by where they hold. Who has roles in projects alone is a member of the organization (unconfirmed). */
function memberRoles(roles: readonly Role[]) {
  const groupIds = [...new Set(roles.flatMap(({ groupId }) => groupId ?? []))];
  const orgRoles = roles.filter(({ orgId }) => orgId !== undefined).map(({ roleName }) => roleName);
  return {
    groupRoleAssignments: groupIds.map((groupId) => ({
      groupId,
      groupRoles: roles.filter((role) => role.groupId === groupId).map(({ roleName }) => roleName),
    })),
    orgRoles: orgRoles.length === 0 ? ['ORG_MEMBER'] : orgRoles,
  };
}

/** The password is the new person's and is not kept. Roles can be given in the caller's own organization, by its owner (unconfirmed). */
function create(request: EmulatorRequest): EmulatorReply {
  const { caller, params, now, publicUrl } = request;
  const { username, roles, country, firstName, lastName } = request.body as JsonObject & {
    readonly username: string;
    readonly roles: readonly Role[] & Json;
  };
  const elsewhere = roles.some(({ orgId }) => orgId !== undefined && orgId !== caller.orgId);
  if (elsewhere || !caller.orgRoles.includes(OWNER)) {
    return atlasError(401, 'USER_UNAUTHORIZED', 'Current user is not authorized to perform this action.');
  }
  const invited = inviteMember(
    { ...request, params: { ...params, orgId: caller.orgId } },
    { username, roles: memberRoles(roles) },
  );
  if ('refused' in invited) return invited.refused;
  const { id } = invited.document;
  return {
    status: 201,
    headers: { location: `${publicUrl}/api/atlas/v1.0/users/${id}` },
    body: {
      country: country as Json,
      createdAt: now,
      emailAddress: username,
      firstName: firstName as Json,
      id,
      lastName: lastName as Json,
      links: accountLinks(publicUrl, id),
      // Recorded: the roles that were asked for do not show before the invitation is accepted.
      roles: [],
      teamIds: [],
      username,
    },
  };
}

export const accountRoute: EmulatorRoute = { operation: createUser, handle: create };

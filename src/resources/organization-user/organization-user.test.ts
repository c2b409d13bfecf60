import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { type ApiCall, callOf } from '../../core/call.ts';
import type { Change } from '../../core/change.ts';
import { callsOf } from '../../core/change-calls.ts';
import { printHcl } from '../../core/hcl.ts';
import { renderTerraform } from '../../workflows/render-terraform.ts';
import { exampleIds } from '../contract.ts';
import { resources } from '../index.generated.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations as inProject } from '../project-user/api.ts';
import team from '../team/index.ts';
import type { Team } from '../team/model.ts';
import { operations } from './api.ts';
import organizationUser from './index.ts';
import type { OrganizationUser } from './model.ts';

const { orgId, projectId, otherProjectId } = exampleIds;
const [owner, engineer, invited, soon] = organizationUser.examples as readonly [
  OrganizationUser,
  OrganizationUser,
  OrganizationUser,
  OrganizationUser,
];
const onCall = team.examples[0] as Team;

function world(users: readonly OrganizationUser[] = [owner, engineer]) {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    ...project.examples.map((model) => ({ kind: 'project', model })),
    { kind: 'team', model: onCall },
    ...users.map((model) => ({ kind: 'organization-user', model })),
  ]);
}

function sent(change: Change) {
  return callsOf(change, organizationUser).map(({ operation, path, body }: ApiCall) => [
    operation.id,
    path.replace('/api/atlas/v2/', ''),
    body,
  ]);
}

test('an invitation is one call, with everything in it', () => {
  expect(sent(organizationUser.create(soon))).toEqual([
    [
      'createOrgUser',
      `orgs/${orgId}/users`,
      {
        roles: {
          orgRoles: ['ORG_READ_ONLY'],
          groupRoleAssignments: [{ groupId: projectId, groupRoles: ['GROUP_CLUSTER_MANAGER', 'GROUP_READ_ONLY'] }],
        },
        teamIds: [onCall.id],
        username: 'soon@example.com',
      },
    ],
  ]);
});

test('nobody is made an active member by a call', () => {
  expect(sent(organizationUser.create(owner))).toEqual([]);
  expect(organizationUser.irreversible?.(organizationUser.delete(owner))).toMatch(/invited again/);
  expect(organizationUser.irreversible?.(organizationUser.delete(invited))).toBeUndefined();
});

test('a change gives before it takes, and each project has its own calls', () => {
  const after: OrganizationUser = {
    ...owner,
    orgRoles: ['ORG_MEMBER'],
    teamIds: [onCall.id],
    projectRoles: [{ projectId: otherProjectId, roles: ['GROUP_READ_ONLY'] }],
  };
  const user = `orgs/${orgId}/users/${owner.id}`;
  expect(sent(organizationUser.update(owner, after))).toEqual([
    ['addOrgUserRole', `${user}:addRole`, { orgRole: 'ORG_MEMBER' }],
    ['addOrgTeamUser', `orgs/${orgId}/teams/${onCall.id}:addUser`, { id: owner.id }],
    ['addGroupUsers', `groups/${otherProjectId}/users`, { roles: ['GROUP_READ_ONLY'], username: owner.username }],
    ['removeGroupUser', `groups/${projectId}/users/${owner.id}`, undefined],
    ['removeOrgUserRole', `${user}:removeRole`, { orgRole: 'ORG_OWNER' }],
  ]);
});

test('a change that leaves no role is refused before anything is sent', () => {
  expect(() => sent(organizationUser.update(owner, { orgRoles: [] }))).toThrow(/no-role-left|leaves no role/);
});

test('the last owner can be neither demoted nor removed; an invited one does not count', async () => {
  const atlas = world([owner, engineer, { ...invited, orgRoles: ['ORG_OWNER'] }]);
  const user = { orgId, userId: owner.id };
  const demote = callOf(operations.removeRole, user, { body: { orgRole: 'ORG_OWNER' } });
  await atlas.send(callOf(operations.addRole, user, { body: { orgRole: 'ORG_MEMBER' } }));
  const demoted = { status: 403, body: { errorCode: 'CANNOT_DEMOTE_LAST_ORG_OWNER' } };
  expect(await atlas.send(demote)).toMatchObject(demoted);
  const replace = callOf(operations.update, user, { body: { roles: { orgRoles: ['ORG_MEMBER'] } } });
  expect(await atlas.send(replace)).toMatchObject(demoted);
  const remove = callOf(operations.remove, user);
  expect(await atlas.send(remove)).toMatchObject({ status: 403, body: { errorCode: 'CANNOT_DELETE_LAST_ADMIN' } });

  const other = { orgId, userId: engineer.id };
  expect((await atlas.send(callOf(operations.addRole, other, { body: { orgRole: 'ORG_OWNER' } }))).status).toBe(200);
  expect(await atlas.send(demote)).toMatchObject({ status: 200, body: { roles: { orgRoles: ['ORG_MEMBER'] } } });
  expect((await atlas.send(remove)).status).toBe(204);
});

test('the last role stays', async () => {
  const atlas = world();
  const last = callOf(operations.removeRole, { orgId, userId: engineer.id }, { body: { orgRole: 'ORG_MEMBER' } });
  expect(await atlas.send(last)).toMatchObject({ status: 403, body: { errorCode: 'CANNOT_REMOVE_ALL_USER_ROLES' } });
});

test('an invitation is open for 30 days, then it is shown only to who asks for it, and can be sent again', async () => {
  const atlas = world();
  const body = { roles: { orgRoles: ['ORG_MEMBER'] }, username: 'late@example.com' };
  const invite = callOf(operations.create, { orgId }, { body });
  const made = await atlas.send(invite);
  expect(made).toMatchObject({
    status: 201,
    body: {
      invitationCreatedAt: '2026-11-24T12:00:00Z',
      invitationExpiresAt: '2026-12-24T12:00:00Z',
      inviterUsername: 'mdb_sa_id_law',
      orgMembershipStatus: 'PENDING',
      teamIds: [],
      username: 'late@example.com',
    },
  });
  expect(await atlas.send(invite)).toMatchObject({ status: 409, body: { errorCode: 'USER_ALREADY_EXISTS' } });
  const { id: userId } = made.body as { id: string };
  const get = (query = {}) => atlas.send(callOf(operations.get, { orgId, userId }, { query }));
  const join = callOf(operations.joinTeam, { orgId, teamId: onCall.id }, { body: { id: userId } });
  expect(await atlas.send(join)).toMatchObject({ status: 200, body: { teamIds: [onCall.id] } });
  atlas.pass(30 * 86_400);
  expect((await get()).status).toBe(404);
  expect(await get({ orgMembershipStatuses: 'INVITATION_EXPIRED' })).toMatchObject({
    status: 200,
    body: { orgMembershipStatus: 'INVITATION_EXPIRED' },
  });
  expect(await atlas.send(join)).toMatchObject({ status: 404, body: { errorCode: 'USER_NOT_IN_ORG' } });
  expect((await atlas.send(invite)).status).toBe(201);
  expect((await get({ orgMembershipStatuses: 'INVITATION_EXPIRED' })).status).toBe(404);
});

test('teams and projects that are not there cannot be given', async () => {
  const atlas = world();
  const invite = (more: object) => {
    const body = { roles: { orgRoles: ['ORG_MEMBER'] }, username: 'x@example.com', ...more };
    return atlas.send(callOf(operations.create, { orgId }, { body }));
  };
  expect(await invite({ teamIds: ['6600000000000000000000dd'] })).toMatchObject({
    status: 404,
    body: { errorCode: 'TEAM_NOT_FOUND' },
  });
  const groupRoleAssignments = [{ groupId: '6500000000000000000000ff', groupRoles: ['GROUP_OWNER'] }];
  expect(await invite({ roles: { orgRoles: ['ORG_MEMBER'], groupRoleAssignments } })).toMatchObject({
    status: 404,
    body: { errorCode: 'GROUP_NOT_FOUND' },
  });
});

test('the organization and the project show one truth, whichever was told', async () => {
  const atlas = world();
  const user = { orgId, userId: engineer.id };
  const ofOrganization = async () =>
    ((await atlas.send(callOf(operations.get, user))).body as { roles: { groupRoleAssignments: unknown } }).roles
      .groupRoleAssignments;
  const ofProject = async (groupId: string) => {
    const { status, body } = await atlas.send(callOf(inProject.get, { groupId, userId: engineer.id }));
    return status === 200 ? (body as { roles: unknown }).roles : status;
  };
  const add = callOf(
    inProject.add,
    { groupId: projectId },
    { body: { roles: ['GROUP_READ_ONLY'], username: engineer.username } },
  );
  expect(await atlas.send(add)).toMatchObject({
    status: 201,
    body: { id: engineer.id, orgMembershipStatus: 'ACTIVE' },
  });
  expect(await ofOrganization()).toEqual([{ groupId: projectId, groupRoles: ['GROUP_READ_ONLY'] }]);

  const groupRoleAssignments = [{ groupId: otherProjectId, groupRoles: ['GROUP_OWNER'] }];
  await atlas.send(
    callOf(operations.update, user, { body: { roles: { orgRoles: ['ORG_MEMBER'], groupRoleAssignments } } }),
  );
  expect([await ofProject(projectId), await ofProject(otherProjectId)]).toEqual([404, ['GROUP_OWNER']]);

  await atlas.send(callOf(operations.update, user, { body: { roles: { orgRoles: ['ORG_READ_ONLY'] }, teamIds: [] } }));
  expect(await ofProject(otherProjectId)).toEqual(['GROUP_OWNER']);
  await atlas.send(callOf(operations.remove, user));
  expect(await ofProject(otherProjectId)).toBe(404);
});

test('Terraform says teams and projects in resources of their own, and leaves what stays', () => {
  const text = (change: Change) => {
    const step = { id: 's-1', what: '', change, closes: [], hazards: [], after: [], wave: 0 };
    const { blocks, remarks } = renderTerraform([step], resources);
    return { hcl: printHcl(blocks), remarks: remarks.slice(1).join(' ') };
  };
  const create = text(organizationUser.create(soon)).hcl;
  expect(create).toContain('resource "mongodbatlas_cloud_user_org_assignment" "soon_example_com"');
  expect(create).toContain('resource "mongodbatlas_cloud_user_team_assignment"');
  expect(create).toMatch(/user_id *= mongodbatlas_cloud_user_org_assignment\.soon_example_com\.user_id/);
  expect(create).toMatch(/username *= mongodbatlas_cloud_user_org_assignment\.soon_example_com\.username/);

  const joined = text(organizationUser.update({ ...engineer, teamIds: [] }, { teamIds: [onCall.id] })).hcl;
  expect(joined).not.toContain('org_assignment');
  expect(joined).toMatch(new RegExp(`user_id *= "${engineer.id}"`));

  const left = text(organizationUser.update(engineer, { teamIds: [] }));
  expect(left.hcl.trim()).toBe('');
  expect(left.remarks).toContain(
    `delete the mongodbatlas_cloud_user_team_assignment of ${orgId}, ${onCall.id}, ${engineer.id}`,
  );

  const promoted = text(
    organizationUser.update(owner, { projectRoles: [{ projectId, roles: ['GROUP_OWNER', 'GROUP_READ_ONLY'] }] }),
  ).hcl;
  expect(promoted).toContain('Only what changes (roles)');
  expect(promoted).not.toContain('project_id');
  expect(text(organizationUser.create(owner)).remarks).toContain('can only invite');
});

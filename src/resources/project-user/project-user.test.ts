import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { type ApiCall, callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import { operations as ofOrganization } from '../organization-user/api.ts';
import organizationUser from '../organization-user/index.ts';
import type { OrganizationUser } from '../organization-user/model.ts';
import project from '../project/index.ts';
import type { Project } from '../project/model.ts';
import team from '../team/index.ts';
import { operations } from './api.ts';
import projectUser from './index.ts';
import type { ProjectUser } from './model.ts';

const { orgId, projectId: groupId } = exampleIds;
const [owner, invited] = projectUser.examples as readonly [ProjectUser, ProjectUser];
const [ada, grace] = organizationUser.examples as readonly [OrganizationUser, OrganizationUser];

function world(more: readonly { readonly kind: string; readonly model: unknown }[] = []) {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    { kind: 'team', model: team.examples[0] },
    { kind: 'organization-user', model: ada },
    { kind: 'project-user', model: owner },
    ...more,
  ]);
}

test('roles change one by one, what is given before what is taken', () => {
  const calls = projectUser.write?.update?.(projectUser.update(owner, { roles: ['GROUP_READ_ONLY'] })) ?? [];
  expect(calls.map(({ operation, body }: ApiCall) => [operation.id, body])).toEqual([
    ['addGroupUserRole', { groupRole: 'GROUP_READ_ONLY' }],
    ['removeGroupUserRole', { groupRole: 'GROUP_OWNER' }],
  ]);
  expect(() => projectUser.write?.update?.(projectUser.update(owner, { roles: [] }))).toThrow(/leaves no role/);
});

test('a project keeps an owner: another person, or a team with somebody in it', async () => {
  const remove = callOf(operations.remove, { groupId, userId: owner.id });
  const demote = callOf(operations.removeRole, { groupId, userId: owner.id }, { body: { groupRole: 'GROUP_OWNER' } });
  const refused = { status: 403, body: { errorCode: 'CANNOT_DELETE_LAST_ADMIN' } };
  const alone = world([{ kind: 'project-user', model: { ...invited, roles: ['GROUP_OWNER'] } }]);
  await alone.send(
    callOf(operations.addRole, { groupId, userId: owner.id }, { body: { groupRole: 'GROUP_READ_ONLY' } }),
  );
  expect(await alone.send(demote)).toMatchObject(refused);
  expect(await alone.send(remove)).toMatchObject(refused);

  const assignment = { projectId: groupId, teamId: team.examples[0]?.id, roles: ['GROUP_OWNER'] };
  const empty = world([{ kind: 'team-assignment', model: assignment }]);
  expect(await empty.send(remove)).toMatchObject(refused);
  const filled = world([
    { kind: 'team-assignment', model: assignment },
    { kind: 'organization-user', model: grace },
  ]);
  expect((await filled.send(remove)).status).toBe(204);
});

test('who is unknown is invited to the organization too, and stays there when the project lets go', async () => {
  const atlas = world();
  const add = callOf(
    operations.add,
    { groupId },
    { body: { roles: ['GROUP_READ_ONLY'], username: 'new@example.com' } },
  );
  const made = await atlas.send(add);
  expect(made).toMatchObject({ status: 201, body: { orgMembershipStatus: 'PENDING', roles: ['GROUP_READ_ONLY'] } });
  expect(await atlas.send(add)).toMatchObject({ status: 409, body: { errorCode: 'USER_ALREADY_EXISTS' } });
  const { id: userId } = made.body as { id: string };
  const member = () => atlas.send(callOf(ofOrganization.get, { orgId, userId }));
  expect(await member()).toMatchObject({
    status: 200,
    body: {
      orgMembershipStatus: 'PENDING',
      roles: { groupRoleAssignments: [{ groupId, groupRoles: ['GROUP_READ_ONLY'] }], orgRoles: ['ORG_MEMBER'] },
    },
  });
  expect((await atlas.send(callOf(operations.remove, { groupId, userId }))).status).toBe(204);
  expect(await member()).toMatchObject({ status: 200, body: { roles: { groupRoleAssignments: [] } } });
  atlas.pass(31 * 86_400);
  expect((await member()).status).toBe(404);
});

test('a deleted project goes from its people', async () => {
  const atlas = world();
  for (const call of project.write?.delete?.(project.delete(project.examples[0] as Project)) ?? [])
    expect((await atlas.send(call)).status).toBe(202);
  atlas.pass(60);
  expect((await atlas.send(callOf(ofOrganization.get, { orgId, userId: ada.id }))).body).toMatchObject({
    roles: { groupRoleAssignments: [] },
  });
});

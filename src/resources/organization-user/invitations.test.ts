import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations as ofProject } from '../project-user/api.ts';
import { createUser } from './account.ts';
import { operations as ofOrganization } from './api.ts';
import organizationUser from './index.ts';
import { operations } from './invitations.ts';

const { orgId, projectId: groupId } = exampleIds;
const username = 'newcomer@example.com';
const THIRTY_DAYS_SECONDS = 30 * 86_400;

function world() {
  const here = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    ...project.examples.map((model) => ({ kind: 'project', model })),
    { kind: 'organization-user', model: organizationUser.examples[0] },
  ]);
  const people = async (operation: typeof ofOrganization.list | typeof ofProject.list) =>
    (
      (await here.send(callOf(operation, { orgId, groupId }))).body as {
        readonly results: readonly Record<string, unknown>[];
      }
    ).results.filter((person) => person.username === username);
  return { ...here, people };
}

const invite = (more: Record<string, Body> = {}) =>
  callOf(operations.create, { orgId }, { body: { username, roles: ['ORG_MEMBER'], ...more } });
const idOf = (body: unknown) => (body as { readonly id: string }).id;

test('an invitation is a member who has not accepted, seen from both sides, and the older side cannot hide it', async () => {
  const here = world();
  const made = await here.send(invite({ groupRoleAssignments: [{ groupId, roles: ['GROUP_OWNER'] }] }));
  expect(made).toMatchObject({
    status: 200,
    body: {
      groupRoleAssignments: [{ groupId, groupRole: 'GROUP_OWNER' }],
      inviterUsername: 'mdb_sa_id_law',
      roles: ['ORG_MEMBER'],
    },
  });
  expect(made.headers.sunset).toBe('Thu, 1 Jul 2027 00:00:00 GMT');
  const pending = { orgMembershipStatus: 'PENDING', roles: { orgRoles: ['ORG_MEMBER'] } };
  expect(await here.people(ofOrganization.list)).toMatchObject([pending]);
  expect(await here.people(ofProject.list)).toMatchObject([{ roles: ['GROUP_OWNER'] }]);
  expect(await here.send(invite())).toMatchObject({ status: 409, body: { errorCode: 'USER_ALREADY_EXISTS' } });
});

test('an invitation is changed by id or by name, withdrawn, or runs out after 30 days', async () => {
  const here = world();
  const invitationId = idOf((await here.send(invite())).body);
  const body = { roles: ['ORG_READ_ONLY'] };
  expect(await here.send(callOf(operations.updateById, { orgId, invitationId }, { body }))).toMatchObject({ body });
  const byName = { username, roles: ['ORG_GROUP_CREATOR'] };
  expect(await here.send(callOf(operations.update, { orgId }, { body: byName }))).toMatchObject({ body: byName });
  expect((await here.send(callOf(operations.list, { orgId }))).body).toMatchObject([byName]);
  expect((await here.send(callOf(operations.delete, { orgId, invitationId }))).status).toBe(204);
  expect(await here.people(ofOrganization.list)).toEqual([]);
  await here.send(invite());
  here.pass(THIRTY_DAYS_SECONDS);
  expect((await here.send(callOf(operations.list, { orgId }))).body).toEqual([]);
});

test('an account that is made for somebody shows no roles before it accepts, and its password is nowhere', async () => {
  const here = world();
  const account = {
    username: 'other@example.com',
    password: 'not-kept-anywhere',
    country: 'US',
    firstName: 'Other',
    lastName: 'Person',
    roles: [{ orgId, roleName: 'ORG_OWNER' }],
  };
  const created = await here.send(callOf(createUser, {}, { body: account }));
  expect(created).toMatchObject({ status: 201, body: { roles: [], username: 'other@example.com' } });
  expect(JSON.stringify(here.emulator.store.save())).not.toContain('not-kept-anywhere');
  const elsewhere = { ...account, roles: [{ orgId: '5f0000000000000000000009', roleName: 'ORG_OWNER' }] };
  expect((await here.send(callOf(createUser, {}, { body: elsewhere }))).status).toBe(401);
});

import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import { operations as users } from '../organization-user/api.ts';
import organizationUser from '../organization-user/index.ts';
import project from '../project/index.ts';
import { operations as assignments } from '../team-assignment/api.ts';
import teamAssignment from '../team-assignment/index.ts';
import { operations } from './api.ts';
import team from './index.ts';

const { orgId, projectId } = exampleIds;

function world() {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    ...organizationUser.examples.map((model) => ({ kind: 'organization-user', model })),
  ]);
}

async function made({ send }: ReturnType<typeof world>, usernames: readonly string[]) {
  return send(callOf(operations.create, { orgId }, { body: { name: 'auditors', usernames } }));
}

test('a team is made of people of the organization, who become its members', async () => {
  const atlas = world();
  expect(await made(atlas, ['stranger@example.com'])).toMatchObject({
    status: 404,
    body: { errorCode: 'USERNAME_NOT_FOUND' },
  });
  expect(await made(atlas, [])).toMatchObject({ status: 400, body: { errorCode: 'CANNOT_CREATE_EMPTY_TEAM' } });
  const answer = await made(atlas, ['ada@example.com']);
  const { id: teamId } = answer.body as { id: string };
  expect(answer).toMatchObject({
    status: 201,
    headers: { location: `https://cloud.mongodb.com/orgs/${orgId}/teams/${teamId}` },
  });
  const members = async () =>
    ((await atlas.send(callOf(users.listOfTeam, { orgId, teamId }))).body as { results: { username: string }[] })
      .results;
  expect((await members()).map(({ username }) => username)).toEqual(['ada@example.com']);

  const grace = organizationUser.examples[1]?.id as string;
  const added = await atlas.send(callOf(users.addToTeam, { orgId, teamId }, { body: [{ id: grace }] }));
  expect(added).toMatchObject({ status: 200, body: { totalCount: 2 } });
  await atlas.send(callOf(users.removeFromTeam, { orgId, teamId, userId: grace }));
  expect(await members()).toHaveLength(1);
});

test('a team that a project relies on cannot be deleted: the answer is 404, not 409', async () => {
  const atlas = world();
  const { id: teamId } = (await made(atlas, ['ada@example.com'])).body as { id: string };
  const body = [{ teamId, roleNames: ['GROUP_READ_ONLY'] }];
  expect(await atlas.send(callOf(assignments.add, { groupId: projectId }, { body }))).toMatchObject({
    status: 200,
    body: { results: [{ teamId, roleNames: ['GROUP_READ_ONLY'] }], totalCount: 1 },
  });
  const remove = callOf(operations.delete, { orgId, teamId });
  expect(await atlas.send(remove)).toMatchObject({
    status: 404,
    body: { errorCode: 'CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT' },
  });
  await atlas.send(callOf(assignments.remove, { groupId: projectId, teamId }));
  expect((await atlas.send(remove)).status).toBe(204);
  const ada = organizationUser.examples[0]?.id as string;
  expect((await atlas.send(callOf(users.get, { orgId, userId: ada }))).body).toMatchObject({ teamIds: [] });
});

test('a team without a list of people is made empty, and people join and leave it one by one', async () => {
  const atlas = world();
  for (const call of team.write?.create?.(team.create({ orgId, id: '', name: 'auditors' })) ?? []) {
    expect(await atlas.send(call)).toMatchObject({ status: 201, body: { name: 'auditors', usernames: [] } });
  }
  const { results } = (await atlas.send(callOf(operations.list, { orgId }))).body as { results: { id: string }[] };
  const teamId = results[0]?.id as string;
  const member = { body: { id: organizationUser.examples[2]?.id as string } };
  // Whoever is only invited, too (addOrgTeamUser).
  const joined = await atlas.send(callOf(users.joinTeam, { orgId, teamId }, member));
  expect(joined).toMatchObject({ status: 200, body: { orgMembershipStatus: 'PENDING', teamIds: [teamId] } });
  const left = await atlas.send(callOf(users.leaveTeam, { orgId, teamId }, member));
  expect(left).toMatchObject({ status: 200, body: { teamIds: [] } });
  const stranger = { body: { id: '6600000000000000000000ff' } };
  expect(await atlas.send(callOf(users.joinTeam, { orgId, teamId }, stranger))).toMatchObject({
    status: 404,
    body: { errorCode: 'USER_NOT_IN_ORG' },
  });
});

test('a team keeps a role in a project', async () => {
  const atlas = world();
  const { id: teamId } = (await made(atlas, ['ada@example.com'])).body as { id: string };
  const add = (roleNames: readonly string[]) =>
    callOf(assignments.add, { groupId: projectId }, { body: [{ teamId, roleNames }] });
  const refused = { status: 403, body: { errorCode: 'NO_ROLES_IN_ASSIGNMENT' } };
  expect(await atlas.send(add([]))).toMatchObject(refused);
  expect((await atlas.send(add(['GROUP_READ_ONLY']))).status).toBe(200);
  expect(await atlas.send(add(['GROUP_READ_ONLY']))).toMatchObject({
    status: 409,
    body: { errorCode: 'TEAM_EXISTS_IN_GROUP' },
  });
  const none = callOf(assignments.update, { groupId: projectId, teamId }, { body: { roleNames: [], teamId } });
  expect(await atlas.send(none)).toMatchObject(refused);
  const assignment = { projectId, teamId, roles: ['GROUP_READ_ONLY'] };
  expect(() => teamAssignment.write?.update?.(teamAssignment.update(assignment, { roles: [] }))).toThrow(
    /leaves no role/,
  );
});

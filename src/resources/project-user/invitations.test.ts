import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import { operations as ofOrganization } from '../organization-user/api.ts';
import project from '../project/index.ts';
import { operations as toProject } from './invitations.ts';

const { orgId, projectId: groupId } = exampleIds;
const username = 'newcomer@example.com';

test('who is invited to a project is invited to its organization, and stays so when the project thinks better of it', async () => {
  const here = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    ...project.examples.map((model) => ({ kind: 'project', model })),
  ]);
  const people = async () => (await here.send(callOf(ofOrganization.list, { orgId }))).body;
  const body = { username, roles: ['GROUP_READ_ONLY'] };
  const made = await here.send(callOf(toProject.create, { groupId }, { body }));
  expect(made).toMatchObject({ status: 200, body: { ...body, groupId } });
  const invitationId = (made.body as { readonly id: string }).id;
  const more = { roles: ['GROUP_READ_ONLY', 'GROUP_DATA_ACCESS_READ_ONLY'] };
  expect(await here.send(callOf(toProject.updateById, { groupId, invitationId }, { body: more }))).toMatchObject({
    body: more,
  });
  expect(await people()).toMatchObject({
    results: [{ username, roles: { groupRoleAssignments: [{ groupId, groupRoles: more.roles }] } }],
  });
  expect((await here.send(callOf(toProject.delete, { groupId, invitationId }))).status).toBe(204);
  expect((await here.send(callOf(toProject.list, { groupId }))).body).toEqual([]);
  expect(await people()).toMatchObject({ results: [{ username, roles: { groupRoleAssignments: [] } }] });
});

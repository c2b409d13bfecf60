import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import { normalized, operations } from './api.ts';
import resource from './index.ts';
import type { CustomDatabaseRole } from './model.ts';

const [shopWriter] = resource.examples as [CustomDatabaseRole];
const groupId = exampleIds.projectId;
const find = [{ action: 'FIND', resources: [{ db: 'shop' }] }];

function world(...roles: readonly CustomDatabaseRole[]): World {
  return worldOf([
    ...parentsOf(resource, shopWriter),
    ...roles.map((model) => ({ kind: 'custom-database-role', model })),
  ]);
}

const post = (here: World, body: Body) => here.send(callOf(operations.create, { groupId }, { body }));
const heir = (roleName: string, actions = shopWriter.actions): CustomDatabaseRole => ({
  ...shopWriter,
  roleName,
  actions,
  inheritedRoles: [{ databaseName: 'admin', roleName: 'shop-writer' }],
});

test('an answer has only the keys of a resource that apply, and no page around the list (recorded)', async () => {
  const here = world();
  const made = await post(here, {
    roleName: 'r',
    actions: [{ action: 'FIND', resources: [{ db: 'shop', collection: '' }] }],
  });
  const role = { actions: find, inheritedRoles: [], roleName: 'r' };
  expect(made).toMatchObject({ status: 202 });
  expect(made.body).toEqual(role);
  expect((await here.send(callOf(operations.list, { groupId }))).body).toEqual([role]);
});

test('roles are sets, whatever order they come in', () => {
  const [first, second] = shopWriter.actions as [
    CustomDatabaseRole['actions'][number],
    CustomDatabaseRole['actions'][number],
  ];
  const shuffled = {
    ...shopWriter,
    actions: [{ ...second, resources: [...second.resources].reverse() }, first, first],
  };
  expect(normalized(shuffled)).toEqual(shopWriter);
});

test('a PATCH sends the list that changed', () => {
  const update = resource.update(shopWriter, { inheritedRoles: [{ databaseName: 'shop', roleName: 'read' }] });
  expect(resource.write?.update?.(update)).toMatchObject([
    { body: { inheritedRoles: [{ db: 'shop', role: 'read' }] } },
  ]);
  expect(resource.write?.update?.(update)[0]?.body).not.toHaveProperty('actions');
});

test('a role that others consist of cannot go; others lose it', async () => {
  const remove = callOf(operations.delete, { groupId, roleName: 'shop-writer' });
  const refused = await world(shopWriter, heir('shell', [])).send(remove);
  expect(refused).toMatchObject({
    status: 409,
    body: { errorCode: 'ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES', parameters: ['shell'] },
  });
  const here = world(shopWriter, heir('more'));
  expect((await here.send(remove)).status).toBe(204);
  const more = await here.send(callOf(operations.get, { groupId, roleName: 'more' }));
  expect(more.body).toMatchObject({ inheritedRoles: [] });
});

test.each([
  [{ roleName: 'r' }, 400, 'ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS'],
  [{ roleName: '-r', actions: find }, 400, 'ATLAS_CUSTOM_ROLE_INVALID_NAME'],
  [{ roleName: 'readWrite', actions: find }, 400, 'ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED'],
  [{ roleName: 'r', actions: [...find, ...find] }, 400, 'ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION'],
  [{ roleName: 'r', actions: [{ action: 'ANY_ACTION', resources: [] }] }, 400, 'INVALID_ENUM_VALUE'],
  [{ roleName: 'r', inheritedRoles: [{ db: 'admin', role: 'r' }] }, 400, 'ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL'],
  [{ roleName: 'r', inheritedRoles: [{ db: 'admin', role: 'x' }] }, 400, 'ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE'],
  [
    { roleName: 'r', inheritedRoles: [{ db: 'shop', role: 'backup' }] },
    400,
    'ATLAS_INVALID_CUSTOM_ROLE_INHERITED_SCOPE',
  ],
  [{ roleName: 'shop-writer', actions: find }, 409, 'ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS'],
])('%j is refused', async (body, status, errorCode) => {
  expect(await post(world(shopWriter), body)).toMatchObject({ status, body: { errorCode } });
});

test('inheritance has no circles', async () => {
  const here = world(shopWriter, heir('more'));
  const body = { inheritedRoles: [{ db: 'admin', role: 'more' }] };
  const refused = await here.send(callOf(operations.update, { groupId, roleName: 'shop-writer' }, { body }));
  expect(refused).toMatchObject({ status: 400, body: { errorCode: 'ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY' } });
});

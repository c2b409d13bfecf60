import { describe, expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { addressOf } from '../../core/address.ts';
import { type Body, callOf } from '../../core/call.ts';
import type { Instant } from '../../core/instant.ts';
import { exampleIds } from '../contract.ts';
import customDatabaseRole from '../custom-database-role/index.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { DatabaseUser } from './model.ts';
import { terraform } from './terraform.ts';

const [application] = resource.examples as [DatabaseUser];
const groupId = exampleIds.projectId;
const [shopWriter] = customDatabaseRole.examples;
const read = [{ roleName: 'read', databaseName: 'shop' }];

function world(...users: readonly DatabaseUser[]): World {
  return worldOf([
    ...parentsOf(resource, application),
    { kind: 'custom-database-role', model: shopWriter },
    ...users.map((model) => ({ kind: 'database-user', model })),
  ]);
}

const post = (here: World, body: Record<string, Body>) =>
  here.send(
    callOf(
      operations.create,
      { groupId },
      { body: { databaseName: 'admin', username: 'ann', roles: read, password: 'a long and rare one', ...body } },
    ),
  );
const patch = (here: World, user: Pick<DatabaseUser, 'databaseName' | 'username'>, body: Body) =>
  here.send(callOf(operations.update, { groupId, databaseName: user.databaseName, username: user.username }, { body }));

test('the answer never has the password, and has every other field (recorded)', async () => {
  const { status, body } = await post(world(), { scopes: [{ name: 'payments', type: 'CLUSTER' }] });
  expect(status).toBe(201);
  expect(body).toEqual({
    awsIAMType: 'NONE',
    databaseName: 'admin',
    groupId,
    labels: [],
    ldapAuthType: 'NONE',
    links: [{ href: `https://cloud.mongodb.com/api/atlas/v2/groups/${groupId}/databaseUsers/admin/ann`, rel: 'self' }],
    oidcAuthType: 'NONE',
    roles: read,
    scopes: [{ name: 'payments', type: 'CLUSTER' }],
    username: 'ann',
    x509Type: 'NONE',
  });
});

test('we ask for a password where a SCRAM user is made, and nowhere else', () => {
  const [call] = resource.write?.create?.(resource.create(application)) ?? [];
  expect(call?.body).toMatchObject({ password: { $secret: 'password' } });
  const others = resource.examples.filter(({ mechanism }) => mechanism.type !== 'scram');
  expect(others.length).toBeGreaterThan(4);
  for (const user of others) expect(resource.write?.secretInputs?.(resource.create(user))).toEqual({});
  expect(resource.write?.secretInputs?.(resource.update(application, { scopes: [] }))).toEqual({});
});

test('a PATCH replaces roles and scopes and keeps the expiry (recorded)', async () => {
  const deleteAfterDate = '2026-11-26T00:00:00Z' as Instant;
  const here = world({ ...application, deleteAfterDate });
  const { body } = await patch(here, application, { roles: read, scopes: [] });
  expect(body).toMatchObject({ roles: read, scopes: [], deleteAfterDate, description: 'The shop' });
});

test('a temporary user is gone when its time is up', async () => {
  const here = world();
  const get = callOf(operations.get, { groupId, databaseName: 'admin', username: 'ann' });
  await post(here, { deleteAfterDate: '2026-11-24T13:00:00Z' });
  expect((await here.send(get)).status).toBe(200);
  await patch(here, { databaseName: 'admin', username: 'ann' }, { deleteAfterDate: '2026-11-24T14:00:00Z' });
  here.pass(3600);
  expect((await here.send(get)).status).toBe(200);
  here.pass(3600);
  expect(await here.send(get)).toMatchObject({ status: 404, body: { errorCode: 'USERNAME_NOT_FOUND' } });
});

test('the other authentication database has no such user (observed)', async () => {
  const here = world(application);
  expect(await patch(here, { ...application, databaseName: '$external' }, { roles: read })).toMatchObject({
    status: 404,
    body: { detail: 'No user with username shop-api exists.', parameters: ['shop-api'] },
  });
});

describe('a custom role', () => {
  const custom = [{ roleName: 'shop-writer', databaseName: 'admin' }];
  const holder: DatabaseUser = {
    ...application,
    roles: [{ roleName: 'shop-writer', databaseName: 'admin', collectionName: null }],
  };

  test.each([
    [[...custom, ...read], 'ATLAS_INVALID_CUSTOM_ROLE_ASSIGNMENT'],
    [[{ roleName: 'shop-writer', databaseName: 'shop' }], 'UNSUPPORTED_ROLE'],
    [[{ roleName: 'nobody', databaseName: 'admin' }], 'ATLAS_INVALID_ROLE'],
  ])('%j: %s', async (roles, errorCode) => {
    expect(await post(world(), { roles })).toMatchObject({ status: 400, body: { errorCode } });
  });

  test('is made before its user, and cannot go before it (observed)', async () => {
    expect(resource.dependsOn?.(holder)).toEqual([addressOf('custom-database-role', groupId, 'shop-writer')]);
    expect(resource.dependsOn?.(application)).toEqual([]);
    const here = world(holder);
    const [remove] = customDatabaseRole.write?.delete?.(customDatabaseRole.delete(shopWriter as never)) ?? [];
    const call = remove ?? expect.fail('a role can be deleted');
    expect(await here.send(call)).toMatchObject({
      status: 409,
      body: {
        detail: 'Deleting specified custom role would leave the following users without a role: shop-api.',
        errorCode: 'ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS',
        parameters: ['shop-api'],
      },
    });
    await patch(here, holder, { roles: read });
    expect((await here.send(call)).status).toBe(204);
  });
});

test.each([
  ['a short password', { password: 'short' }, 400, 'WEAK_PASSWORD'],
  ['a common password', { password: 'password1' }, 400, 'COMMON_PASSWORD'],
  ['SCRAM elsewhere', { databaseName: '$external' }, 400, 'DATABASE_NAME_INVALID_ADMIN'],
  [
    'a role in admin',
    { awsIAMType: 'ROLE', username: 'arn:aws:iam::123456789012:role/a' },
    400,
    'DATABASE_NAME_INVALID_EXTERNAL',
  ],
  ['a role that is no ARN', { awsIAMType: 'ROLE', databaseName: '$external' }, 400, 'ATLAS_INVALID_USERNAME'],
  ['two ways', { awsIAMType: 'ROLE', oidcAuthType: 'USER' }, 400, 'ATLAS_INVALID_AUTH_SETTINGS'],
  [
    'X.509 with a password',
    { x509Type: 'MANAGED', databaseName: '$external' },
    400,
    'ATLAS_X509_USER_CANNOT_USE_SCRAM',
  ],
  ['a role twice', { roles: [...read, ...read] }, 400, 'DUPLICATE_DATABASE_ROLES'],
  [
    'atlasAdmin on a database',
    { roles: [{ roleName: 'atlasAdmin', databaseName: 'shop' }] },
    400,
    'ATLAS_INVALID_ROLE_DATABASE',
  ],
  ['yesterday', { deleteAfterDate: '2026-11-23T12:00:00Z' }, 400, 'EXPIRATION_DATE_IN_PAST'],
  ['eight days', { deleteAfterDate: '2026-12-02T12:00:00Z' }, 400, 'EXPIRATION_DATE_EXCEEDS_MAX'],
  ['a name that is taken', { username: 'shop-api' }, 409, 'USER_ALREADY_EXISTS'],
  ['an unknown field', { passwort: 'x' }, 400, 'INVALID_ATTRIBUTE'],
])('%s is refused', async (_, body, status, errorCode) => {
  expect(await post(world(application), body as Record<string, Body>)).toMatchObject({ status, body: { errorCode } });
});

test.each([
  [{ username: 'other' }, 409, 'DATABASE_USERNAME_CANNOT_BE_CHANGED'],
  [{ awsIAMType: 'ROLE' }, 409, 'AUTH_TYPE_CANNOT_BE_CHANGED'],
  [{ deleteAfterDate: '2026-11-26T00:00:00Z' }, 400, 'PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY'],
])('%j cannot be changed', async (body, status, errorCode) => {
  expect(await patch(world(application), application, body)).toMatchObject({ status, body: { errorCode } });
});

test('an X.509 user cannot be temporary', async () => {
  const here = world();
  const body = { databaseName: '$external', roles: read, username: 'CN=batch', x509Type: 'MANAGED' };
  const call = callOf(operations.create, { groupId }, { body: { ...body, deleteAfterDate: '2026-11-26T00:00:00Z' } });
  expect((await here.send(call)).body).toMatchObject({ errorCode: 'ATLAS_X509_USER_CANNOT_BE_TEMPORARY' });
  expect((await here.send(callOf(operations.create, { groupId }, { body }))).status).toBe(201);
});

test('a project holds a hundred users', async () => {
  const users = Array.from({ length: 100 }, (_, number) => ({ ...application, username: `user-${number}` }));
  expect(await post(world(...users), {})).toMatchObject({
    status: 403,
    body: { detail: 'Groups can contain at most 100 database users.', errorCode: 'GROUP_USERS_LIMIT_EXCEEDED' },
  });
});

test('Terraform imports a name with a slash by its other form', () => {
  const importId = (username: string) => terraform.importId({ ...application, username });
  expect(importId('shop-api')).toBe(`${groupId}/shop-api/admin`);
  expect(importId('64d6/readers')).toBe(`${groupId}-64d6/readers-admin`);
  expect(importId('64d6/data-readers')).toBeUndefined();
});

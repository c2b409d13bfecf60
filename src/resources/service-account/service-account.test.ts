import { expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import { callOf, type Operation } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import organizationSettings from '../organization-settings/index.ts';
import type { OrganizationSettings } from '../organization-settings/model.ts';
import project from '../project/index.ts';
import { operations as entryOperations } from '../service-account-access-list-entry/api.ts';
import { operations as assignmentOperations } from '../service-account-assignment/api.ts';
import { operations as secretOperations } from '../service-account-secret/api.ts';
import { accountFromWire, operations } from './api.ts';
import serviceAccount from './index.ts';
import { hoursOfSecret, type ServiceAccount } from './model.ts';

const [deployer] = serviceAccount.examples as [ServiceAccount];
const { orgId, projectId } = exampleIds;
const ADDRESS = '203.0.113.7';
const YEAR_HOURS = 8760;

function worldWith(...more: readonly { readonly kind: string; readonly model: unknown }[]): World {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    ...more,
  ]);
}

interface Shown {
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly secrets: readonly { readonly id: string; readonly expiresAt: string; readonly secret?: string }[];
}

async function makeAccount(world: World, roles: readonly string[] = ['ORG_OWNER'], hours = 720): Promise<Shown> {
  const answer = await world.send(
    callOf(
      operations.create,
      { orgId },
      { body: { name: 'runner', description: 'Runs', roles, secretExpiresAfterHours: hours } },
    ),
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as Shown;
}

const lives = (body: unknown) =>
  accountFromWire(body, orgId)
    .secrets.map(hoursOfSecret)
    .sort((a, b) => a - b);
const only = (account: Shown) => account.secrets[0] as Required<Shown['secrets'][number]>;

/** The answer of the token endpoint: a token, or the status of the refusal. */
function logIn({ emulator }: World, clientId: string, secret: string): string | number {
  const { status, body } = emulator.handle({
    method: 'POST',
    url: '/api/oauth/token',
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${secret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    remoteAddress: ADDRESS,
  });
  return status === 200 ? (JSON.parse(body) as { access_token: string }).access_token : status;
}

/** The status and code of a call with a token. */
function callWith(
  { emulator }: World,
  token: string | number,
  operation: Operation,
  parameters: Readonly<Record<string, string>>,
  body?: unknown,
): readonly [number, string | undefined] {
  const { method, path } = callOf(operation, parameters);
  const type = `application/vnd.atlas.${operation.version}+json`;
  const answer = emulator.handle({
    method,
    url: path,
    headers: { authorization: `Bearer ${token}`, accept: type, 'content-type': type },
    body: body === undefined ? '' : JSON.stringify(body),
    remoteAddress: ADDRESS,
  });
  return [answer.status, answer.headers['x-error-code']];
}

test('a new account can log in with the secret that is shown once, and with its roles only', async () => {
  const world = worldWith();
  const account = await makeAccount(world, ['ORG_READ_ONLY']);
  const { secret } = only(account);
  expect(account.clientId).toMatch(/^mdb_sa_id_[0-9a-f]{24}$/);
  expect(secret).toMatch(/^mdb_sa_sk_/);
  const token = logIn(world, account.clientId, secret);
  expect(callWith(world, token, operations.list, { orgId })).toEqual([200, undefined]);
  expect(callWith(world, token, operations.delete, { orgId, clientId: account.clientId })[1]).toBe('USER_UNAUTHORIZED');
  expect(logIn(world, account.clientId, 'mdb_sa_sk_wrong')).toBe(401);
  const read = await world.send(callOf(operations.get, { orgId, clientId: account.clientId }));
  expect(JSON.stringify(read.body)).not.toContain(secret);
  expect(JSON.stringify(world.emulator.store.save())).not.toContain(secret);
});

test('what was made can still log in to an emulator that goes on from its saved state', async () => {
  const world = worldWith();
  const account = await makeAccount(world);
  const saved = JSON.parse(JSON.stringify(world.emulator.store.save()));
  const { emulator } = worldOf([]);
  for (const document of saved.documents) emulator.store.put(document);
  emulator.store.commit();
  expect(logIn({ ...world, emulator }, account.clientId, only(account).secret)).toMatch(/^emulated\./);
});

test('a deleted secret opens nothing any more, and its tokens die with it; another one goes on', async () => {
  const world = worldWith();
  const account = await makeAccount(world);
  const { clientId } = account;
  const first = only(account);
  const token = logIn(world, clientId, first.secret);
  const second = (
    await world.send(callOf(secretOperations.create, { orgId, clientId }, { body: { secretExpiresAfterHours: 24 } }))
  ).body as { id: string; secret: string };
  const other = logIn(world, clientId, second.secret);
  const removed = await world.send(callOf(secretOperations.delete, { orgId, clientId, secretId: first.id }));
  expect(removed.status).toBe(204);
  expect(logIn(world, clientId, first.secret)).toBe(401);
  expect(callWith(world, token, operations.list, { orgId })[0]).toBe(401);
  expect(callWith(world, other, operations.list, { orgId })).toEqual([200, undefined]);
  const again = await world.send(callOf(secretOperations.delete, { orgId, clientId, secretId: first.id }));
  expect(again.status).toBe(404);
});

test('a secret ends when its time is over', async () => {
  const world = worldWith();
  const account = await makeAccount(world, ['ORG_OWNER'], 8);
  world.pass(8 * 3600 - 1);
  expect(logIn(world, account.clientId, only(account).secret)).toMatch(/^emulated\./);
  world.pass(1);
  expect(logIn(world, account.clientId, only(account).secret)).toBe(401);
});

test('a new secret cuts the other one to a week, a shorter rest stays, and a third is refused', async () => {
  const world = worldWith();
  const create = (clientId: string) =>
    world.send(callOf(secretOperations.create, { orgId, clientId }, { body: { secretExpiresAfterHours: 2160 } }));
  const long = await makeAccount(world, ['ORG_OWNER'], YEAR_HOURS);
  expect((await create(long.clientId)).status).toBe(201);
  const read = await world.send(callOf(operations.get, { orgId, clientId: long.clientId }));
  expect(lives(read.body)).toEqual([168, 2160]);
  const short = await makeAccount(world, ['ORG_OWNER'], 12);
  await create(short.clientId);
  const kept = await world.send(callOf(operations.get, { orgId, clientId: short.clientId }));
  expect(lives(kept.body)).toEqual([12, 2160]);
  expect((await create(short.clientId)).status).toBe(400);
});

test('the organization bounds how long a new secret may live', async () => {
  const settings = organizationSettings.examples[0] as OrganizationSettings;
  const attempt = (world: World, secretExpiresAfterHours: number) =>
    world.send(
      callOf(
        operations.create,
        { orgId },
        { body: { name: 'runner', description: 'Runs', roles: ['ORG_MEMBER'], secretExpiresAfterHours } },
      ),
    );
  const unbounded = worldWith();
  expect((await attempt(unbounded, 7)).status).toBe(400);
  expect((await attempt(unbounded, YEAR_HOURS + 1)).status).toBe(400);
  expect((await attempt(unbounded, YEAR_HOURS)).status).toBe(201);
  const bounded = worldWith({
    kind: 'organization-settings',
    model: { ...settings, maxServiceAccountSecretValidityInHours: 720 },
  });
  expect((await attempt(bounded, 721)).status).toBe(400);
  expect((await attempt(bounded, 720)).status).toBe(201);
  expect(bounded.emulator.store.all('service-account')).toHaveLength(1);
});

test('an account cannot take its own address off its own list; another caller can', async () => {
  const world = worldWith();
  const account = await makeAccount(world);
  const { clientId } = account;
  const token = logIn(world, clientId, only(account).secret);
  const add = (ipAddress: string) =>
    callWith(world, token, entryOperations.create, { orgId, clientId }, [{ ipAddress }]);
  expect(add(ADDRESS)).toEqual([200, undefined]);
  expect(add('198.51.100.9')).toEqual([200, undefined]);
  const remove = (ipAddress: string) => callWith(world, token, entryOperations.delete, { orgId, clientId, ipAddress });
  expect(remove('198.51.100.9')).toEqual([204, undefined]);
  expect(remove(ADDRESS)).toEqual([400, 'CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST']);
  const other = await world.send(callOf(entryOperations.delete, { orgId, clientId, ipAddress: ADDRESS }));
  expect(other.status).toBe(204);
});

test('the first entry of a list closes the account to every other address, also where its token was made before', async () => {
  const world = worldWith();
  const account = await makeAccount(world);
  const { clientId } = account;
  const token = logIn(world, clientId, only(account).secret);
  const added = callOf(entryOperations.create, { orgId, clientId }, { body: [{ cidrBlock: '198.51.100.0/24' }] });
  expect((await world.send(added)).status).toBe(200);
  expect(callWith(world, token, operations.list, { orgId })).toEqual([403, 'IP_ADDRESS_NOT_ON_ACCESS_LIST']);
  // Tokens themselves are given to any address ("Configure API access" page).
  expect(logIn(world, clientId, only(account).secret)).toMatch(/^emulated\./);
  const open = callOf(entryOperations.create, { orgId, clientId }, { body: [{ cidrBlock: '0.0.0.0/0' }] });
  expect((await world.send(open)).status).toBe(400);
});

test('roles in a project come and go without the account; its deletion takes everything along', async () => {
  const world = worldWith({ kind: 'service-account', model: deployer });
  const { clientId } = deployer;
  const inProject = { groupId: projectId, clientId };
  const invite = () =>
    world.send(callOf(assignmentOperations.invite, inProject, { body: { roles: ['GROUP_READ_ONLY'] } }));
  expect((await invite()).body).toMatchObject({ clientId, name: 'deployer', roles: ['GROUP_READ_ONLY'] });
  expect(await invite()).toMatchObject({
    status: 400,
    body: { errorCode: 'INVALID_ROLE_ASSIGNMENT', detail: expect.stringContaining('SERVICE_ACCOUNT_ALREADY_IN_GROUP') },
  });
  const projects = await world.send(callOf(operations.listProjects, { orgId, clientId }));
  expect(projects.body).toMatchObject({ results: [{ groupId: projectId, roles: ['GROUP_READ_ONLY'] }] });
  const changed = callOf(assignmentOperations.update, inProject, { body: { roles: ['GROUP_OWNER'], name: 'shop' } });
  expect((await world.send(changed)).body).toMatchObject({ name: 'shop', roles: ['GROUP_OWNER'] });
  expect((await world.send(callOf(operations.get, { orgId, clientId }))).body).toMatchObject({
    name: 'shop',
    roles: ['ORG_MEMBER'],
  });
  expect((await world.send(callOf(assignmentOperations.remove, inProject))).status).toBe(204);
  expect((await world.send(callOf(assignmentOperations.get, inProject))).status).toBe(404);
  expect((await world.send(callOf(operations.get, { orgId, clientId }))).status).toBe(200);
  await invite();
  await world.send(callOf(entryOperations.create, { orgId, clientId }, { body: [{ cidrBlock: '198.51.100.0/24' }] }));
  expect((await world.send(callOf(operations.delete, { orgId, clientId }))).status).toBe(204);
  for (const kind of ['', '-secret', '-assignment', '-access-list-entry'])
    expect(world.emulator.store.all(`service-account${kind}`), kind).toEqual([]);
});

test("an account of a project is a member of its organization, and the project's owner keeps its secrets and list", async () => {
  const world = worldWith();
  const made = await world.send(
    callOf(
      assignmentOperations.create,
      { groupId: projectId },
      { body: { name: 'ci', description: 'CI', roles: ['GROUP_OWNER'], secretExpiresAfterHours: 48 } },
    ),
  );
  expect(made.status).toBe(201);
  const account = made.body as Shown;
  const { clientId } = account;
  expect(account.roles).toEqual(['GROUP_OWNER']);
  expect((await world.send(callOf(operations.get, { orgId, clientId }))).body).toMatchObject({ roles: ['ORG_MEMBER'] });
  const token = logIn(world, clientId, only(account).secret);
  const here = { groupId: projectId, clientId };
  expect(callWith(world, token, secretOperations.createInProject, here, { secretExpiresAfterHours: 48 })[0]).toBe(201);
  expect(callWith(world, token, entryOperations.createInProject, here, [{ ipAddress: ADDRESS }])[0]).toBe(200);
  expect(callWith(world, token, entryOperations.listInProject, here)[0]).toBe(200);
  // It is nobody in the organization but a member, and another account is none of its business.
  expect(callWith(world, token, secretOperations.create, { orgId, clientId }, { secretExpiresAfterHours: 48 })[1]).toBe(
    'USER_UNAUTHORIZED',
  );
  const foreign = await makeAccount(world);
  expect(
    callWith(
      world,
      token,
      secretOperations.createInProject,
      { groupId: projectId, clientId: foreign.clientId },
      {
        secretExpiresAfterHours: 48,
      },
    )[0],
  ).toBe(404);
});

test('an account without a description is refused before anything is sent, and reads back as Atlas has it', () => {
  const silent = { ...deployer, description: '' };
  expect(() => serviceAccount.write?.create?.(serviceAccount.create(silent))).toThrow(/without a description/);
  expect(() => serviceAccount.write?.update?.(serviceAccount.update(deployer, silent))).toThrow(/description/);
  const found = serviceAccount.write?.find(deployer).parse({
    clientId: deployer.clientId,
    createdAt: deployer.createdAt,
    name: deployer.name,
    roles: ['ORG_MEMBER'],
  });
  expect(found).toEqual({ ...silent, secrets: [] });
});

import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { operations as keyOperations } from '../api-key/api.ts';
import { exampleIds } from '../contract.ts';
import { operations as userOperations } from '../database-user/api.ts';
import project from '../project/index.ts';
import { listEvents, listProjectEvents } from './events.ts';
import organization from './index.ts';

const { orgId, projectId: groupId } = exampleIds;

function world() {
  const here = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    ...project.examples.map((model) => ({ kind: 'project', model })),
  ]);
  const send = (operation: Operation, body?: Body, params: Readonly<Record<string, string>> = {}) =>
    here.send(callOf(operation, { orgId, groupId, ...params }, body === undefined ? {} : { body }));
  const feed = async (operation: Operation, query: Readonly<Record<string, string>> = {}) =>
    (await here.send(callOf(operation, { orgId, groupId }, { query }))).body as {
      readonly links: readonly unknown[];
      readonly results: readonly Record<string, unknown>[];
      readonly totalCount: number;
    };
  return { ...here, send, feed };
}

const user = (username: string): Body => ({
  username,
  databaseName: 'admin',
  password: 'not-in-any-event-1',
  roles: [{ roleName: 'read', databaseName: 'shop' }],
});

test('a write that succeeds is in the feed, with who made it and whom it names (recorded field by field)', async () => {
  const here = world();
  expect((await here.send(keyOperations.create, { desc: 'ci', roles: ['ORG_READ_ONLY'] })).status).toBe(200);
  expect((await here.send(userOperations.create, user('app'))).status).toBe(201);
  expect((await here.send(userOperations.create, user('app'))).status).toBe(409);
  const [created] = (await here.feed(listEvents)).results;
  expect(created).toEqual({
    created: here.now(),
    eventTypeName: 'API_KEY_CREATED',
    id: expect.any(String),
    isGlobalAdmin: false,
    links: [{ href: expect.stringContaining('/groups/null/events/'), rel: 'self' }],
    orgId,
    publicKey: 'mdb_sa_id_law',
    remoteAddress: '127.0.0.1',
    targetPublicKey: expect.stringMatching(/^[a-z]{8}$/),
  });
  const { results } = await here.feed(listProjectEvents);
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ eventTypeName: 'MONGODB_USER_ADDED', dbUserUsername: 'app', groupId });
  expect(results[0]).not.toHaveProperty('orgId');
  expect(JSON.stringify(here.emulator.store.save())).not.toContain('not-in-any-event');
});

test('the newest stands first, nothing is counted, and a full page has no next one (recorded)', async () => {
  const here = world();
  for (const name of ['one', 'two', 'three']) {
    await here.send(userOperations.create, user(name));
    here.pass(60);
  }
  const names = async (query: Readonly<Record<string, string>>) =>
    (await here.feed(listProjectEvents, query)).results.map(({ dbUserUsername }) => dbUserUsername);
  expect(await names({})).toEqual(['three', 'two', 'one']);
  const all = await here.feed(listProjectEvents);
  const second = String(all.results[1]?.created);
  expect(await names({ minDate: second })).toEqual(['three', 'two']);
  expect(await names({ maxDate: second })).toEqual(['two', 'one']);
  expect(await names({ eventType: 'MONGODB_USER_DELETED' })).toEqual([]);
  const page = await here.feed(listProjectEvents, { itemsPerPage: '2' });
  expect(page).toMatchObject({ totalCount: 0, links: [{ rel: 'self' }] });
  expect(page.links).toHaveLength(1);
  expect(await here.feed(listProjectEvents, { includeCount: 'true' })).toMatchObject({ totalCount: 3 });
});

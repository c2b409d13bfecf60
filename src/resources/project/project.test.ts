import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import { operations as settings } from '../project-settings/api.ts';
import { operations } from './api.ts';
import project from './index.ts';
import type { Project } from './model.ts';

const [production, development] = project.examples as [Project, Project];
const { orgId } = exampleIds;
const home = { kind: 'organization', model: organization.examples[0] };
const create = (name: string, more: object = {}) => callOf(operations.create, {}, { body: { name, orgId, ...more } });

test('a create answers without tags unless some were sent, and its address names nothing', async () => {
  const world = worldOf([home]);
  const plain = await world.send(create('shop'));
  expect(plain.status).toBe(201);
  expect(plain.headers.location).toBe('https://cloud.mongodb.com//api/atlas/v1.0');
  expect(Object.keys(plain.body as object).sort()).toEqual([
    'clusterCount',
    'created',
    'id',
    'links',
    'name',
    'orgId',
    'withDefaultAlertsSettings',
  ]);
  const { id, created } = plain.body as { id: string; created: string };
  expect(created).toBe('2026-11-24T12:00:00Z');
  const read = await world.send(callOf(operations.get, { groupId: id }));
  expect(read.body).toMatchObject({ tags: [], clusterCount: 0 });
  const tagged = await world.send(create('shop-tagged', { tags: [] }));
  expect(tagged.body).toMatchObject({ tags: [] });
});

test('a name is taken once in an organization, by a create and by a new name', async () => {
  const world = worldOf([home, { kind: 'project', model: production }, { kind: 'project', model: development }]);
  const again = await world.send(create(production.name));
  expect(again).toMatchObject({
    status: 409,
    body: {
      errorCode: 'GROUP_ALREADY_EXISTS',
      detail: `A group with name "${production.name}" already exists.`,
      parameters: [production.name],
    },
  });
  expect(again.headers['x-error-code']).toBe('GROUP_ALREADY_EXISTS');
  const rename = (name: string) => callOf(operations.update, { groupId: development.id }, { body: { name } });
  expect((await world.send(rename(production.name))).status).toBe(409);
  expect((await world.send(rename(development.name))).status).toBe(200);
});

test('an organization holds 250 projects', async () => {
  const models = Array.from({ length: 250 }, (_, index) => ({
    kind: 'project',
    model: { ...development, id: `65${String(index).padStart(22, '0')}`, name: `p-${index}` },
  }));
  const world = worldOf([home, ...models]);
  expect(await world.send(create('one-too-many'))).toMatchObject({
    status: 400,
    body: { errorCode: 'MAX_GROUPS_PER_ORG_EXCEEDED', parameters: ['250', orgId] },
  });
});

test('a deleted project is gone in two voices: its own and its settings, and what lay below it', async () => {
  const world = worldOf([home, { kind: 'project', model: production }]);
  const groupId = production.id;
  expect(await world.send(callOf(operations.delete, { groupId }))).toMatchObject({ status: 202, body: {} });
  for (const [operation, tail] of [
    [operations.get, ''],
    [settings.get, '/settings'],
  ] as const) {
    expect(await world.send(callOf(operation, { groupId }))).toMatchObject({
      status: 404,
      body: {
        errorCode: 'RESOURCE_NOT_FOUND',
        detail: `Cannot find resource /api/atlas/v2/groups/${groupId}${tail}.`,
      },
    });
  }
  expect((await world.send(create(production.name))).status).toBe(201);
});

test('a tag with a slash is refused in the words of Atlas', async () => {
  const world = worldOf([home, { kind: 'project', model: development }]);
  const body = { tags: [{ key: 'invalid-tag-value', value: 'test/test' }] };
  const answer = await world.send(callOf(operations.update, { groupId: development.id }, { body }));
  expect(answer).toMatchObject({ status: 400, body: { errorCode: 'VALIDATION_ERROR' } });
  expect((answer.body as { detail: string }).detail).toContain("value='test/test'} contains invalid characters.");
});

import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { printHcl } from '../../core/hcl.ts';
import { collect } from '../../workflows/collect.ts';
import { readOnly } from '../../workflows/ports.ts';
import { renderTerraform } from '../../workflows/render-terraform.ts';
import { exampleIds } from '../contract.ts';
import { resources } from '../index.generated.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { ProjectLimit } from './model.ts';

const [users, entries, federation] = resource.examples as [ProjectLimit, ProjectLimit, ProjectLimit];
const groupId = users.projectId;
const parents = parentsOf(resource, users);
const world = (...models: readonly ProjectLimit[]) =>
  worldOf([...parents, ...models.map((model) => ({ kind: resource.kind, model }))]);

test('a project that nobody has touched has no limit of its own', async () => {
  const here = world();
  const { body } = await here.send(callOf(operations.list, { groupId }));
  expect(body).toHaveLength(10);
  // Recorded: the one limit that stands elsewhere than at the default that Atlas names.
  expect(body).toContainEqual({
    defaultLimit: 50,
    maximumLimit: 100,
    name: 'atlas.project.deployment.privateServiceConnectionsPerRegionGroup',
    value: 6,
  });
  const options = { orgId: exampleIds.orgId, kinds: [resource.kind], resources, baseUrl: 'emulator:', now: here.now() };
  const { resources: found } = await collect({ ...options, api: readOnly(here) });
  expect(found.filter(({ kind }) => kind === resource.kind)).toEqual([]);
});

test('a limit that is removed goes back to the default; one of Data Federation is gone', async () => {
  const here = world(users, federation);
  const get = ({ name }: ProjectLimit) => here.send(callOf(operations.get, { groupId, limitName: name }));
  expect((await get(users)).body).toMatchObject({ value: 200, currentUsage: 0 });
  for (const limit of [users, federation]) {
    const [call] = resource.write?.delete?.(resource.delete(limit)) ?? [];
    expect((await here.send(call as NonNullable<typeof call>)).status).toBe(204);
  }
  expect((await get(users)).body).toMatchObject({ value: 100 });
  expect((await get(federation)).status).toBe(404);
});

test('what Atlas sets by itself is no limit to be set', () => {
  expect(() => resource.write?.update?.(resource.update(entries, { value: 200 }))).toThrow(/Remove the limit instead/);
});

test.each([
  ['atlas.project.deployment.salesSoldM0s', 5],
  ['atlas.project.nothing', 5],
  [users.name, 901],
])('%s = %i is refused', async (limitName, value) => {
  const refused = await world().send(callOf(operations.set, { groupId, limitName }, { body: { value } }));
  expect(refused.status).toBe(400);
});

test('Terraform is shown as a block for the own project, and never as a project', () => {
  const steps = [users, entries].map((limit, at) => {
    const change = resource.create(limit);
    return { id: `s${at}`, what: change.address, change, closes: [], hazards: [], after: [], wave: 0 };
  });
  const { blocks } = renderTerraform(steps, resources);
  expect(blocks.map(({ place }) => place)).toEqual(['differences', 'differences']);
  const text = printHcl(blocks);
  expect(text.match(/put it into your own block/g)).toHaveLength(2);
  expect(text).toMatch(/limits \{\s+name\s+= "atlas\.project\.security\.networkAccess\.entries"\s+value = 20\s+\}/);
});

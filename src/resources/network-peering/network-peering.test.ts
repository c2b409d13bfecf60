import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { operations as containers } from '../network-container/api.ts';
import container from '../network-container/index.ts';
import { operations } from './api.ts';
import peering from './index.ts';
import type { NetworkPeering } from './model.ts';

const [aws, azure, google] = peering.examples as [NetworkPeering, NetworkPeering, NetworkPeering];

function world(models: readonly NetworkPeering[]): World {
  return worldOf([
    ...parentsOf(peering, aws),
    ...container.examples.map((model) => ({ kind: container.kind, model })),
    ...models.map((model) => ({ kind: peering.kind, model })),
  ]);
}

async function made(model: NetworkPeering) {
  const here = world([]);
  const change = peering.create(model);
  for (const call of peering.write?.create?.(change) ?? []) expect((await here.send(call)).status).toBe(200);
  const [wait] = peering.write?.settle?.(change) ?? [];
  if (wait === undefined) throw new Error('a peering connection is waited for');
  const state = async () => {
    const { status, body } = await here.send(wait.call);
    return wait.state(status, body);
  };
  const read = async () => {
    const { call, parse } = peering.write?.find(model) ?? expect.fail('peerings can be found');
    return parse((await here.send(call)).body)?.state;
  };
  return { here, state, read };
}

test.each([
  ['AWS waits for the owner of the VPC', aws, 'waiting'],
  ['Azure was granted its rights before', azure, 'available'],
  ['Google Cloud waits for the owner of the network', google, 'waiting'],
] as const)('%s, and that counts as settled', async (_, model, end) => {
  const { here, state, read } = await made(model);
  expect(await read()).toBe('initiating');
  expect(await state()).toBe('pending');
  here.pass(2);
  expect(await read()).toBe(end);
  expect(await state()).toBe('settled');
});

test('a refused connection is a failure that says why', async () => {
  const here = world([{ ...aws, state: 'failed', error: 'REJECTED' }]);
  const [wait] = peering.write?.settle?.(peering.update(aws, {})) ?? [];
  if (wait === undefined) throw new Error('a peering connection is waited for');
  const { status, body } = await here.send(wait.call);
  expect(wait.state(status, body)).toEqual({ failed: 'Atlas reports the peering connection as failed: REJECTED.' });
});

test('without a provider Atlas lists AWS alone, so every cloud is asked for', async () => {
  const here = world([aws, azure, google]);
  const bare = await here.send(callOf(operations.list, { groupId: aws.projectId }));
  expect((bare.body as { results: unknown[] }).results).toHaveLength(1);
  const calls = peering.read.calls({ id: aws.projectId } as never, '');
  const found = await Promise.all(calls.map(async (call) => (await here.send(call)).body as { results: unknown[] }));
  expect(found.flatMap(({ results }) => results)).toHaveLength(3);
});

test('a container with a peering connection cannot be removed, and without one it can', async () => {
  const [block] = container.examples;
  const remove = callOf(containers.delete, { groupId: aws.projectId, containerId: block?.id ?? '' });
  const refused = await world([aws]).send(remove);
  expect([refused.status, (refused.body as { errorCode: string }).errorCode]).toEqual([409, 'CONTAINERS_IN_USE']);
  expect((await world([azure]).send(remove)).status).toBe(204);
});

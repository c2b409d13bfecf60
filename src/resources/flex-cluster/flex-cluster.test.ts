import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { operations as clusterOperations } from '../cluster/api.ts';
import cluster from '../cluster/index.ts';
import type { Cluster } from '../cluster/model.ts';
import { exampleIds } from '../contract.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { FlexCluster } from './model.ts';

const [prototype] = resource.examples as [FlexCluster];
const [payments] = cluster.examples as [Cluster];
const groupId = exampleIds.projectId;

function world(): World {
  return worldOf([
    ...parentsOf(resource, prototype),
    { kind: 'flex-cluster', model: prototype },
    { kind: 'cluster', model: payments },
  ]);
}

test('each API knows of the other one’s clusters, and shows none of them (recorded)', async () => {
  const here = world();
  expect(await here.send(callOf(operations.get, { groupId, name: 'payments' }))).toMatchObject({
    status: 400,
    body: { detail: 'Cannot use non-flex cluster payments in the flex API.' },
  });
  expect(await here.send(callOf(clusterOperations.get, { groupId, clusterName: 'prototype' }))).toMatchObject({
    status: 400,
    body: { detail: 'Flex cluster prototype cannot be used in the Cluster API.', parameters: ['prototype'] },
  });
  const names = async (call: Parameters<World['send']>[0]) =>
    ((await here.send(call)).body as { results: { name: string }[] }).results.map(({ name }) => name);
  expect(await names(callOf(operations.list, { groupId }))).toEqual(['prototype']);
  expect(await names(callOf(clusterOperations.list, { groupId }))).toEqual(['payments']);
});

test('names are shared by both (recorded)', async () => {
  const [create] = resource.write?.create?.(resource.create({ ...prototype, name: 'payments' })) ?? [];
  const refused = await world().send(create ?? expect.fail('a flex cluster can be made'));
  expect(refused).toMatchObject({
    status: 400,
    body: { errorCode: 'DUPLICATE_CLUSTER_NAME', parameters: ['cluster or serverless instance', 'payments', groupId] },
  });
});

test('has its SRV name before it runs, and goes in two steps (recorded)', async () => {
  const here = world();
  const [create] = resource.write?.create?.(resource.create({ ...prototype, name: 'trial' })) ?? [];
  const made = (await here.send(create ?? expect.fail('a flex cluster can be made'))).body as FlexCluster;
  expect(made).toMatchObject({ stateName: 'CREATING', backupSettings: { enabled: true } });
  expect(Object.keys(made.connectionStrings)).toEqual(['standardSrv']);
  expect(made).not.toHaveProperty('tags');
  here.pass(5);
  const get = callOf(operations.get, { groupId, name: 'trial' });
  expect((await here.send(get)).body).toMatchObject({
    stateName: 'IDLE',
    connectionStrings: {
      standard: expect.stringContaining('replicaSet='),
      standardSrv: made.connectionStrings.standardSrv,
    },
    tags: [],
  });
  expect((await here.send(callOf(operations.delete, { groupId, name: 'trial' }))).status).toBe(204);
  expect((await here.send(get)).body).toMatchObject({ stateName: 'DELETING' });
  here.pass(5);
  expect(await here.send(get)).toMatchObject({ status: 404, body: { errorCode: 'CLUSTER_NOT_FOUND' } });
});

test('protection holds', async () => {
  const here = world();
  const name = 'prototype';
  await here.send(callOf(operations.update, { groupId, name }, { body: { terminationProtectionEnabled: true } }));
  expect(await here.send(callOf(operations.delete, { groupId, name }))).toMatchObject({
    status: 400,
    body: { errorCode: 'CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED' },
  });
});

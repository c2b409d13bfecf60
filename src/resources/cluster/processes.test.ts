import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import project from '../project/index.ts';
import { accessHistoryOfHost } from './access-history.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import { getProcess, listProcesses } from './processes.ts';

const groupId = exampleIds.projectId;
const here = () =>
  worldOf([
    { kind: 'project', model: project.examples.find(({ id }) => id === groupId) },
    { kind: 'cluster', model: resource.examples[0] },
  ]);

test('a host has a name of its own beside the one that clients know, and is asked for by it (recorded)', async () => {
  const world = here();
  const { body } = await world.send(callOf(listProcesses, { groupId }));
  const processes = (body as { readonly results: readonly Record<string, unknown>[] }).results;
  expect(processes).toHaveLength(3);
  expect(processes[0]).toMatchObject({
    hostname: 'atlas-x1y2z3-shard-00-00.ab1cd.mongodb.net',
    replicaSetName: 'atlas-x1y2z3-shard-0',
    userAlias: 'payments-shard-00-00.ab1cd.mongodb.net',
  });
  const processId = String(processes[2]?.id).replace(':', '_');
  expect(await world.send(callOf(getProcess, { groupId, processId }))).toMatchObject({
    status: 200,
    body: { id: processes[2]?.id, typeName: 'REPLICA_PRIMARY' },
  });
  const ask = (hostname: string) => world.send(callOf(accessHistoryOfHost, { groupId, hostname }));
  expect((await ask(String(processes[0]?.hostname))).status).toBe(200);
  expect((await ask(String(processes[0]?.userAlias))).status).toBe(404);
});

test('the hosts of a project stand below one domain, also when its clusters have gone in between (recorded)', async () => {
  const world = here();
  await world.send(callOf(operations.delete, { groupId, clusterName: 'payments' }));
  world.pass(5);
  const size = { instanceSize: 'M10', nodeCount: 3 };
  const region = { providerName: 'AWS', regionName: 'EU_WEST_1', priority: 7, electableSpecs: size };
  const body = { name: 'orders', clusterType: 'REPLICASET', replicationSpecs: [{ regionConfigs: [region] }] };
  await world.send(callOf(operations.create, { groupId }, { body }));
  world.pass(5);
  expect(await world.send(callOf(operations.get, { groupId, clusterName: 'orders' }))).toMatchObject({
    body: { connectionStrings: { standardSrv: 'mongodb+srv://orders.ab1cd.mongodb.net' } },
  });
});

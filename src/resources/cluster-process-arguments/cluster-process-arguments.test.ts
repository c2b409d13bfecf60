import { describe, expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import cluster from '../cluster/index.ts';
import type { Cluster } from '../cluster/model.ts';
import { exampleIds } from '../contract.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import { type ClusterProcessArguments, isUnsafeTlsTransition, mergeTls } from './model.ts';

const [usual] = resource.examples as [ClusterProcessArguments];
const [payments] = cluster.examples as [Cluster];
const sandbox = cluster.examples.find(({ tier }) => tier === 'free') as Cluster;
const groupId = exampleIds.projectId;
const AES_256 = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
const AES_128 = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

function world(model: Cluster = payments): World {
  return worldOf([...parentsOf(cluster, model), { kind: 'cluster', model }]);
}

const patch = (here: World, body: Body, clusterName = 'payments') =>
  here.send(callOf(operations.update, { groupId, clusterName }, { body }));
const get = (here: World, operation: Operation = operations.get, clusterName = 'payments') =>
  here.send(callOf(operation, { groupId, clusterName }));
const stateOf = (here: World) => here.emulator.store.get('cluster', groupId, 'payments')?.wire.stateName;

describe('TLS', () => {
  const only = (suite: string) => mergeTls(usual, { customOpensslCipherConfigTls12: [suite] });
  test.each([
    ['1.2 to 1.3 by default', usual, mergeTls(usual, { minimumEnabledTlsProtocol: 'TLS1_3' }), false],
    ['fewer suites', usual, only(AES_256), false],
    ['one suite for another', only(AES_256), only(AES_128), true],
    ['only 1.2 to only 1.3', only(AES_256), mergeTls(usual, { minimumEnabledTlsProtocol: 'TLS1_3' }), true],
    ['back to the default', only(AES_256), mergeTls(only(AES_256), { tlsCipherConfigMode: 'DEFAULT' }), false],
  ] as const)('%s', (_, before, after, unsafe) => {
    expect(isUnsafeTlsTransition(before, after)).toBe(unsafe);
  });

  test('a jump is refused whichever way it is asked for', async () => {
    const here = world();
    expect((await patch(here, { customOpensslCipherConfigTls12: [AES_256] })).body).toMatchObject({
      tlsCipherConfigMode: 'CUSTOM',
    });
    const refused = { status: 400, body: { errorCode: 'UNSAFE_TLS_TRANSITION' } };
    expect(await patch(here, { customOpensslCipherConfigTls12: [AES_128] })).toMatchObject(refused);
    const update = callOf(
      {
        ...operations.update,
        id: 'updateGroupCluster',
        version: '2024-10-23',
        path: '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}',
      },
      { groupId, clusterName: 'payments' },
      { body: { advancedConfiguration: { minimumEnabledTlsProtocol: 'TLS1_3' } } },
    );
    expect(await here.send(update)).toMatchObject(refused);
    expect((await get(here)).body).toMatchObject({
      minimumEnabledTlsProtocol: 'TLS1_2',
      customOpensslCipherConfigTls12: [AES_256],
    });
  });

  test('is the same in the cluster and in its process arguments', async () => {
    const here = world();
    await patch(here, { minimumEnabledTlsProtocol: 'TLS1_3' });
    expect(here.emulator.store.get('cluster', groupId, 'payments')?.wire.advancedConfiguration).toMatchObject({
      minimumEnabledTlsProtocol: 'TLS1_3',
    });
  });
});

test('TLS and JavaScript restart the cluster, a write concern does not', async () => {
  const here = world();
  await patch(here, { defaultWriteConcern: 'majority' });
  expect(stateOf(here)).toBe('IDLE');
  await patch(here, { javascriptEnabled: false });
  expect(stateOf(here)).toBe('UPDATING');
  here.pass(5);
  await get(here);
  expect(stateOf(here)).toBe('IDLE');
});

test('a null puts a default back, and every key is always there', async () => {
  const here = world();
  await patch(here, { oplogMinRetentionHours: 48, javascriptEnabled: false });
  const { body } = await patch(here, { oplogMinRetentionHours: null, javascriptEnabled: null });
  expect(body).toMatchObject({ oplogMinRetentionHours: null, javascriptEnabled: true, defaultMaxTimeMS: null });
  expect(Object.keys(body as object)).toHaveLength(16);
  const older = (await get(here, { ...operations.get, version: '2023-01-01' })).body;
  expect(older).toMatchObject({ defaultReadConcern: null, failIndexKeyTooLong: null });
});

test('a free cluster shows its arguments and keeps them (recorded: GET 200)', async () => {
  const here = world(sandbox);
  expect(await get(here, operations.get, 'sandbox')).toMatchObject({
    status: 200,
    body: { minimumEnabledTlsProtocol: 'TLS1_2', javascriptEnabled: true },
  });
  expect(await patch(here, { javascriptEnabled: false }, 'sandbox')).toMatchObject({
    status: 400,
    body: { errorCode: 'TENANT_CLUSTER_PROCESS_ARGS_NOT_SUPPORTED' },
  });
});

test.each([
  [{ oplogSizeMB: 500 }, 'OPLOG_SIZE_MB_LESS_THAN_990'],
  [{ tlsCipherConfigMode: 'CUSTOM' }, 'INVALID_ATTRIBUTE'],
  [{ minimumEnabledTlsProtocol: 'SSL3' }, 'INVALID_ENUM_VALUE'],
  [{ failIndexes: true }, 'INVALID_ATTRIBUTE'],
])('%j: %s', async (body, errorCode) => {
  expect(await patch(world(), body as Body)).toMatchObject({ status: 400, body: { errorCode } });
});

test('a paused cluster takes no arguments', async () => {
  expect(await patch(world({ ...payments, paused: true }), { javascriptEnabled: false })).toMatchObject({
    status: 409,
    body: { errorCode: 'CANNOT_UPDATE_PAUSED_CLUSTER' },
  });
});

test('an answer of 2024 without cipher settings is read (recorded)', () => {
  const {
    customOpensslCipherConfigTls12: _12,
    customOpensslCipherConfigTls13: _13,
    tlsCipherConfigMode: _m,
    ...old
  } = usual;
  const [read] = resource.read.parse(old, { projectId: groupId, name: 'payments' } as never, {} as never);
  expect(read).toEqual({ ...usual, tlsCipherConfigMode: null });
});

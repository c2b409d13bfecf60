import { describe, expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { Cluster } from './model.ts';

const [payments, ledger, sandbox] = resource.examples as [Cluster, Cluster, Cluster];
const groupId = exampleIds.projectId;
type Wire = Record<string, unknown> & { stateName: string; connectionStrings: Record<string, unknown> };

function world(...clusters: readonly Cluster[]): World {
  const owner = project.examples.find(({ id }) => id === groupId);
  return worldOf([{ kind: 'project', model: owner }, ...clusters.map((model) => ({ kind: 'cluster', model }))]);
}

const named = (operation: Operation, name: string, body?: Body) =>
  callOf(operation, { groupId, clusterName: name }, body === undefined ? {} : { body });
const inVersion = (operation: Operation, version: string): Operation => ({ ...operation, version });
const patch = (here: World, name: string, body: Body) => here.send(named(operations.update, name, body));
async function get(here: World, name: string, version = '2024-08-05'): Promise<Wire> {
  return (await here.send(named(inVersion(operations.get, version), name))).body as Wire;
}

const region = (instanceSize: string) => ({
  providerName: 'AWS',
  regionName: 'EU_WEST_1',
  priority: 7,
  electableSpecs: { instanceSize, nodeCount: 3 },
});
const post = (name: string, more: Record<string, Body> = {}) =>
  callOf(
    operations.create,
    { groupId },
    {
      body: {
        name,
        clusterType: 'REPLICASET',
        replicationSpecs: [{ zoneName: 'Zone 1', regionConfigs: [region('M10')] }],
        ...more,
      },
    },
  );

describe('the life of a dedicated cluster (recorded: TestClustersFlags)', () => {
  test('has no connection strings before it runs, and brings its container', async () => {
    const here = world();
    const made = (await here.send(post('orders', { backupEnabled: true }))).body as Wire;
    expect(made).toMatchObject({ stateName: 'CREATING', connectionStrings: {}, pitEnabled: true });
    expect(made.connectionStrings).not.toHaveProperty('standardSrv');
    expect(made).not.toHaveProperty('tags');
    here.pass(5);
    const runs = await get(here, 'orders');
    expect(runs).toMatchObject({ stateName: 'IDLE', tags: [] });
    expect(runs.connectionStrings.standardSrv).toMatch(/^mongodb\+srv:\/\/orders\.\w+\.mongodb\.net$/);
    const [container] = here.emulator.store.list('network-container', groupId);
    expect(container?.wire).toMatchObject({ atlasCidrBlock: '192.168.248.0/21', regionName: 'EU_WEST_1' });
  });

  test('what was seen without addresses has none, and gets them a moment later (recorded of free clusters that are IDLE)', async () => {
    const here = world(sandbox);
    expect((await get(here, 'sandbox')).connectionStrings).toEqual({});
    here.pass(60);
    expect((await get(here, 'sandbox')).connectionStrings).toEqual({
      standard: expect.stringMatching(/^mongodb:\/\/ac-/),
      standardSrv: expect.stringMatching(/^mongodb\+srv:\/\/sandbox\./),
    });
  });

  test('shows new settings at once, and UPDATING until they are there', async () => {
    const here = world(payments);
    const answer = await patch(here, 'payments', { redactClientLogData: true });
    expect(answer).toMatchObject({ status: 200, body: { redactClientLogData: true, stateName: 'UPDATING' } });
    here.pass(5);
    expect(await get(here, 'payments')).toMatchObject({ redactClientLogData: true, stateName: 'IDLE' });
  });

  test('goes in two steps, and refuses everything in between', async () => {
    const here = world(payments);
    expect(await here.send(named(operations.delete, 'payments'))).toMatchObject({ status: 202, body: {} });
    expect(await get(here, 'payments')).toMatchObject({ stateName: 'DELETING' });
    const again = await here.send(named(operations.delete, 'payments'));
    expect(again).toMatchObject({ status: 400, body: { errorCode: 'CLUSTER_ALREADY_REQUESTED_DELETION' } });
    const changed = await patch(here, 'payments', { tags: [] });
    expect(changed.body).toEqual({
      detail: 'Reason: This cluster is currently being deleted, cannot update.',
      error: 400,
      errorCode: 'ATLAS_GENERAL_ERROR',
      parameters: ['This cluster is currently being deleted, cannot update'],
      reason: 'Bad Request',
    });
    here.pass(5);
    const gone = await here.send(named(operations.get, 'payments'));
    expect(gone).toMatchObject({
      status: 404,
      headers: { 'x-error-code': 'CLUSTER_NOT_FOUND' },
      body: { detail: `No cluster named payments exists in group ${groupId}.`, parameters: ['payments', groupId] },
    });
  });

  test('does not go while it is protected', async () => {
    const here = world({ ...payments, terminationProtectionEnabled: true });
    const refused = await here.send(named(operations.delete, 'payments'));
    expect(refused.body).toMatchObject({
      errorCode: 'CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED',
      parameters: [expect.stringContaining(`Cannot terminate cluster payments in group ${groupId}`)],
    });
  });
});

describe('pausing', () => {
  test('takes no other change with it, nor one while it lasts', async () => {
    const here = world(payments);
    expect(await patch(here, 'payments', { paused: true, tags: [] })).toMatchObject({
      status: 409,
      body: { errorCode: 'CANNOT_UPDATE_AND_PAUSE_CLUSTER' },
    });
    expect(await patch(here, 'payments', { paused: true })).toMatchObject({ body: { paused: true } });
    expect(await patch(here, 'payments', { tags: [] })).toMatchObject({
      status: 409,
      body: { detail: 'Cannot update cluster payments while it is paused or being paused.' },
    });
    expect(await patch(here, 'payments', { paused: true })).toMatchObject({
      body: { errorCode: 'CLUSTER_ALREADY_PAUSED' },
    });
    here.pass(5);
    expect(await patch(here, 'payments', { paused: false })).toMatchObject({ status: 200, body: { paused: false } });
    here.pass(5);
    expect(await patch(here, 'payments', { paused: true })).toMatchObject({
      status: 400,
      body: { errorCode: 'CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER', parameters: [60] },
    });
    here.pass(3600);
    expect((await patch(here, 'payments', { paused: true })).status).toBe(200);
  });

  test('comes last in what we send, and resuming first', () => {
    const bodies = (before: Cluster, after: Cluster) =>
      resource.write?.update?.(resource.update(before, after))?.map(({ body }) => body);
    const strict = { ...payments, terminationProtectionEnabled: true };
    expect(bodies(payments, { ...strict, paused: true })).toEqual([
      { terminationProtectionEnabled: true },
      { paused: true },
    ]);
    expect(bodies({ ...payments, paused: true }, strict)).toEqual([
      { paused: false },
      { terminationProtectionEnabled: true },
    ]);
  });
});

describe('versions', () => {
  test('2023-02-01 says shards and disk size its own way (recorded in both)', async () => {
    const here = world();
    const sharded = { clusterType: 'SHARDED', diskSizeGB: 30 };
    const specs = [{ zoneName: 'Zone 1', numShards: 2, regionConfigs: [region('M10')] }];
    const call = post('orders', { ...sharded, replicationSpecs: specs });
    const answer = await here.send({ ...call, operation: inVersion(operations.create, '2023-02-01') });
    expect(answer.headers).toMatchObject({
      deprecation: 'Mon, 5 Aug 2024 00:00:00 GMT',
      sunset: 'Thu, 1 Jul 2027 00:00:00 GMT',
    });
    expect(answer.body).toMatchObject({ diskSizeGB: 30, replicationSpecs: [{ numShards: 2 }] });
    const older = await get(here, 'orders', '2023-02-01');
    const newer = await get(here, 'orders');
    expect(older).not.toHaveProperty('redactClientLogData');
    expect(newer).not.toHaveProperty('diskSizeGB');
    const spec = { regionConfigs: [{ electableSpecs: { diskSizeGB: 30, instanceSize: 'M10' } }], zoneName: 'Zone 1' };
    expect(newer.replicationSpecs).toMatchObject([spec, spec]);
    const ids = (wire: Wire) => (wire.replicationSpecs as { id: string }[]).map(({ id }) => id);
    expect(ids(newer)).not.toContain(ids(older)[0]);
    expect(ids(await get(here, 'orders', '2023-02-01'))).toEqual(ids(older));
  });

  test('shards that differ cannot be said in 2023-02-01 (recorded)', async () => {
    const here = world();
    const zone = (size: string) => ({ zoneName: 'Zone 1', regionConfigs: [region(size)] });
    await here.send(post('orders', { clusterType: 'SHARDED', replicationSpecs: [zone('M30'), zone('M40')] }));
    const refused = await here.send(named(inVersion(operations.get, '2023-02-01'), 'orders'));
    expect(refused).toMatchObject({ status: 400, body: { errorCode: 'ASYMMETRIC_SHARD_UNSUPPORTED' } });
    expect((await here.send(named(operations.get, 'orders'))).status).toBe(200);
    const mode = await here.send(named(operations.autoScaling, 'orders'));
    expect(mode.body).toEqual({ autoScalingMode: 'INDEPENDENT_SHARD_SCALING' });
  });

  test('an upgrade runs when every node has restarted, and there is no way back', async () => {
    const here = world({ ...ledger, name: 'payments' });
    expect(await patch(here, 'payments', { mongoDBMajorVersion: '8.0' })).toMatchObject({
      body: { mongoDBMajorVersion: '8.0', mongoDBVersion: '7.0.40' },
    });
    here.pass(5);
    expect(await get(here, 'payments')).toMatchObject({
      mongoDBVersion: '8.0.29',
      featureCompatibilityVersion: '8.0',
    });
    expect(await patch(here, 'payments', { mongoDBMajorVersion: '7.0' })).toMatchObject({
      body: { errorCode: 'CLUSTER_UPGRADE_INVALID' },
    });
    expect((await here.send(post('old', { mongoDBMajorVersion: '5.0' }))).body).toMatchObject({
      errorCode: 'ATLAS_CLUSTER_VERSION_DEPRECATED',
    });
  });
});

describe('what Atlas refuses', () => {
  test('a free cluster is not changed, and there is one of them in a project', async () => {
    const here = world(sandbox);
    expect(await patch(here, 'sandbox', { terminationProtectionEnabled: true })).toMatchObject({
      status: 400,
      body: { errorCode: 'TENANT_CLUSTER_UPDATE_UNSUPPORTED' },
    });
    const [create] = resource.write?.create?.(resource.create({ ...sandbox, name: 'second' })) ?? [];
    expect(await here.send(create ?? expect.fail('a free cluster can be made'))).toMatchObject({
      body: { errorCode: 'CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API' },
    });
  });

  test.each([
    ['payments', {}, 'DUPLICATE_CLUSTER_NAME'],
    ['Zahlungen-für-alle', {}, 'CLUSTER_NAME_INVALID'],
    ['atlas-a1b2c3', {}, 'ATLAS_RESERVED_CLUSTER_NAME'],
    ['orders', { paused: true }, 'CANNOT_CREATE_PAUSED_CLUSTER'],
    ['orders', { pitEnabled: true }, 'INVALID_ATTRIBUTE'],
    ['orders', { encryptionAtRestProvider: 'AWS' }, 'ENCRYPTION_AT_REST_NOT_ENABLED'],
    [
      'orders',
      { biConnector: { enabled: true, readPreference: 'analytics' } },
      'INVALID_BI_CONNECTOR_READ_PREFERENCE_FOR_TOPOLOGY',
    ],
    [
      'orders',
      {
        replicationSpecs: [
          { regionConfigs: [{ ...region('M10'), electableSpecs: { instanceSize: 'M10', nodeCount: 2 } }] },
        ],
      },
      'CLUSTER_REPLICATION_FACTOR_INVALID',
    ],
    ['orders', { diskSize: 10 }, 'INVALID_ATTRIBUTE'],
  ])('%s with %j: %s', async (name, more, errorCode) => {
    const refused = await world(payments).send(post(name, more as Record<string, Body>));
    expect(refused).toMatchObject({ status: 400, body: { errorCode } });
  });

  test('what does not fit leaves nothing behind', async () => {
    const here = world(payments);
    await patch(here, 'payments', {
      redactClientLogData: true,
      pitEnabled: true,
      clusterType: 'SHARDED',
      name: 'other',
    });
    expect(await get(here, 'payments')).toMatchObject({ redactClientLogData: false, stateName: 'IDLE' });
  });
});

test('a field that Atlas adds does not blind us', async () => {
  const here = world(payments);
  const read = resource.read.parse(
    { ...(await get(here, 'payments')), novelty: { is: true } },
    { id: groupId } as never,
    {} as never,
  );
  expect(read).toMatchObject([{ name: 'payments', tier: 'dedicated' }]);
});

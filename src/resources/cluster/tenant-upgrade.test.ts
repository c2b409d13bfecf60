import { expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import { resources } from '../index.generated.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { Cluster } from './model.ts';
import { tenantUpgrade } from './tenant-upgrade.ts';

const [payments, , sandbox] = resource.examples as [Cluster, Cluster, Cluster];
const groupId = exampleIds.projectId;

function world(durationSeconds: number): World {
  const owner = project.examples.find(({ id }) => id === groupId);
  return worldOf(
    [
      { kind: 'project', model: owner },
      { kind: 'cluster', model: payments },
      { kind: 'cluster', model: sandbox },
    ],
    exampleIds.orgId,
    resources,
    durationSeconds,
  );
}

const upgrade = (name: string, more: Record<string, Body> = {}) =>
  callOf(
    tenantUpgrade,
    { groupId },
    {
      body: {
        name,
        providerSettings: { instanceSizeName: 'M10', providerName: 'AWS', regionName: 'EU_WEST_1' },
        ...more,
      },
    },
  );

type Wire = Record<string, unknown> & { connectionStrings: Record<string, unknown> };
async function get(here: World, name: string, version: '2024-08-05' | '2023-02-01' = '2024-08-05'): Promise<Wire> {
  const call = callOf({ ...operations.get, version }, { groupId, clusterName: name });
  return (await here.send(call)).body as Wire;
}
const specId = (wire: Wire) => (wire.replicationSpecs as readonly { readonly id: string }[])[0]?.id;

test('a free cluster becomes a dedicated one under a new id, at the addresses that it had (recorded)', async () => {
  const here = world(1000);
  here.pass(60);
  const free = await get(here, 'sandbox');
  const legacy = specId(await get(here, 'sandbox', '2023-02-01'));
  const tags = [{ key: 'env', value: 'test' }];
  const answer = await here.send(upgrade('sandbox', { tags, diskSizeGB: 40 }));
  expect(answer).toMatchObject({ status: 200, body: { id: free.id, stateName: 'UPDATING', diskSizeGB: 0.5 } });
  expect(await get(here, 'sandbox')).toMatchObject({ id: free.id, stateName: 'UPDATING', tags });
  here.pass(160);
  const withoutHosts = await get(here, 'sandbox');
  expect(withoutHosts).toMatchObject({ id: free.id, tags: [] });
  expect(Object.keys(withoutHosts.connectionStrings)).toEqual(['standardSrv']);
  here.pass(100);
  const early = await get(here, 'sandbox');
  expect(early).toMatchObject({ stateName: 'UPDATING', connectionStrings: {}, tags });
  expect(early.id).not.toBe(free.id);
  expect(early).not.toHaveProperty('diskWarmingMode');
  expect(early).not.toHaveProperty('useAwsTimeBasedSnapshotCopyForFastInitialSync');
  here.pass(740);
  const ready = await get(here, 'sandbox');
  expect(ready).toMatchObject({
    id: early.id,
    stateName: 'IDLE',
    connectionStrings: free.connectionStrings,
    advancedConfiguration: { minimumEnabledTlsProtocol: 'TLS1_2' },
    replicationSpecs: [{ regionConfigs: [{ providerName: 'AWS', electableSpecs: { diskSizeGB: 40, nodeCount: 3 } }] }],
    useAwsTimeBasedSnapshotCopyForFastInitialSync: false,
  });
  expect(ready).not.toHaveProperty('diskWarmingMode');
  expect(specId(await get(here, 'sandbox', '2023-02-01'))).toBe(legacy);
});

test('what had a name of chance keeps it when nodes come, and the upgrade brings its network container', async () => {
  const here = world(1);
  here.pass(60);
  await here.send(upgrade('sandbox'));
  here.pass(5);
  const { connectionStrings } = await get(here, 'sandbox');
  await here.send(
    callOf(operations.update, { groupId, clusterName: 'sandbox' }, { body: { terminationProtectionEnabled: true } }),
  );
  here.pass(5);
  expect(await get(here, 'sandbox')).toMatchObject({ stateName: 'IDLE', connectionStrings });
  const containers = here.emulator.store.list('network-container', groupId);
  expect(containers.map(({ wire }) => wire.regionName)).toEqual(['EU_WEST_1']);
});

test('a dedicated cluster, or one that is at work, is not upgraded', async () => {
  const here = world(1000);
  expect(await here.send(upgrade('payments'))).toMatchObject({ status: 400 });
  expect(await here.send(upgrade('nowhere'))).toMatchObject({ status: 404, body: { errorCode: 'CLUSTER_NOT_FOUND' } });
  expect((await here.send(upgrade('sandbox'))).status).toBe(200);
  expect(await here.send(upgrade('sandbox'))).toMatchObject({ status: 400 });
});

import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import type { EmulatorRequest } from '../../core/behaviour.ts';
import { exampleIds } from '../contract.ts';
import { fromWire } from './api.ts';
import { emulator } from './emulator.ts';
import container from './index.ts';
import type { NetworkContainer } from './model.ts';

const [aws] = container.examples as [NetworkContainer];

function clusterIn(...places: readonly (readonly [string, string])[]) {
  return {
    replicationSpecs: [{ regionConfigs: places.map(([providerName, regionName]) => ({ providerName, regionName })) }],
  };
}

/** What stands in the store after a cluster was made in each of these lists of regions, one after another. */
function afterClusters(...clusters: readonly ReturnType<typeof clusterIn>[]) {
  const { emulator: atlas, pass } = worldOf(parentsOf(container, aws));
  const { store } = atlas;
  let made = 0;
  const request = {
    operation: { id: 'createGroupCluster' },
    params: { groupId: exampleIds.projectId },
    store,
    now: '2026-11-24T12:00:00Z',
    newId: () => {
      made += 1;
      return made.toString(16).padStart(24, '6');
    },
    randomLetters: (length: number) => 'a'.repeat(length),
    durationSeconds: () => 60,
  } as unknown as EmulatorRequest;
  for (const body of clusters) {
    for (const reaction of emulator.reactions ?? []) reaction.react(request, { status: 201, body });
  }
  store.commit();
  const read = () =>
    store.list(container.kind, exampleIds.projectId).map(({ wire }) => fromWire(wire, exampleIds.projectId));
  return { read, store, pass };
}

test("a cluster's first node in a region brings a container: the recorded blocks, for each cloud anew", () => {
  const { read } = afterClusters(
    clusterIn(['AWS', 'EU_WEST_1'], ['AZURE', 'US_EAST_2']),
    clusterIn(['AWS', 'US_EAST_1'], ['AWS', 'EU_WEST_1']),
  );
  expect(read().map((found) => [found?.provider, found?.region, found?.cidrBlock])).toEqual([
    ['AWS', 'EU_WEST_1', '192.168.248.0/21'],
    ['AZURE', 'US_EAST_2', '192.168.248.0/21'],
    ['AWS', 'US_EAST_1', '192.168.240.0/21'],
  ]);
});

test('the network has no name until nodes stand in it', () => {
  const { read, store } = afterClusters(clusterIn(['AWS', 'EU_WEST_1']));
  expect(read()[0]).toMatchObject({ provisioned: false, networkName: null });
  store.runDue('2026-11-24T12:02:00Z' as never);
  expect(read()[0]).toMatchObject({ provisioned: true, networkName: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) });
});

test('a free cluster brings none', () => {
  expect(afterClusters(clusterIn(['TENANT', 'EU_WEST_1'])).read()).toEqual([]);
});

test.each([
  ['overlaps', '10.8.4.0/22', 409, 'OVERLAPPING_ATLAS_CIDR_BLOCK'],
  ['is no block', '10.8.4.0/220', 400, 'INVALID_CIDR_BLOCK'],
] as const)('a block that %s is refused', async (_, cidrBlock, status, errorCode) => {
  const { send } = worldOf([...parentsOf(container, aws), { kind: container.kind, model: aws }]);
  const [call] = container.write?.create?.(container.create({ ...aws, region: 'US_EAST_1', cidrBlock })) ?? [];
  if (call === undefined) throw new Error('a container can be made');
  expect(await send(call)).toMatchObject({ status, body: { errorCode } });
});

import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import project from '../project/index.ts';
import resource from './index.ts';
import type { Cluster } from './model.ts';
import { operations } from './search-nodes.ts';

const groupId = exampleIds.projectId;
const [payments] = resource.examples as [Cluster];

test('search nodes take a while, are not encrypted with the key of the customer by themselves, and refuse a strange cluster (recorded)', async () => {
  const here = worldOf([
    { kind: 'project', model: project.examples.find(({ id }) => id === groupId) },
    { kind: 'cluster', model: payments },
  ]);
  const send = (operation: Operation, body?: Body, clusterName = payments.name) =>
    here.send(callOf(operation, { groupId, clusterName }, body === undefined ? {} : { body }));
  const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }];
  expect(await send(operations.create, { specs }, 'nowhere')).toMatchObject({
    status: 400,
    body: {
      errorCode: 'ATLAS_SEARCH_DEPLOYMENT_INVALID_ATTRIBUTE',
      parameters: ['clusterName', 'Cannot find cluster with the name nowhere'],
    },
  });
  expect(await send(operations.create, { specs })).toMatchObject({
    status: 201,
    body: { specs, stateName: 'UPDATING', encryptionAtRestProvider: 'NONE' },
  });
  here.pass(5);
  expect(await send(operations.get)).toMatchObject({
    body: { stateName: 'IDLE', effectiveSpecs: [{ ...specs[0], cloudProvider: 'AWS', regionName: 'EU_WEST_1' }] },
  });
  expect((await send(operations.delete)).status).toBe(204);
  expect((await send(operations.get)).body).toEqual({});
});

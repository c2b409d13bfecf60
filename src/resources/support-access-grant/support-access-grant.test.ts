import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf } from '../../core/call.ts';
import { collect } from '../../workflows/collect.ts';
import { readOnly } from '../../workflows/ports.ts';
import { operations as clusterOperations } from '../cluster/api.ts';
import cluster from '../cluster/index.ts';
import type { Cluster } from '../cluster/model.ts';
import { exampleIds } from '../contract.ts';
import { resources } from '../index.generated.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { SupportAccessGrant } from './model.ts';

const [oneDay] = resource.examples as [SupportAccessGrant];
const parents = parentsOf(resource, oneDay);
const payments = { groupId: oneDay.projectId, clusterName: oneDay.clusterName };
const body: Body = { grantType: oneDay.grantType, expirationTime: oneDay.expirationTime };

test('a grant stands in the document of its cluster, and ends by itself', async () => {
  const here = worldOf(parents);
  const get = async () => (await here.send(callOf(clusterOperations.get, payments))).body;
  expect((await here.send(callOf(operations.grant, payments, { body }))).status).toBe(204);
  expect(await get()).toMatchObject({ mongoDBEmployeeAccessGrant: body });
  here.pass(86_400);
  expect(await get()).not.toHaveProperty('mongoDBEmployeeAccessGrant');
});

test.each([
  ['an end that has passed', payments, { ...body, expirationTime: '2026-11-24T12:00:00Z' }, 'EXPIRATION_DATE_IN_PAST'],
  ['no date', payments, { ...body, expirationTime: 'tomorrow' }, 'INVALID_DATE_FORMAT'],
  ['a cluster that is not there', { ...payments, clusterName: 'nowhere' }, body, 'CLUSTER_NOT_FOUND'],
] as const)('%s is refused', async (_, parameters, asked, errorCode) => {
  const refused = await worldOf(parents).send(callOf(operations.grant, parameters, { body: asked }));
  expect(refused).toMatchObject({ body: { errorCode } });
});

test('a free cluster takes none', async () => {
  const free = cluster.examples.find(({ tier }) => tier === 'free') as Cluster;
  const here = worldOf([...parentsOf(cluster, free), { kind: 'cluster', model: free }]);
  const parameters = { groupId: free.projectId, clusterName: free.name };
  expect(await here.send(callOf(operations.grant, parameters, { body }))).toMatchObject({
    status: 400,
    body: { errorCode: 'TENANT_CLUSTER_UPDATE_UNSUPPORTED' },
  });
});

test('the grants of a project cost no request beside the list of its clusters', async () => {
  const other = { ...(cluster.examples[0] as Cluster), name: 'other' };
  const here = worldOf([...parents, { kind: 'cluster', model: other }, { kind: resource.kind, model: oneDay }]);
  const paths: string[] = [];
  const api = readOnly({
    send: (call) => {
      paths.push(call.path);
      return here.send(call);
    },
  });
  const { resources: found, reads } = await collect({
    api,
    orgId: exampleIds.orgId,
    kinds: [resource.kind],
    resources,
    baseUrl: 'emulator:',
    now: here.now(),
  });
  expect(paths.filter((path) => path.includes('/clusters'))).toEqual([
    `/api/atlas/v2/groups/${oneDay.projectId}/clusters`,
  ]);
  expect(found.filter(({ kind }) => kind === resource.kind).map(({ model }) => model)).toEqual([oneDay]);
  expect(reads.filter(({ kind }) => kind === resource.kind)).toHaveLength(2);
});

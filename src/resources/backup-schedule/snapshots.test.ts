import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import policy from '../backup-compliance-policy/index.ts';
import cluster from '../cluster/index.ts';
import type { Cluster } from '../cluster/model.ts';
import { exampleIds } from '../contract.ts';
import { resources } from '../index.generated.ts';
import project from '../project/index.ts';
import { operations as jobs } from './restore-jobs.ts';
import { operations } from './snapshots.ts';

const groupId = exampleIds.projectId;
const [payments] = cluster.examples as [Cluster];
const clusterName = payments.name;

function world(more: readonly { readonly kind: string; readonly model: unknown }[] = []) {
  const models = [
    { kind: 'project', model: project.examples.find(({ id }) => id === groupId) },
    { kind: 'cluster', model: payments },
  ];
  const here = worldOf([...models, ...more], exampleIds.orgId, resources, 1000);
  const send = (operation: Operation, params: Readonly<Record<string, string>> = {}, body?: Body) =>
    here.send(callOf(operation, { groupId, clusterName, ...params }, body === undefined ? {} : { body }));
  return { ...here, send };
}

test('a snapshot shows its fields one after the other, cannot be deleted before it is done, and runs out (recorded)', async () => {
  const here = world();
  const taken = await here.send(operations.take, {}, { description: 'before the change' });
  expect(taken).toMatchObject({
    status: 200,
    body: { status: 'queued', frequencyType: 'ondemand', storageSizeBytes: 0 },
  });
  const snapshotId = (taken.body as { readonly id: string }).id;
  const shown = async () => (await here.send(operations.get, { snapshotId })).body;
  here.pass(60);
  expect(await shown()).toMatchObject({ status: 'inProgress' });
  expect(await shown()).not.toHaveProperty('mongodVersion');
  expect(await here.send(operations.delete, { snapshotId })).toMatchObject({
    status: 400,
    body: { errorCode: 'CANNOT_DELETE_IN_PROGRESS_SNAPSHOT' },
  });
  here.pass(940);
  expect(await shown()).toMatchObject({ status: 'completed', cloudProvider: 'AWS', mongodVersion: '8.0.29' });
  here.pass(86_400);
  expect((await here.send(operations.get, { snapshotId })).status).toBe(404);
});

test('a restore goes into a cluster or to an address, and the policy keeps snapshots from being deleted', async () => {
  const here = world();
  const taken = await here.send(operations.take, {}, {});
  const snapshotId = (taken.body as { readonly id: string }).id;
  here.pass(1000);
  const download = await here.send(jobs.create, {}, { deliveryType: 'download', snapshotId });
  const into = await here.send(
    jobs.create,
    {},
    { deliveryType: 'automated', snapshotId, targetClusterName: clusterName },
  );
  expect(into).toMatchObject({ body: { targetClusterName: clusterName, targetDeploymentItemName: 'atlas-x1y2z3' } });
  expect(download.body).not.toHaveProperty('targetClusterName');
  here.pass(1000);
  const restoreJobId = (download.body as { readonly id: string }).id;
  expect(await here.send(jobs.get, { restoreJobId })).toMatchObject({
    body: { deliveryUrl: [expect.stringMatching(/^https:\/\/restore-.*\.tar\.gz$/)] },
  });
  const guarded = world([
    { kind: 'backup-compliance-policy', model: policy.examples.find(({ configured }) => configured) },
  ]);
  const kept = await guarded.send(operations.take, {}, {});
  guarded.pass(1000);
  expect(
    await guarded.send(operations.delete, { snapshotId: (kept.body as { readonly id: string }).id }),
  ).toMatchObject({ status: 400, body: { errorCode: 'CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY' } });
});

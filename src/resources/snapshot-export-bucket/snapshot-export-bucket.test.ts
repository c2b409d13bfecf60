import { expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import backupSchedule from '../backup-schedule/index.ts';
import role from '../cloud-provider-access-role/index.ts';
import cluster from '../cluster/index.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import bucket from './index.ts';
import type { SnapshotExportBucket } from './model.ts';
import { terraform } from './terraform.ts';

const groupId = exampleIds.projectId;
const [onAws, , onAzure] = bucket.examples as readonly SnapshotExportBucket[] as [
  SnapshotExportBucket,
  SnapshotExportBucket,
  SnapshotExportBucket,
];

function world(...beside: readonly { readonly kind: string; readonly model: unknown }[]): World {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    ...role.examples.map((model) => ({ kind: 'cloud-provider-access-role', model })),
    ...beside,
  ]);
}

test('a bucket that a schedule exports to is not given up before the schedule lets go of it', async () => {
  const [schedule] = backupSchedule.examples;
  if (schedule === undefined) throw new Error('there is a schedule');
  const exporting = {
    ...schedule,
    autoExportEnabled: true,
    export: { exportBucketId: onAws.id, frequencyType: 'monthly' as const },
  };
  const remove = callOf(operations.delete, { groupId, exportBucketId: onAws.id });
  const stands = { kind: 'snapshot-export-bucket', model: onAws };
  const clusters = cluster.examples.map((model) => ({ kind: 'cluster', model }));
  const busy = world(stands, ...clusters, { kind: 'backup-schedule', model: exporting });
  expect(await busy.send(remove)).toMatchObject({
    status: 409,
    body: { errorCode: 'EXPORT_BUCKET_DELETE_FAILED_BUCKET_IN_USE' },
  });
  const idle = world(stands, ...clusters, {
    kind: 'backup-schedule',
    model: { ...exporting, autoExportEnabled: false },
  });
  expect((await idle.send(remove)).status).toBe(204);
});

test('the role knows that it is used, and Azure takes the tenant from it', async () => {
  const atlas = world();
  const azure = role.examples.find(({ provider }) => provider === 'AZURE');
  const [call] = bucket.write?.create?.(bucket.create({ ...onAzure, roleId: azure?.id as string })) ?? [];
  const made = await atlas.send(call as never);
  expect(made).toMatchObject({
    status: 200,
    body: { bucketName: 'snapshots', tenantId: '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11' },
  });
  const used = atlas.emulator.store.get('cloud-provider-access-role', groupId, azure?.id as string);
  const { _id: exportBucketId } = made.body as { _id: string };
  expect(used?.wire.featureUsages).toMatchObject([{ featureType: 'EXPORT_SNAPSHOT', featureId: { exportBucketId } }]);
});

test('only the way to the bucket can be changed', () => {
  const calls = (patch: Partial<SnapshotExportBucket>) => bucket.write?.update?.(bucket.update(onAws, patch)) ?? [];
  expect(calls({ requirePrivateNetworking: false }).map(({ body }) => body)).toEqual([
    { requirePrivateNetworking: false },
  ]);
  expect(calls({ bucketName: 'another' })).toEqual([]);
  expect(terraform.cannot?.(bucket.create(onAws))).toContain('over the internet');
});

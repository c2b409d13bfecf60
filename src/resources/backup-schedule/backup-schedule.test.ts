import { expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import schedule from './index.ts';
import { type BackupSchedule, retentionDays, sortPolicyItems } from './model.ts';

const [usual, copied] = schedule.examples as [BackupSchedule, BackupSchedule];
const paths = { groupId: usual.projectId, clusterName: usual.clusterName };
const CLUSTER_ID = '66b0000000000000000000a1';

/** A project with one cluster, whose schedule nobody has looked at yet. */
function world(backupEnabled: boolean): World {
  const here = worldOf([
    { kind: organization.kind, model: organization.examples[0] },
    ...project.examples.map((model) => ({ kind: project.kind, model })),
  ]);
  const { store } = here.emulator;
  const wire = { id: CLUSTER_ID, name: usual.clusterName, backupEnabled };
  store.put({ kind: 'cluster', parent: usual.projectId, id: usual.clusterName, wire });
  store.commit();
  return here;
}

test('a cluster without cloud backup has no schedule, which is not a failure to read', async () => {
  const { status, body } = await world(false).send(callOf(operations.get, paths));
  // Recorded: the cluster goes by its id, not its name.
  expect([status, body]).toMatchObject([
    404,
    { errorCode: 'BACKUP_CONFIG_NOT_FOUND', parameters: [CLUSTER_ID, usual.projectId] },
  ]);
  expect(schedule.read.absent?.(404, 'BACKUP_CONFIG_NOT_FOUND')).toBe(true);
  expect(schedule.read.absent?.(404, 'CLUSTER_NOT_FOUND')).toBe(false);
});

test('backup comes with the recorded schedule, and looking twice changes nothing', async () => {
  const here = world(true);
  const first = await here.send(callOf(operations.get, paths));
  const read = schedule.read.parse(first.body, usual as never, {} as never);
  expect(read).toMatchObject([{ policyItems: usual.policyItems, restoreWindowDays: 7, copySettings: [] }]);
  expect((await here.send(callOf(operations.get, paths))).body).toEqual(first.body);
});

test('DELETE empties the policy and leaves the settings (recorded), and the next change keeps it empty', async () => {
  const here = world(true);
  const emptied = await here.send(callOf(operations.delete, paths));
  expect(emptied).toMatchObject({ status: 200, body: { policies: [{ policyItems: [] }], restoreWindowDays: 7 } });
  expect(emptied.body).not.toHaveProperty('nextSnapshot');
  const body = { useOrgAndGroupNamesInExportPrefix: true };
  expect(await here.send(callOf(operations.update, paths, { body }))).toMatchObject({
    status: 200,
    body: { policies: [{ policyItems: [] }], useOrgAndGroupNamesInExportPrefix: true },
  });
});

test('hourly snapshots live at least as long as the restore window (recorded)', async () => {
  expect(await world(true).send(callOf(operations.update, paths, { body: { restoreWindowDays: 8 } }))).toMatchObject({
    status: 400,
    body: {
      errorCode: 'INVALID_BACKUP_POLICY',
      parameters: ['Backup policy is invalid: Hourly policy item retention cannot be less than restore window'],
    },
  });
});

test('a change sends what changed, names the policy, and empties it by DELETE', () => {
  const sent = (after: BackupSchedule) =>
    (schedule.write?.update?.(schedule.update(usual, after)) ?? []).map(({ method, body }) => [method, body]);
  expect(sent({ ...usual, restoreWindowDays: 3 })).toEqual([['PATCH', { restoreWindowDays: 3 }]]);
  expect(sent(copied)).toEqual([['PATCH', { copySettings: copied.copySettings }]]);
  const daily = usual.policyItems.slice(1, 2);
  expect(sent({ ...usual, policyItems: daily })).toEqual([
    ['PATCH', { policies: [{ id: usual.policyId, policyItems: daily }] }],
  ]);
  expect(sent({ ...usual, policyItems: [], referenceHourOfDay: 5 })).toEqual([
    ['DELETE', undefined],
    ['PATCH', { referenceHourOfDay: 5 }],
  ]);
});

test('policy items are in one order, and retention is counted in days', () => {
  expect(sortPolicyItems([...usual.policyItems].reverse())).toEqual(usual.policyItems);
  expect(usual.policyItems.map(retentionDays)).toEqual([7, 7, 28, 372, 366]);
});

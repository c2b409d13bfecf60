import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import type { EmulatorRequest } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import schedule from '../backup-schedule/index.ts';
import type { BackupSchedule } from '../backup-schedule/model.ts';
import { exampleIds } from '../contract.ts';
import { emulator } from './emulator.ts';
import policy from './index.ts';
import type { BackupCompliancePolicy } from './model.ts';

const [none, strict] = policy.examples as [BackupCompliancePolicy, BackupCompliancePolicy];
const [usual] = schedule.examples as [BackupSchedule];
const groupId = exampleIds.projectId;

function world(model: BackupCompliancePolicy, items?: BackupSchedule['policyItems'], cluster: JsonObject = {}): World {
  const here = worldOf([...parentsOf(policy, none), { kind: policy.kind, model }]);
  if (items === undefined) return here;
  const { store } = here.emulator;
  store.put({ kind: 'cluster', parent: groupId, id: 'payments', wire: { name: 'payments', ...cluster } });
  schedule.emulator.seed(
    { ...usual, policyItems: items },
    { store, now: '2026-11-24T12:00:00Z' as never, idFor: () => '66b0000000000000000000aa' },
  );
  store.commit();
  return here;
}

async function update(here: World, before: BackupCompliancePolicy, after: BackupCompliancePolicy, query = 'false') {
  const [call] = policy.write?.update?.(policy.update(before, after)) ?? [];
  if (call === undefined) throw new Error('a policy can be changed');
  return here.send({ ...call, ...(call.query ? { query: { overwriteBackupPolicies: query } } : {}) });
}

test('a policy goes from ENABLING to ACTIVE, then from UPDATING to ACTIVE (recorded)', async () => {
  const here = world(none);
  const weaker = { ...strict, copyProtectionEnabled: false };
  expect(await update(here, none, weaker)).toMatchObject({
    status: 200,
    body: { state: 'ENABLING', deletable: false },
  });
  expect(await update(here, weaker, strict)).toMatchObject({
    status: 400,
    body: { errorCode: 'CANNOT_UPDATE_BACKUP_COMPLIANCE_POLICY_SETTINGS_WITH_PENDING_ACTION' },
  });
  here.pass(2);
  expect(await update(here, weaker, strict)).toMatchObject({ status: 200, body: { state: 'UPDATING' } });
  // Recorded: an empty project may weaken its policy (TestBackupCompliancePolicyCopyProtection/disable).
  here.pass(2);
  expect((await update(here, strict, weaker)).status).toBe(200);
});

test('with a cluster the policy can be neither weakened nor removed', async () => {
  const here = world(strict, usual.policyItems);
  const refused = { status: 400, body: { errorCode: 'CANNOT_DISABLE_BACKUP_COMPLIANCE_POLICY' } };
  expect(await update(here, strict, { ...strict, pitEnabled: false })).toMatchObject(refused);
  expect(await update(here, strict, none)).toMatchObject(refused);
  expect((await update(here, strict, { ...strict, restoreWindowDays: 14 })).status).toBe(200);
});

test('schedules below the policy refuse it, unless it may overwrite them', async () => {
  const daily = usual.policyItems.slice(1, 2);
  expect(await update(world(none, daily), none, strict)).toMatchObject({
    status: 400,
    body: { errorCode: 'BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS' },
  });
  const here = world(none, daily, { backupEnabled: false });
  expect((await update(here, none, strict, 'true')).status).toBe(200);
  const { store } = here.emulator;
  expect(store.get('cluster', groupId, 'payments')?.wire).toMatchObject({ backupEnabled: true, pitEnabled: true });
  const [raised] = store.list('backup-schedule', `${groupId}/payments`);
  const [read] = schedule.read.parse(
    { ...raised?.wire, clusterName: 'payments' },
    { projectId: groupId } as never,
    {} as never,
  );
  expect(read?.policyItems).toEqual(strict.scheduledPolicyItems);
});

test.each([
  ['updateGroupCluster', { backupEnabled: false }, 'CANNOT_DISABLE_CLOUD_BACKUP_WITH_BACKUP_COMPLIANCE_POLICY'],
  ['updateGroupCluster', { pitEnabled: false }, 'CANNOT_DISABLE_PIT_WITH_BACKUUP_COMPLIANCE_POLICY'],
  ['updateGroupCluster', { encryptionAtRestProvider: 'NONE' }, undefined],
  [
    'updateGroupClusterBackupSchedule',
    { restoreWindowDays: 6 },
    'CANNOT_DECREASE_PIT_WINDOW_WITH_BACKUP_COMPLIANCE_POLICY',
  ],
  ['updateGroupClusterBackupSchedule', { restoreWindowDays: 7 }, undefined],
  [
    'updateGroupClusterBackupSchedule',
    { policies: [{ policyItems: [] }] },
    'BACKUP_POLICY_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS',
  ],
  ['deleteGroupClusterBackupSchedule', undefined, 'BACKUP_POLICY_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS'],
] as const)('%s %j under a policy', (operation, body, errorCode) => {
  const guards = emulator.guards?.filter(({ on }) => on.includes(operation)) ?? [];
  const codeIn = (model: BackupCompliancePolicy) => {
    const request = { params: { groupId }, body, store: world(model).emulator.store } as unknown as EmulatorRequest;
    const [refusal] = guards.flatMap((guard) => guard.check(request) ?? []);
    return refusal && 'body' in refusal ? (refusal.body as { errorCode: string }).errorCode : undefined;
  };
  expect(guards.length).toBeGreaterThan(0);
  expect(codeIn(strict)).toBe(errorCode);
  expect(codeIn(none)).toBeUndefined();
});

test('what reads as no policy is not a policy of defaults', () => {
  const found = policy.write?.find(none);
  for (const body of [{}, null, undefined]) expect(found?.parse(body)).toEqual(none);
});

test('setting a policy is a one-way door, removing it is not', () => {
  expect(policy.irreversible?.(policy.update(none, strict))).toContain('MongoDB Support');
  expect(policy.irreversible?.(policy.update(strict, none))).toBeUndefined();
});

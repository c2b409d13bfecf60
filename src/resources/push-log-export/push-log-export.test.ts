import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import exported from './index.ts';
import type { PushLogExport } from './model.ts';

const groupId = exampleIds.projectId;
const [none, active] = exported.examples as readonly PushLogExport[] as [PushLogExport, PushLogExport];
const update = (before: PushLogExport, after: PushLogExport) => exported.update(before, after);
const sent = (before: PushLogExport, after: PushLogExport) =>
  (exported.write?.update?.(update(before, after)) ?? []).map(({ method, body }) => [method, body]);

test('a new one is made, one that stands is changed by its differences, and one without a bucket is removed', () => {
  const { bucketName, iamRoleId } = active;
  expect(sent(none, active)).toEqual([['POST', { bucketName, iamRoleId, prefixPath: 'shop' }]]);
  expect(sent(active, { ...active, prefixPath: '' })).toEqual([['PATCH', { prefixPath: '' }]]);
  expect(sent(active, none)).toEqual([['DELETE', undefined]]);
  expect(sent(active, { ...active, state: 'ASSUME_ROLE_FAILED' })).toEqual([]);
  expect(exported.irreversible?.(update(active, none))).toContain('30 October 2026');
});

test('Atlas verifies the role, then the bucket, before logs flow', async () => {
  const atlas = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
  ]);
  const read = async () => ((await atlas.send(callOf(operations.get, { groupId }))).body as { state: string }).state;
  const [create] = exported.write?.update?.(update(none, active)) ?? [];
  if (create === undefined) throw new Error('an export can be made');
  const states = [await read()];
  expect((await atlas.send(create)).status).toBe(200);
  expect((await atlas.send(create)).status).toBe(409);
  for (let second = 0; second < 3; second += 1) {
    states.push(await read());
    atlas.pass(1);
  }
  expect(states).toEqual(['UNCONFIGURED', 'INITIATING', 'BUCKET_VERIFIED', 'ACTIVE']);
  expect((await atlas.send(callOf(operations.delete, { groupId }))).status).toBe(200);
  expect(await read()).toBe('UNCONFIGURED');
});

test('a bucket that Atlas cannot write to is a failure, not something to wait for', () => {
  const [settling] = exported.write?.settle?.(update(none, active)) ?? [];
  expect(settling?.state(200, { state: 'BUCKET_VERIFIED' })).toBe('pending');
  expect(settling?.state(200, { state: 'BUCKET_VERIFICATION_FAILED' })).toEqual({ failed: expect.any(String) });
  expect(settling?.state(200, { state: 'ACTIVE' })).toBe('settled');
});

test('what Atlas may still say of an export that was removed is not taken for one', () => {
  const body = { state: 'UNCONFIGURED', bucketName: 'example-atlas-logs' };
  expect(exported.write?.find(active).parse(body)).toEqual(none);
});

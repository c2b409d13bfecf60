import { expect, it } from 'vitest';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import type { Change } from '../core/change.ts';
import type { Instant } from '../core/instant.ts';
import { indexSnapshot } from '../core/snapshot.ts';
import { hardened } from '../emulator/samples/hardened.ts';
import { resources } from '../resources/index.generated.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../resources/project-ip-access-list/model.ts';
import resourcePolicy from '../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../resources/resource-policy/model.ts';
import { verifySteps } from './verify-steps.ts';

const index = indexSnapshot(snapshotOf(hardened.models));
const NOW = TAKEN_AT as Instant;
const states = (...changes: readonly Change[]) =>
  verifySteps(
    changes.map((change, n) => ({ id: `s-${n}`, what: '', change, closes: [], hazards: [], after: [], wave: 0 })),
    index,
    resources,
    NOW,
  ).map(({ state }) => state);
const of = <T>(kind: string) => hardened.models.find((seed) => seed.kind === kind)?.model as T;

it('knows what a step made again, whatever id Atlas gave it', () => {
  const policy = of<ResourcePolicy>('resource-policy');
  expect(states(resourcePolicy.create({ ...policy, id: 'new-one', createdDate: null }))).toEqual(['holds']);
  expect(
    states(resourcePolicy.create({ ...policy, id: 'new-one', policies: ['forbid (principal, action, resource);'] })),
  ).toEqual(['does-not-hold']);
  expect(states(resourcePolicy.create({ ...policy, id: 'new-one', name: 'another' }))).toEqual(['does-not-hold']);
  expect(states(resourcePolicy.delete(policy))).toEqual(['does-not-hold']);
  expect(states(resourcePolicy.update({ ...policy, name: 'old' }, { name: policy.name }))).toEqual(['holds']);
});

it('knows what is over, and does not guess what was not read', () => {
  const entry = of<ProjectIpAccessListEntry>('project-ip-access-list');
  const gone = { ...entry, entry: '203.0.113.99/32' };
  expect(states(projectIpAccessList.create(entry), projectIpAccessList.delete(gone))).toEqual(['holds', 'holds']);
  expect(states(projectIpAccessList.create({ ...gone, deleteAfterDate: '2026-01-01T00:00:00Z' as Instant }))).toEqual([
    'ended',
  ]);
  const elsewhere = { ...gone, projectId: '65ffffffffffffffffffffff' };
  expect(states(projectIpAccessList.create(elsewhere))).toEqual(['unknown']);
});

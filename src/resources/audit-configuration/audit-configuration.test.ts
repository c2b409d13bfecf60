import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import type { JsonObject } from '../../core/json.ts';
import { projectClustersSettle } from '../cluster-work.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import audit from './index.ts';
import type { AuditConfiguration } from './model.ts';

const { projectId } = exampleIds;
const [off, on] = audit.examples as [AuditConfiguration, AuditConfiguration];
const home = [
  { kind: 'organization', model: organization.examples[0] },
  { kind: 'project', model: project.examples[0] },
];

const dedicated = { replicationSpecs: [{ regionConfigs: [{ providerName: 'AWS' }] }], stateName: 'IDLE' };
const clusters: Readonly<Record<string, JsonObject>> = {
  running: dedicated,
  resting: { ...dedicated, paused: true },
  free: { ...dedicated, replicationSpecs: [{ regionConfigs: [{ providerName: 'TENANT' }] }] },
};

function worldWithClusters() {
  const world = worldOf([...home, { kind: 'audit-configuration', model: off }]);
  for (const [id, wire] of Object.entries(clusters)) {
    world.emulator.store.put({ kind: 'cluster', parent: projectId, id, wire: { name: id, ...wire } });
  }
  world.emulator.store.commit();
  const states = () =>
    Object.fromEntries(world.emulator.store.list('cluster', projectId).map(({ id, wire }) => [id, wire.stateName]));
  return { world, states };
}

test('a filter is kept byte for byte', async () => {
  const world = worldOf([...home, { kind: 'audit-configuration', model: off }]);
  const auditFilter = '{ "users":  {"$elemMatch": {"user":"O\'Neill"}},\n "atype":"authCheck" }';
  for (const call of audit.write?.update?.(audit.update(off, { enabled: true, auditFilter })) ?? []) {
    expect(await world.send(call)).toMatchObject({
      status: 202,
      body: { auditFilter, configurationType: 'FILTER_JSON', enabled: true, auditAuthorizationSuccess: false },
    });
  }
});

test('a project in which nobody set auditing up answers without a filter', async () => {
  const world = worldOf(home);
  const call = audit.write?.find(off).call;
  expect(call).toBeDefined();
  if (call === undefined) return;
  expect((await world.send(call)).body).toEqual({
    auditAuthorizationSuccess: false,
    configurationType: 'NONE',
    enabled: false,
  });
});

test('running dedicated clusters restart; paused and free ones do not', async () => {
  const { world, states } = worldWithClusters();
  for (const call of audit.write?.update?.(audit.update(off, on)) ?? []) await world.send(call);
  expect(states()).toEqual({ running: 'UPDATING', resting: 'IDLE', free: 'IDLE' });
  world.pass(2);
  const call = audit.write?.find(off).call;
  if (call !== undefined) await world.send(call);
  expect(states()).toEqual({ running: 'IDLE', resting: 'IDLE', free: 'IDLE' });
});

test('a change is settled when no cluster is updating, and not by an answer that is no list', () => {
  const [settle] = projectClustersSettle(projectId);
  const answer = (...stateNames: string[]) => ({ results: stateNames.map((stateName) => ({ stateName })) });
  expect(settle?.state(200, answer('IDLE', 'CREATING'))).toBe('settled');
  expect(settle?.state(200, answer('IDLE', 'UPDATING'))).toBe('pending');
  expect(settle?.state(200, answer('REPAIRING'))).toBe('pending');
  expect(settle?.state(200, answer())).toBe('settled');
  expect(settle?.state(503, undefined)).toBe('pending');
});

test('what was never filtered can be had again: the empty filter of a disabled configuration is none', () => {
  expect(audit.write?.update?.(audit.update(on, off))[0]?.body).toEqual({ enabled: false, auditFilter: '{}' });
  const parse = (body: object) => audit.write?.find(off).parse(body)?.auditFilter;
  const wire = { auditAuthorizationSuccess: false, auditFilter: '{}', configurationType: 'FILTER_JSON' };
  expect(parse({ ...wire, enabled: false })).toBeNull();
  expect(parse({ ...wire, enabled: true })).toBe('{}');
});

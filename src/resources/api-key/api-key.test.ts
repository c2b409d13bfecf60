import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import entries from '../api-key-access-list-entry/index.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import type { Project } from '../project/model.ts';
import { operations } from './api.ts';
import apiKey from './index.ts';
import type { ApiKey } from './model.ts';

const [reader, deployer] = apiKey.examples as [ApiKey, ApiKey];

function sent(calls: readonly { operation: { id: string }; path: string; body?: unknown }[] | undefined) {
  return (calls ?? []).map((call) => [call.operation.id, call.body]);
}

test('a key with roles in one project only is made there, and Atlas adds the membership by itself', () => {
  expect(sent(apiKey.write?.create?.(apiKey.create(deployer)))).toEqual([
    [
      'createGroupApiKey',
      { desc: 'Deployments of the shop', roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_DATABASE_ACCESS_ADMIN'] },
    ],
  ]);
});

test('a key that no single call can make is refused before anything is sent', () => {
  const both: ApiKey = { ...deployer, roles: [...reader.roles, ...deployer.roles] };
  expect(() => apiKey.write?.create?.(apiKey.create(both))).toThrow(/either in the organization or in one project/);
});

test('each project takes its own call: assigned, replaced, taken away', () => {
  const after: ApiKey = {
    ...deployer,
    roles: [
      { role: 'ORG_MEMBER', orgId: deployer.orgId },
      { role: 'GROUP_READ_ONLY', projectId: exampleIds.otherProjectId },
    ],
  };
  expect(sent(apiKey.write?.update?.(apiKey.update(deployer, after)))).toEqual([
    ['addGroupApiKey', [{ roles: ['GROUP_READ_ONLY'] }]],
    ['removeGroupApiKey', undefined],
  ]);
});

test('no reading of a key takes up its private half', () => {
  const found = apiKey.write?.find(reader).parse({
    desc: 'Nightly assessment',
    id: reader.id,
    privateKey: '00000000-0000-4000-8000-11e28c67ee0f',
    publicKey: 'qwertyui',
    roles: [{ orgId: reader.orgId, roleName: 'ORG_READ_ONLY' }],
  });
  expect(found).toEqual(reader);
  expect(JSON.stringify(found)).not.toContain('11e28c67ee0f');
});

test('Atlas shows the private key once; later it is masked, and the project only lets go of the key', async () => {
  const world = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
  ]);
  const { orgId, projectId } = exampleIds;
  const made = await world.send(
    callOf(operations.createInProject, { groupId: projectId }, { body: { desc: 'x', roles: ['GROUP_READ_ONLY'] } }),
  );
  const { id, privateKey, publicKey } = made.body as { id: string; privateKey: string; publicKey: string };
  expect(made.status).toBe(200);
  expect(privateKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(publicKey).toMatch(/^[a-z]{8}$/);
  const parameters = { groupId: projectId, apiUserId: id };
  const changed = await world.send(
    callOf(operations.updateInProject, parameters, { body: { roles: ['GROUP_DATA_ACCESS_READ_ONLY'] } }),
  );
  expect(changed.body).toMatchObject({
    privateKey: `********-****-****-${privateKey.slice(-12)}`,
    roles: [
      { orgId, roleName: 'ORG_MEMBER' },
      { groupId: projectId, roleName: 'GROUP_DATA_ACCESS_READ_ONLY' },
    ],
  });
  expect((await world.send(callOf(operations.unassign, parameters))).status).toBe(204);
  expect((await world.send(callOf(operations.get, { orgId, apiUserId: id }))).body).toMatchObject({
    roles: [{ orgId, roleName: 'ORG_MEMBER' }],
  });
  expect((await world.send(callOf(operations.listInProject, { groupId: projectId }))).body).toMatchObject({
    results: [],
    totalCount: 0,
  });
});

test('a deleted project takes its roles from the keys, a deleted key its own access list', async () => {
  const world = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    { kind: 'api-key', model: deployer },
    { kind: 'api-key', model: reader },
    ...entries.examples.map((model) => ({ kind: 'api-key-access-list-entry', model })),
  ]);
  const { store } = world.emulator;
  expect(store.list('api-key-access-list-entry', reader.id)).toHaveLength(3);
  for (const call of apiKey.write?.delete?.(apiKey.delete(reader)) ?? []) {
    expect((await world.send(call)).status).toBe(204);
  }
  expect(store.list('api-key-access-list-entry', reader.id)).toHaveLength(0);
  for (const call of project.write?.delete?.(project.delete(project.examples[0] as Project)) ?? []) {
    expect((await world.send(call)).status).toBe(202);
  }
  expect(store.find('api-key', deployer.id)?.wire.roles).toEqual([{ orgId: deployer.orgId, roleName: 'ORG_MEMBER' }]);
});

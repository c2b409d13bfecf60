import { expect, test } from 'vitest';
import { exampleIds } from '../contract.ts';
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

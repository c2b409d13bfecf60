import { expect, test } from 'vitest';
import type { EmulatorCaller, EmulatorReply, EmulatorRequest } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import type { Instant } from '../../core/instant.ts';
import type { Json } from '../../core/json.ts';
import { createStore } from '../../emulator/store.ts';
import apiKey from '../api-key/index.ts';
import type { ApiKey } from '../api-key/model.ts';
import { operations } from './api.ts';
import { emulator } from './emulator.ts';

const key = apiKey.examples[0] as ApiKey;
const now = '2026-11-24T12:00:00Z' as Instant;
const caller: EmulatorCaller = {
  type: 'api-key',
  id: key.publicKey,
  orgId: key.orgId,
  orgRoles: ['ORG_OWNER'],
  projectRoles: {},
  address: '198.51.100.77',
};

function worldOfOneKey() {
  const store = createStore();
  apiKey.emulator.seed(key, { store, now, idFor: () => '0123456789abcdef01234567' });
  const call = (operation: Operation, ipAddress: string, body?: Json, who = caller): EmulatorReply => {
    const route = emulator.routes.find((candidate) => candidate.operation.id === operation.id);
    if (route === undefined) throw new Error(`no route ${operation.id}`);
    const request: EmulatorRequest = {
      operation,
      params: { orgId: key.orgId, apiUserId: key.id, ipAddress },
      query: {},
      body,
      version: operation.version,
      caller: who,
      store,
      now,
      publicUrl: 'https://cloud.mongodb.com',
      newId: () => '0123456789abcdef01234567',
      randomLetters: (length) => 'a'.repeat(length),
      randomUuid: () => '00000000-0000-4000-8000-000000000000',
      proofOf: (id) => `proof of ${id}`,
      durationSeconds: () => 1,
    };
    return route.handle(request);
  };
  return { store, call };
}

test('a single address is shown both ways, under a name without its prefix, with the whole list', () => {
  const { call } = worldOfOneKey();
  call(operations.create, '', [{ cidrBlock: '198.51.100.0/24' }]);
  const reply = call(operations.create, '', [{ ipAddress: '192.168.0.229' }]);
  expect(reply).toEqual({
    status: 200,
    page: [
      expect.objectContaining({ cidrBlock: '198.51.100.0/24', count: 0, created: now }),
      {
        cidrBlock: '192.168.0.229/32',
        ipAddress: '192.168.0.229',
        count: 0,
        created: now,
        links: [
          {
            href: `https://cloud.mongodb.com/api/atlas/v2/orgs/${key.orgId}/apiKeys/${key.id}/accessList/192.168.0.229`,
            rel: 'self',
          },
        ],
      },
    ],
  });
});

test('a key cannot take its own address from its own list, unless another entry holds it', () => {
  const { call, store } = worldOfOneKey();
  call(operations.create, '', [{ ipAddress: '198.51.100.77' }]);
  const refused = call(operations.delete, '198.51.100.77');
  expect(refused).toMatchObject({ status: 400, body: { errorCode: 'CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST' } });
  expect(store.list('api-key-access-list-entry', key.id)).toHaveLength(1);

  const other = { ...caller, id: 'zxcvbnma' };
  expect(call(operations.get, '198.51.100.77', undefined, other).status).toBe(200);

  call(operations.create, '', [{ cidrBlock: '198.51.100.0/24' }]);
  expect(call(operations.delete, '198.51.100.77').status).toBe(204);
  expect(call(operations.delete, '198.51.100.0/24').status).toBe(400);
  expect(call(operations.delete, '198.51.100.0/24', undefined, other).status).toBe(204);
});

test('an entry for every address is refused, in two halves it is not', () => {
  const { call, store } = worldOfOneKey();
  expect(call(operations.create, '', [{ cidrBlock: '0.0.0.0/0' }]).status).toBe(400);
  expect(call(operations.create, '', [{ cidrBlock: '0.0.0.0/1' }, { cidrBlock: '128.0.0.0/1' }]).status).toBe(200);
  expect(store.list('api-key-access-list-entry', key.id).map(({ id }) => id)).toEqual(['0.0.0.0/1', '128.0.0.0/1']);
});

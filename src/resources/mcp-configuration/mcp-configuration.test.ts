import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf } from '../../core/call.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { McpConfiguration } from './model.ts';

const [reader] = resource.examples as [McpConfiguration];
const bodyOf = (patch: Partial<McpConfiguration>) =>
  resource.write?.update?.(resource.update(reader, patch)).map(({ body }) => body);

test('only what differs is sent, a list as a whole', () => {
  expect(bodyOf({ name: 'Reader' })).toEqual([{ mcpConfigName: 'Reader' }]);
  expect(bodyOf({ roles: ['ORG_MEMBER'] })).toEqual([{ roles: ['ORG_MEMBER'] }]);
  expect(bodyOf({ ipAccessList: [] })).toEqual([{ ipAccessList: [] }]);
});

test('Atlas gives both clients, and a single address is read back as a range', async () => {
  const here = worldOf(parentsOf(resource, reader));
  const { orgId } = reader;
  const body = { mcpConfigName: 'x', roles: ['ORG_MEMBER'], ipAccessList: [{ ipAddress: '192.0.2.7' }] };
  const made = await here.send(callOf(operations.create, { orgId }, { body }));
  expect(made.status).toBe(201);
  expect(resource.read.parse(made.body, { id: orgId } as never, {} as never)).toMatchObject([
    {
      name: 'x',
      clientId: expect.stringMatching(/^mdb_sa_id_[0-9a-f]{24}$/),
      egressClientId: expect.stringMatching(/^mdb_sa_id_[0-9a-f]{24}$/),
      ipAccessList: ['192.0.2.7/32'],
    },
  ]);
});

test.each([
  ['a name with a sign', { mcpConfigName: 'x;', roles: ['ORG_MEMBER'] }],
  ['no role', { mcpConfigName: 'x', roles: [] }],
  ['a role of a project', { mcpConfigName: 'x', roles: ['GROUP_OWNER'] }],
  ['no address', { mcpConfigName: 'x', roles: ['ORG_MEMBER'], ipAccessList: [{ ipAddress: 'home' }] }],
] as readonly [string, Body][])('%s is refused', async (_, body) => {
  const here = worldOf(parentsOf(resource, reader));
  expect((await here.send(callOf(operations.create, { orgId: reader.orgId }, { body }))).status).toBe(400);
});

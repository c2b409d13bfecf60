import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { operations as configurations } from '../mcp-configuration/api.ts';
import mcpConfiguration from '../mcp-configuration/index.ts';
import type { McpConfiguration } from '../mcp-configuration/model.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { McpConfigurationSecret } from './model.ts';

const [used] = resource.examples as [McpConfigurationSecret];
const parents = parentsOf(resource, used);
const parameters = { orgId: used.orgId, mcpConfigId: used.configurationId };

test('a secret is shown once, and lives for as long as it was asked for', async () => {
  const here = worldOf(parents);
  const [call] = resource.write?.create?.(resource.create({ ...used, lifetimeHours: 48 })) ?? [];
  const made = await here.send(call as NonNullable<typeof call>);
  const { id, secret } = made.body as { readonly id: string; readonly secret: string };
  expect(made.status).toBe(201);
  expect(secret).toMatch(/^mdb_sa_sk_\w{40}$/);
  const { body } = await here.send(callOf(operations.get, { ...parameters, secretId: id }));
  expect(JSON.stringify(body)).not.toContain(secret);
  expect(resource.write?.find({ ...used, id }).parse(body)).toMatchObject({
    id,
    lifetimeHours: 48,
    expiresAt: '2026-11-26T12:00:00Z',
    lastUsedAt: null,
  });
});

test('a configuration with active secrets goes only when that is asked for, and takes them with it', async () => {
  const here = worldOf([...parents, { kind: resource.kind, model: used }]);
  const { store } = here.emulator;
  expect(await here.send(callOf(configurations.delete, parameters))).toMatchObject({ status: 409 });
  const model = parents.at(-1)?.model as McpConfiguration;
  const [call] = mcpConfiguration.write?.delete?.(mcpConfiguration.delete(model)) ?? [];
  expect((await here.send(call as NonNullable<typeof call>)).status).toBe(204);
  expect(store.all(resource.kind)).toEqual([]);
});

test('secrets that are over keep nothing back', async () => {
  const here = worldOf([...parents, { kind: resource.kind, model: used }]);
  here.pass(40 * 86_400);
  expect((await here.send(callOf(configurations.delete, parameters))).status).toBe(204);
});

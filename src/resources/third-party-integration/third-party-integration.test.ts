import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { revealSecrets } from '../../core/secret.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import integration from './index.ts';
import type { ThirdPartyIntegration } from './model.ts';

const groupId = exampleIds.projectId;

test('keys come back at their length, masked but for four characters, in an order of their own', async () => {
  const world = worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
  ]);
  const create = (integrationType: string, body: Record<string, string>) =>
    world.send(callOf(operations.create, { groupId, integrationType }, { body: { type: integrationType, ...body } }));
  await create('WEBHOOK', { url: 'https://example.com/hooks/secret-1235', secret: 'abcdefgh1235' });
  await create('OPS_GENIE', { apiKey: '000000000000000000000000000000003311', region: 'US' });
  const answer = await create('PAGER_DUTY', { serviceKey: '00000000000000000000000000000022', region: 'US' });
  expect((answer.body as { results: unknown[] }).results).toMatchObject([
    { region: 'US', serviceKey: '****************************0022', type: 'PAGER_DUTY' },
    { apiKey: '********************************3311', region: 'US', type: 'OPS_GENIE' },
    { secret: '********1235', url: 'https://example.com/****1235', webhookBodyTemplate: null, type: 'WEBHOOK' },
  ]);
  expect(JSON.stringify(world.emulator.store.all('third-party-integration'))).not.toContain('secret-1235');
});

test('of a webhook the model keeps scheme and host, and whether messages are signed', () => {
  const parse = (item: object) => integration.read.parse(item, { id: groupId } as never, undefined as never)[0];
  const url = 'http://user:password@hooks.example.com:8080/****1235';
  expect(parse({ id: 'x', type: 'WEBHOOK', url, secret: '****1235' })).toMatchObject({
    origin: 'http://hooks.example.com:8080',
    signed: true,
  });
  const unsigned = parse({ id: 'x', type: 'WEBHOOK', url: 'https://hooks.example.com/****' });
  expect(unsigned).toMatchObject({ origin: 'https://hooks.example.com', signed: false });
  expect(JSON.stringify(parse({ id: 'x', type: 'DATADOG', apiKey: '****0077' }))).not.toContain('0077');
});

const ofType = (type: string) => integration.examples.find((model) => model.type === type) as ThirdPartyIntegration;
const webhook = ofType('WEBHOOK');

function worldWith(...models: readonly ThirdPartyIntegration[]) {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    ...models.map((model) => ({ kind: 'third-party-integration', model })),
  ]);
}

test('a project has one of each type: a second one is refused, and so is a change of one that is not there', async () => {
  const atlas = worldWith(ofType('DATADOG'));
  const parameters = { groupId, integrationType: 'DATADOG' };
  expect(await atlas.send(callOf(operations.create, parameters, { body: { apiKey: 'abc' } }))).toMatchObject({
    status: 409,
    body: { errorCode: 'INTEGRATION_ALREADY_CONFIGURED' },
  });
  const pager = callOf(operations.replace, { groupId, integrationType: 'PAGER_DUTY' }, { body: { serviceKey: 'abc' } });
  expect(await atlas.send(pager)).toMatchObject({
    status: 404,
    body: {
      errorCode: 'INTEGRATION_NOT_CONFIGURED',
      detail: "The integration of type 'PAGER_DUTY' is not configured for this group.",
    },
  });
});

test.each([
  ['DATADOG', { apiKey: '****************************0077' }, 'INVALID_INTEGRATION_SETTINGS'],
  ['PAGER_DUTY', { serviceKey: '****************************0022' }, 'INTEGRATION_FIELDS_INVALID'],
])('a masked key of %s that is sent back is refused', async (integrationType, body, errorCode) => {
  const atlas = worldWith(ofType('DATADOG'), ofType('PAGER_DUTY'));
  const call = callOf(operations.replace, { groupId, integrationType }, { body });
  expect(await atlas.send(call)).toMatchObject({ status: 400, body: { errorCode } });
});

test('every change asks for the keys again, and a webhook for its secret where it is signed', () => {
  const secrets = (before: ThirdPartyIntegration, patch: Partial<ThirdPartyIntegration>) =>
    Object.keys(integration.write?.secretInputs?.(integration.update(before, patch)) ?? {});
  expect(secrets(webhook, { signed: false })).toEqual(['url']);
  expect(secrets({ ...webhook, signed: false }, { signed: true })).toEqual(['url', 'secret']);
  expect(secrets(ofType('DATADOG'), { region: 'US' })).toEqual(['apiKey']);
});

test('the host of a webhook comes from the plan, whether its path or its whole address is given', () => {
  const [call] = integration.write?.create?.(integration.create(webhook)) ?? [];
  const sent = (url: string) =>
    revealSecrets(call?.body, (name) => (name === 'url' ? url : 'hush-hush')) as { readonly url: string };
  expect(sent('services/T0/B0').url).toBe('https://hooks.example.com/services/T0/B0');
  expect(sent('https://hooks.example.com/services/T0/B0').url).toBe('https://hooks.example.com/services/T0/B0');
});

test('what is set up by hand, or would be lost, is not written', () => {
  const updates = (before: ThirdPartyIntegration) =>
    integration.write?.update?.(integration.update(before, { region: 'EU' })) ?? [];
  expect(integration.write?.create?.(integration.create(ofType('SLACK')))).toEqual([]);
  expect(updates({ ...webhook, templated: true })).toEqual([]);
  expect(updates(webhook)).toHaveLength(1);
  const { cloudformation } = integration;
  if (cloudformation === undefined || 'none' in cloudformation) throw new Error('there is a type');
  expect(cloudformation.cannot?.(integration.update({ ...webhook, signed: false }, { signed: true }))).toContain(
    'signed',
  );
  expect(cloudformation.secrets?.(webhook, 'create')).toEqual({ Url: expect.any(String), Secret: expect.any(String) });
});

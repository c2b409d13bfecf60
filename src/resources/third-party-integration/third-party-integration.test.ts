import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import integration from './index.ts';

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

import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import connected from '../connected-organization/index.ts';
import { exampleIds } from '../contract.ts';
import identityProvider from '../identity-provider/index.ts';
import organization from '../organization/index.ts';
import roleMapping from '../role-mapping/index.ts';
import { operations } from './api.ts';
import federation from './index.ts';

const settings = federation.examples[0] as (typeof federation.examples)[number];
const [own, , sister] = connected.examples.map((model) => ({ kind: 'connected-organization', model }));
const federated = [
  { kind: 'organization', model: organization.examples[0] },
  { kind: 'federation-settings', model: settings },
  ...identityProvider.examples.map((model) => ({ kind: 'identity-provider', model })),
  ...roleMapping.examples.map((model) => ({ kind: 'role-mapping', model })),
  own as { kind: string; model: unknown },
];
const removal = callOf(operations.delete, { federationSettingsId: settings.id });

test('a federation that several organizations share is not deleted', async () => {
  const world = worldOf([...federated, sister as { kind: string; model: unknown }]);
  expect(await world.send(removal)).toMatchObject({ status: 400, body: { errorCode: 'VALIDATION_ERROR' } });
  expect(world.emulator.store.all('identity-provider')).not.toEqual([]);
});

test('a federation that is deleted takes everything along, and the organization answers with other settings', async () => {
  const world = worldOf(federated);
  expect((await world.send(removal)).status).toBe(204);
  for (const kind of ['identity-provider', 'connected-organization', 'role-mapping'])
    expect(world.emulator.store.all(kind), kind).toEqual([]);
  const { status, body } = await world.send(callOf(operations.get, { orgId: exampleIds.orgId }));
  expect([status, body]).toMatchObject([200, { federatedDomains: [], identityProviderId: null }]);
  expect((body as { id: string }).id).not.toBe(settings.id);
});

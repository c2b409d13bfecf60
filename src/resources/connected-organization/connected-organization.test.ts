import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import federation from '../federation-settings/index.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import organization from '../organization/index.ts';
import { operations } from './api.ts';
import connected from './index.ts';

const settings = federation.examples[0] as FederationSettings;
const restricted = connected.examples[0];
const parents = [
  { kind: 'organization', model: organization.examples[0] },
  { kind: 'federation-settings', model: settings },
];
const parameters = { federationSettingsId: settings.id, orgId: exampleIds.orgId };

test('a PATCH ends the restriction and disconnects the providers that it does not name, and keeps the role grants', async () => {
  const world = worldOf([...parents, { kind: 'connected-organization', model: restricted }]);
  const body = { domainAllowList: ['https://accounts.google.com'] };
  const answer = await world.send(callOf(operations.update, parameters, { body }));
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    dataAccessIdentityProviderIds: [],
    domainAllowList: ['https://accounts.google.com'],
    domainRestrictionEnabled: false,
    identityProviderId: null,
    postAuthRoleGrants: ['ORG_MEMBER'],
  });
  expect((await world.send(callOf(operations.get, parameters))).body).toEqual(answer.body);
});

test('what was read can be sent back: id and conflicts are accepted and ignored', async () => {
  const world = worldOf([...parents, { kind: 'connected-organization', model: restricted }]);
  const before = (await world.send(callOf(operations.get, parameters))).body;
  const body = { ...(before as object), orgId: '5f00000000000000000000ff' };
  const answer = await world.send(callOf(operations.update, parameters, { body }));
  expect(answer).toMatchObject({ status: 200, body: before });
});

test('an organization that never set anything up is connected to its own federation with the defaults', async () => {
  const world = worldOf(parents);
  const answer = await world.send(callOf(operations.list, { federationSettingsId: settings.id }));
  const { results } = answer.body as { results: unknown[] };
  expect(results.flatMap((item) => connected.read.parse(item, settings as never, undefined as never))).toEqual([
    expect.objectContaining({ connectedOrgId: exampleIds.orgId, domainRestrictionEnabled: false, roleMappings: [] }),
  ]);
});

test('who the conflicting members are never gets into the model', () => {
  const item = {
    domainRestrictionEnabled: true,
    orgId: exampleIds.orgId,
    userConflicts: [
      { emailAddress: 'ada@example.net', federationSettingsId: settings.id, firstName: 'A', lastName: 'B' },
    ],
  };
  const [model] = connected.read.parse(item, settings as never, undefined as never);
  expect(model).toMatchObject({ userConflictCount: 1 });
  expect(JSON.stringify(model)).not.toContain('ada@');
});

import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import federation from '../federation-settings/index.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import organization from '../organization/index.ts';
import roleMapping from '../role-mapping/index.ts';
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
    expect.objectContaining({ connectedOrgId: exampleIds.orgId, domainRestrictionEnabled: false }),
  ]);
  expect(results).toEqual([expect.objectContaining({ orgId: exampleIds.orgId, roleMappings: [] })]);
});

const own = { kind: 'connected-organization', model: restricted };
const sister = { kind: 'connected-organization', model: connected.examples[2] };
const mappings = roleMapping.examples.map((model) => ({ kind: 'role-mapping', model }));
const shownMappings = (body: unknown) => (body as { roleMappings: { externalGroupName: string }[] }).roleMappings;

test('an update sends along what the PATCH would end, and grants only where they change', () => {
  const [first, , third] = connected.exampleUpdates ?? [];
  const bodyOf = (pair: typeof first) =>
    pair === undefined
      ? []
      : (connected.write?.update?.(connected.update(pair.before, pair.after)) ?? []).map(({ body }) => body);
  expect(bodyOf(first)).toEqual([
    {
      dataAccessIdentityProviderIds: restricted?.dataAccessIdentityProviderIds,
      domainAllowList: restricted?.domainAllowList,
      domainRestrictionEnabled: true,
      identityProviderId: restricted?.identityProviderId,
      instantUserProvisioningDisabled: false,
    },
  ]);
  expect(bodyOf(third)).toMatchObject([{ domainRestrictionEnabled: true, postAuthRoleGrants: [] }]);
});

test('role mappings are shown, stay where a PATCH leaves them out, and are replaced where it does not', async () => {
  const world = worldOf([...parents, own, ...mappings]);
  const names = async (body: Record<string, unknown>) =>
    shownMappings((await world.send(callOf(operations.update, parameters, { body: body as never }))).body).map(
      ({ externalGroupName }) => externalGroupName,
    );
  const { identityProviderId } = restricted as { identityProviderId: string };
  expect(await names({ domainRestrictionEnabled: true, identityProviderId })).toEqual([
    'atlas-owners',
    'atlas readers',
  ]);
  const roleMappings = [
    { externalGroupName: 'new', roleAssignments: [{ orgId: exampleIds.orgId, role: 'ORG_MEMBER' }] },
  ];
  expect(await names({ domainRestrictionEnabled: true, identityProviderId, roleMappings })).toEqual(['new']);
});

test.each([
  ['an empty id of a provider', { domainRestrictionEnabled: true, identityProviderId: '' }],
  ['role grants without a provider', { domainRestrictionEnabled: true, postAuthRoleGrants: ['ORG_READ_ONLY'] }],
])('%s: refused', async (_, body) => {
  const world = worldOf([...parents, own]);
  const answer = await world.send(callOf(operations.update, parameters, { body }));
  expect(answer).toMatchObject({ status: 400, body: { errorCode: 'VALIDATION_ERROR' } });
});

test('the only organization of a federation stays connected; one of two can leave, with its mappings', async () => {
  const alone = worldOf([...parents, own, ...mappings]);
  expect((await alone.send(callOf(operations.delete, parameters))).status).toBe(400);
  const world = worldOf([...parents, own, sister, ...mappings]);
  expect((await world.send(callOf(operations.delete, parameters))).status).toBe(204);
  expect((await world.send(callOf(operations.get, parameters))).status).toBe(404);
  const { body } = await world.send(callOf(operations.list, { federationSettingsId: settings.id }));
  expect(body).toMatchObject({ results: [{ orgId: sister.model?.connectedOrgId }], totalCount: 1 });
  expect(world.emulator.store.all('role-mapping')).toEqual([]);
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

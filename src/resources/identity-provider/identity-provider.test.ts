import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { orderPlan } from '../../core/plan.ts';
import { applyPlan } from '../../workflows/apply-plan.ts';
import connected from '../connected-organization/index.ts';
import type { ConnectedOrganization } from '../connected-organization/model.ts';
import { exampleIds } from '../contract.ts';
import federation from '../federation-settings/index.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import { resources } from '../index.generated.ts';
import organization from '../organization/index.ts';
import { operations } from './api.ts';
import identityProvider from './index.ts';
import { type IdentityProvider, type OidcIdentityProvider, ownersOutside, type SamlIdentityProvider } from './model.ts';

const settings = federation.examples[0] as FederationSettings;
const parents = [
  { kind: 'organization', model: organization.examples[0] },
  { kind: 'federation-settings', model: settings },
];
const federationSettingsId = settings.id;

test('Atlas lists SAML providers only unless asked, so every kind is asked for', async () => {
  const examples = identityProvider.examples.map((model) => ({ kind: 'identity-provider', model }));
  const world = worldOf([...parents, ...examples]);
  const ids = async (query?: Record<string, string>): Promise<readonly string[]> => {
    const call = callOf(operations.list, { federationSettingsId }, query === undefined ? {} : { query });
    return ((await world.send(call)).body as { results: { id: string }[] }).results.map(({ id }) => id);
  };
  const [saml, oldSaml, workforce, workload] = identityProvider.examples.map(({ id }) => id);
  expect(await ids()).toEqual([saml, oldSaml]);
  expect(await ids({ protocol: 'OIDC' })).toEqual([workforce]);
  const asked = identityProvider.read.calls(settings as never, exampleIds.orgId);
  const seen = await Promise.all(asked.map(({ query }) => ids(query)));
  expect(seen.flat()).toEqual([saml, oldSaml, workforce, workload]);
});

test('a provider for programs has no domains, client or scopes; one for people has them empty', async () => {
  const world = worldOf(parents);
  const create = async (idpType: string) => {
    const body = {
      audience: 'idp-646',
      authorizationType: 'GROUP',
      displayName: 'idp-646',
      groupsClaim: 'groups',
      idpType,
      issuerUri: 'https://accounts.google.com',
      protocol: 'OIDC',
      userClaim: 'user',
    };
    return (await world.send(callOf(operations.create, { federationSettingsId }, { body }))).body as { id: string };
  };
  expect(Object.keys(await create('WORKLOAD')).sort()).toEqual(
    [
      'associatedOrgs',
      'audience',
      'authorizationType',
      'createdAt',
      'description',
      'displayName',
      'groupsClaim',
      'id',
      'idpType',
      'issuerUri',
      'oktaIdpId',
      'protocol',
      'updatedAt',
      'userClaim',
    ].sort(),
  );
  expect(await create('WORKFORCE')).toMatchObject({ associatedDomains: [], clientId: null, requestedScopes: [] });
});

test('the organizations that use a provider are those whose own configuration names it', async () => {
  const world = worldOf([...parents, { kind: 'connected-organization', model: connected.examples[0] }]);
  const body = { displayName: 'late', idpType: 'WORKLOAD', protocol: 'OIDC' };
  const made = await world.send(callOf(operations.create, { federationSettingsId }, { body }));
  const { id } = made.body as { id: string };
  const get = callOf(operations.get, { federationSettingsId, identityProviderId: id });
  expect((await world.send(get)).body).toMatchObject({ associatedOrgs: [] });
  const store = world.emulator.store;
  const document = store.get('connected-organization', federationSettingsId, exampleIds.orgId);
  if (document === undefined) throw new Error('the connected organization was not seeded');
  store.put({ ...document, wire: { ...document.wire, dataAccessIdentityProviderIds: [id] } });
  store.commit();
  expect((await world.send(get)).body).toMatchObject({ associatedOrgs: [{ orgId: exampleIds.orgId }] });
});

const [saml, , workforce] = identityProvider.examples as [SamlIdentityProvider, unknown, OidcIdentityProvider];
const [own, , sister] = connected.examples.map((model) => ({ kind: 'connected-organization', model }));
const seeded = (...models: readonly IdentityProvider[]) =>
  models.map((model) => ({ kind: 'identity-provider', model }));
const pathOf = ({ id }: IdentityProvider) => ({ federationSettingsId, identityProviderId: id });
const bodiesOf = (before: IdentityProvider, after: Partial<SamlIdentityProvider> | Partial<OidcIdentityProvider>) =>
  (identityProvider.write?.update?.(identityProvider.update(before, after)) ?? []).map(({ body }) => body);

test('an update sends what differs, the protocol, and with SAML what its contract asks for', () => {
  const always = {
    displayName: saml.displayName,
    idpType: 'WORKFORCE',
    issuerUri: saml.issuerUri,
    protocol: 'SAML',
    ssoUrl: saml.ssoUrl,
  };
  expect(bodiesOf({ ...saml, ssoDebugEnabled: true }, { ssoDebugEnabled: false })).toEqual([
    { ...always, ssoDebugEnabled: false },
  ]);
  expect(bodiesOf(saml, { responseSignatureAlgorithm: 'SHA-1' })).toEqual([
    { ...always, responseSignatureAlgorithm: 'SHA-1', ssoDebugEnabled: false },
  ]);
  expect(bodiesOf(workforce, { description: '', requestedScopes: [] })).toEqual([
    { description: null, idpType: 'WORKFORCE', protocol: 'OIDC', requestedScopes: [] },
  ]);
});

test('what only a person can do is no call: a new SAML provider, and new certificates', () => {
  expect(identityProvider.write?.create?.(identityProvider.create(saml))).toEqual([]);
  expect(bodiesOf(saml, { certificates: [] })).toEqual([]);
});

test('a PATCH keeps what it leaves out, the certificates too, and knows fields of its own protocol only', async () => {
  const world = worldOf([...parents, ...seeded(saml, workforce)]);
  const body = { ssoDebugEnabled: true, status: 'INACTIVE' };
  const answer = await world.send(callOf(operations.update, pathOf(saml), { body }));
  expect(answer).toMatchObject({
    status: 200,
    body: { ...body, displayName: saml.displayName, pemFileInfo: { certificates: saml.certificates } },
  });
  const foreign = await world.send(callOf(operations.update, pathOf(workforce), { body }));
  expect(foreign).toMatchObject({ status: 400, body: { errorCode: 'INVALID_ATTRIBUTE' } });
});

test('a provider that several organizations use is neither deleted nor switched off', async () => {
  const world = worldOf([...parents, ...seeded(saml, workforce), own as never, sister as never]);
  for (const model of [saml, workforce])
    expect((await world.send(callOf(operations.delete, pathOf(model)))).status, model.displayName).toBe(400);
  const off = { body: { ssoDebugEnabled: false, status: 'INACTIVE' } };
  expect((await world.send(callOf(operations.update, pathOf(saml), off))).status).toBe(400);
  const on = { body: { ssoDebugEnabled: true } };
  expect((await world.send(callOf(operations.update, pathOf(saml), on))).status).toBe(200);
});

test('a provider that is deleted is disconnected, and the settings of the federation follow', async () => {
  const world = worldOf([...parents, ...seeded(saml, workforce), own as never]);
  const { store } = world.emulator;
  expect((await world.send(callOf(operations.delete, pathOf(workforce)))).status).toBe(204);
  expect((await world.send(callOf(operations.delete, pathOf(saml)))).status).toBe(204);
  expect(store.get('connected-organization', federationSettingsId, exampleIds.orgId)?.wire).toMatchObject({
    dataAccessIdentityProviderIds: ['660000000000000000000a13'],
    identityProviderId: null,
  });
  const { wire } = store.find('federation-settings', federationSettingsId) ?? {};
  expect(wire).toMatchObject({ federatedDomains: [], identityProviderId: null, identityProviderStatus: 'INACTIVE' });
});

test('a provider is made before the organization is connected to it, and by the id that Atlas gave', async () => {
  const connection = { ...(connected.examples[0] as ConnectedOrganization), dataAccessIdentityProviderIds: [] };
  const world = worldOf([...parents, ...seeded(saml), { kind: 'connected-organization', model: connection }]);
  const proposals = [
    connected.update(connection, { dataAccessIdentityProviderIds: [workforce.id] }),
    identityProvider.create(workforce),
  ].map((change) => ({ change, closes: [], wave: 0 }));
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const { steps } = orderPlan(
    proposals,
    registry,
    () => [],
    ({ address }) => address,
  );
  expect(steps.map(({ change }) => change.type)).toEqual(['create', 'update']);
  await applyPlan('law', steps, resources, {
    send: world.send,
    now: world.now,
    sleep: async () => world.pass(1),
    append: async () => undefined,
    readLines: async () => [],
  });
  const made = world.emulator.store.list('identity-provider', federationSettingsId).find(({ id }) => id !== saml.id);
  const { wire } = world.emulator.store.get('connected-organization', federationSettingsId, exampleIds.orgId) ?? {};
  expect(made?.id).not.toBe(workforce.id);
  expect(wire?.dataAccessIdentityProviderIds).toEqual([made?.id]);
});

test('keys are revoked of OIDC providers only', async () => {
  const world = worldOf([...parents, ...seeded(saml, workforce)]);
  expect((await world.send(callOf(operations.revokeKeys, pathOf(workforce)))).status).toBe(204);
  expect((await world.send(callOf(operations.revokeKeys, pathOf(saml)))).status).toBe(400);
});

test('an owner for emergencies is one whose mail domain is not mapped', () => {
  const user = (username: string, membershipStatus: 'ACTIVE' | 'PENDING', role: string) =>
    ({ username, membershipStatus, orgRoles: [role] }) as const;
  const users = [
    user('ada@Example.com', 'ACTIVE', 'ORG_OWNER'),
    user('emergency@example.net', 'ACTIVE', 'ORG_OWNER'),
    user('invited@example.net', 'PENDING', 'ORG_OWNER'),
    user('grace@example.net', 'ACTIVE', 'ORG_MEMBER'),
  ];
  expect(ownersOutside(users, ['EXAMPLE.com'])).toEqual(['emergency@example.net']);
});

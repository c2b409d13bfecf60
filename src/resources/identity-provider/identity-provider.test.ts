import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import connected from '../connected-organization/index.ts';
import { exampleIds } from '../contract.ts';
import federation from '../federation-settings/index.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import organization from '../organization/index.ts';
import { operations } from './api.ts';
import identityProvider from './index.ts';

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

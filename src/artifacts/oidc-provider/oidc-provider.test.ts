import { parse as parseHcl } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTerraform } from '../../../test/laws/terraform-blocks.ts';
import { runScript } from '../../../test/run-script.ts';
import { moduleProblems } from '../../../test/terraform-module.ts';
import { EXAMPLE_INSTANT, exampleSnapshot } from '../../../tools/example-snapshot.ts';
import { type Failure, isFailure } from '../../core/failure.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import type { Kind, ModelOf, TerraformDialect } from '../../core/resource.ts';
import { indexSnapshot } from '../../core/snapshot.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import { operations as userOperations } from '../../resources/database-user/api.ts';
import { operations as providerOperations } from '../../resources/identity-provider/api.ts';
import userSecurity from '../../resources/user-security/index.ts';
import type { UserSecurity } from '../../resources/user-security/model.ts';
import type { ArtifactInput, Made } from '../artifact.ts';
import { exampleProvider, federatedOrganization } from './examples.ts';
import oidcProvider from './index.ts';
import { groupFilter } from './okta.ts';
import type { OPTIONS, Values } from './setup.ts';

type Models = { readonly [K in Kind]?: readonly ModelOf<K>[] };

function make(values: Values, resources: Models = federatedOrganization([])): Made {
  const index = indexSnapshot(exampleSnapshot({ resources }, 'project'));
  const input = { values, profile: ASSUMED_PROFILE, index, now: EXAMPLE_INSTANT } as ArtifactInput<typeof OPTIONS>;
  return oidcProvider.make(input) as Made;
}

function refusalOf(values: Values, resources?: Models): Failure {
  try {
    make(values, resources);
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const whats = (values: Values, resources?: Models) => refusalOf(values, resources).problems.map(({ what }) => what);
const namesOf = (made: Made) => made.files.map(({ name }) => name);
const textOf = (made: Made, name: string) => {
  const file = made.files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`There is no ${name}, only ${namesOf(made).join(', ')}.`);
  return file.text;
};
const blocksOf = async (made: Made, name: string) => readTerraform(await parseHcl(name, textOf(made, name)));
const only = <T extends { readonly type: string }>(blocks: readonly T[], type: string): T => {
  const found = blocks.filter((block) => block.type === type);
  expect(found).toHaveLength(1);
  return found[0] as T;
};

const PROVIDER = 'mongodbatlas_federated_settings_identity_provider';
const CONNECTION = 'mongodbatlas_federated_settings_org_config';
const USER = 'mongodbatlas_database_user';
const TENANT = '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11';
const CLIENT = '2c6f4f0e-9c1d-4c1e-8f0a-1b2c3d4e5f60';
const GROUP = '0f2b1d9c-3a55-4c0e-9d27-5e1f7a6b8c90';
const okta: Values = {
  'identity-provider': 'okta',
  'client-id': '0oa1',
  'oidc-issuer': 'https://nimbus.okta.com/oauth2/aus1',
};
const entra: Values = { 'identity-provider': 'entra', tenant: TENANT, 'client-id': CLIENT };
const google: Values = { 'identity-provider': 'google' };

describe('the provider in Atlas', () => {
  const bodies: readonly (readonly [string, Values, Readonly<Record<string, unknown>>])[] = [
    [
      'people with Okta',
      okta,
      {
        issuerUri: 'https://nimbus.okta.com/oauth2/aus1',
        clientId: '0oa1',
        audience: '0oa1',
        requestedScopes: ['offline_access', 'openid'],
        authorizationType: 'GROUP',
        groupsClaim: 'groups',
        userClaim: 'sub',
        idpType: 'WORKFORCE',
      },
    ],
    [
      'people with Entra ID',
      entra,
      {
        issuerUri: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        clientId: CLIENT,
        audience: CLIENT,
        requestedScopes: [`${CLIENT}/.default`, 'offline_access'],
      },
    ],
    [
      'programs with Entra ID',
      { ...entra, for: 'workload' },
      {
        issuerUri: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        audience: CLIENT,
        authorizationType: 'USER',
        idpType: 'WORKLOAD',
      },
    ],
    [
      'people with PingOne',
      { 'identity-provider': 'ping', 'client-id': 'p1', 'oidc-issuer': 'https://auth.pingone.eu/e/as' },
      {
        issuerUri: 'https://auth.pingone.eu/e/as',
        clientId: 'p1',
        requestedScopes: ['mongodb', 'offline_access', 'openid'],
      },
    ],
    [
      'programs with Okta',
      { 'identity-provider': 'okta', for: 'workload', 'oidc-issuer': 'https://nimbus.okta.com/oauth2/aus2' },
      { audience: 'mongodb-atlas-5f0000000000000000000001', userClaim: 'sub', idpType: 'WORKLOAD' },
    ],
    [
      'programs with Google Cloud',
      google,
      {
        issuerUri: 'https://accounts.google.com',
        audience: 'mongodb-atlas-5f0000000000000000000001',
        authorizationType: 'USER',
      },
    ],
  ];

  test.each(bodies)('%s: the body is one that Atlas takes', (_, values, expected) => {
    const body = JSON.parse(textOf(make(values), 'identity-provider.json'));
    expect(body).toMatchObject(expected);
    expect(providerOperations.create.request.parse(body)).toEqual(body);
    // Atlas has no such fields for programs.
    if (body.idpType === 'WORKLOAD')
      for (const field of ['clientId', 'requestedScopes', 'associatedDomains']) expect(body).not.toHaveProperty(field);
    expect(make(values).files.some(({ name }) => name === 'terraform.tf')).toBe(false);
  });

  test.each(bodies)('%s: Terraform says the same', async (_, values, expected) => {
    const made = make(values);
    const { attributes } = only(await blocksOf(made, 'atlas.tf'), PROVIDER);
    const snake = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    for (const [field, value] of Object.entries(expected)) expect(attributes[snake(field)]).toEqual(value);
  });

  test('options say otherwise where a person knows better', () => {
    const values: Values = {
      ...entra,
      audience: `api://${CLIENT}`,
      'user-claim': 'upn',
      name: 'Analysts',
      scope: ['email'],
    };
    expect(JSON.parse(textOf(make(values), 'identity-provider.json'))).toMatchObject({
      audience: `api://${CLIENT}`,
      userClaim: 'upn',
      displayName: 'Analysts',
      requestedScopes: [`${CLIENT}/.default`, 'email', 'offline_access'],
    });
  });

  test('what is not known yet is left to Terraform: no body, no script', async () => {
    for (const values of [
      { 'identity-provider': 'okta' },
      { 'identity-provider': 'okta', for: 'workload' },
      { 'identity-provider': 'entra' },
      { 'identity-provider': 'entra', for: 'workload', tenant: TENANT },
      { 'identity-provider': 'ping', 'oidc-issuer': 'https://auth.pingone.eu/e/as' },
    ] as const satisfies readonly Values[]) {
      const made = make(values);
      expect(namesOf(made)).not.toContain('identity-provider.json');
      expect(namesOf(made)).not.toContain('atlas.sh');
      expect(textOf(made, `${values['identity-provider']}.tf`)).not.toBe('');
      for (const value of Object.values(only(await blocksOf(made, 'atlas.tf'), PROVIDER).attributes))
        expect(value).not.toBe('');
      expect(made.next.join(' ')).toContain('run this again with');
    }
  });
});

describe('the connection of the organization', () => {
  const others = ['660000000000000000000a13', '660000000000000000000a99'];

  test('Terraform keeps all that stands, and adds the provider', async () => {
    const made = make(okta, federatedOrganization(others));
    const { attributes } = only(await blocksOf(made, 'atlas.tf'), CONNECTION);
    const ids = [...others, `\${${PROVIDER}.oidc.idp_id}`];
    expect(attributes.data_access_identity_provider_ids).toEqual(ids);
    const dialect = connectedOrganization.terraform as TerraformDialect<ConnectedOrganization>;
    const [before] = federatedOrganization(others)['connected-organization'] as readonly ConnectedOrganization[];
    const { dataAccessIdentityProviderIds: _, ...kept } = dialect.fromHcl({ attributes, blocks: {} } as never, before);
    const { dataAccessIdentityProviderIds: __, ...was } = before as ConnectedOrganization;
    expect(kept).toEqual(was);
    expect(textOf(made, 'atlas.tf')).toContain(`id = "${before?.federationSettingsId}-${before?.connectedOrgId}"`);
    expect(textOf(made, 'atlas.tf')).toContain('prevent_destroy = true');
  });

  test('the script makes the provider, connects it, then makes the users with its id', () => {
    const made = make({ ...okta, group: ['analysts', 'auditors'], grant: ['read@shop'], cluster: 'payments' });
    const { status, errors, calls } = runScript(
      textOf(made, 'atlas.sh'),
      ['atlas'],
      [{ when: 'createIdentityProvider', output: '{"id":"66f000000000000000000001","associatedOrgs":[]}' }],
    );
    expect([status, errors]).toEqual([0, '']);
    expect(calls.map(({ words }) => words.slice(0, 4).join(' '))).toEqual([
      'api federatedAuthentication createIdentityProvider --federationSettingsId',
      'federatedAuthentication federationSettings connectedOrgConfigs connect',
      'api databaseUsers createDatabaseUser --groupId',
      'api databaseUsers createDatabaseUser --groupId',
    ]);
    expect(calls[1]?.words.slice(4)).toEqual([
      ...['--identityProviderId', '66f000000000000000000001'],
      ...[
        '--federationSettingsId',
        '660000000000000000000a01',
        '--orgId',
        '5f0000000000000000000001',
        '--protocol',
        'OIDC',
      ],
    ]);
    for (const [position, group] of ['analysts', 'auditors'].entries()) {
      const body = JSON.parse(calls[position + 2]?.input ?? '');
      expect(userOperations.create.request.parse(body)).toEqual(body);
      expect(body).toMatchObject({
        username: `66f000000000000000000001/${group}`,
        databaseName: 'admin',
        oidcAuthType: 'IDP_GROUP',
        roles: [{ roleName: 'read', databaseName: 'shop' }],
        scopes: [{ name: 'payments', type: 'CLUSTER' }],
      });
    }
  });

  test('nothing is connected where Atlas gave no id', () => {
    const { status, calls } = runScript(
      textOf(make(okta), 'atlas.sh'),
      ['atlas'],
      [{ when: 'createIdentityProvider', output: '{"error":409}' }],
    );
    expect(status).not.toBe(0);
    expect(calls).toHaveLength(1);
  });

  test('where it was not read, the script alone connects', async () => {
    const { 'connected-organization': _, ...unread } = federatedOrganization([]);
    const made = make(okta, unread);
    expect((await blocksOf(made, 'atlas.tf')).map(({ type }) => type)).toEqual([PROVIDER]);
    expect(textOf(made, 'atlas.sh')).toContain('connectedOrgConfigs connect');
    expect(made.remarks?.[0]).toContain('was not read');
  });
});

describe('a provider that Atlas has', () => {
  const same: Values = {
    'identity-provider': 'okta',
    'oidc-issuer': exampleProvider.issuerUri as string,
    'client-id': exampleProvider.clientId as string,
    audience: exampleProvider.audience as string,
  };

  test('is connected, where that was forgotten, and not made again', async () => {
    const made = make(same, federatedOrganization([], [exampleProvider]));
    expect(namesOf(made)).toEqual(['log-in.md', 'atlas.tf', 'atlas.sh']);
    expect((await blocksOf(made, 'atlas.tf')).map(({ type }) => type)).toEqual([CONNECTION]);
    expect(made.remarks?.[0]).toContain('the organization is not connected to it');
    const { calls } = runScript(textOf(made, 'atlas.sh'), ['atlas'], []);
    expect(calls.map(({ words }) => words[words.indexOf('--identityProviderId') + 1])).toEqual([exampleProvider.id]);
    expect(textOf(made, 'log-in.md')).toContain('| Configuration Name | Analysts |');
    expect(textOf(made, 'log-in.md')).not.toContain('## At Okta');
  });

  test('gets more users, where it is connected', async () => {
    const connected = federatedOrganization([exampleProvider.id], [exampleProvider]);
    const made = make({ ...same, group: ['auditors'], grant: ['read@audit'] }, connected);
    const blocks = await blocksOf(made, 'atlas.tf');
    expect(blocks.map(({ type }) => type)).toEqual([USER]);
    expect(only(blocks, USER).attributes.username).toBe(`${exampleProvider.id}/auditors`);
    expect(namesOf(make(same, connected))).toEqual(['log-in.md']);
  });

  test('admits what it was made for, and nothing else', () => {
    expect(
      whats(
        { ...same, subject: ['ann'], grant: ['read@shop'] },
        federatedOrganization([exampleProvider.id], [exampleProvider]),
      ),
    ).toEqual(['The provider Analysts would not admit them.']);
  });

  test('of people excludes another one', () => {
    const made = make(okta, federatedOrganization([exampleProvider.id], [exampleProvider]));
    expect(made.remarks?.[0]).toContain('The organization uses Analysts for people already');
    expect(make(google, federatedOrganization([exampleProvider.id], [exampleProvider])).remarks?.join()).not.toContain(
      'Analysts',
    );
  });
});

describe('database users', () => {
  test('of groups stand in admin, those of single people and programs in $external', async () => {
    const users = async (values: Values) =>
      (await blocksOf(make(values), 'atlas.tf'))
        .filter(({ type }) => type === USER)
        .map(({ attributes }) => [attributes.auth_database_name, attributes.oidc_auth_type]);
    expect(await users({ ...okta, group: ['a', 'b'], grant: ['read@shop'] })).toEqual([
      ['admin', 'IDP_GROUP'],
      ['admin', 'IDP_GROUP'],
    ]);
    expect(await users({ ...okta, subject: ['ann@example.com'], grant: ['read@shop'] })).toEqual([
      ['$external', 'USER'],
    ]);
    expect(await users({ ...google, subject: ['112233445566778899001'], grant: ['read@shop'] })).toEqual([
      ['$external', 'USER'],
    ]);
  });

  const anyName = fc.string({
    minLength: 1,
    maxLength: 20,
    unit: fc.constantFrom(...'aZ9 -_.\'"`$\\{}%/&|;<>()*?#~!é\u{1F6B2}'),
  });

  test('carry the name of the group, whatever signs it holds', async () => {
    await fc.assert(
      fc.asyncProperty(anyName, async (group) => {
        const made = make({ ...okta, group: [group], grant: ['read@shop'] });
        const { attributes } = only(await blocksOf(made, 'atlas.tf'), USER);
        expect(attributes.username).toBe(`\${${PROVIDER}.oidc.idp_id}/${group}`);
      }),
      { numRuns: 100 },
    );
  });

  test('are sent with it by the script too', () => {
    fc.assert(
      fc.property(anyName, (group) => {
        const made = make({ ...okta, group: [group], grant: ['read@shop'] });
        const { calls } = runScript(
          textOf(made, 'atlas.sh'),
          ['atlas'],
          [{ when: 'createIdentityProvider', output: '{"id":"1"}' }],
        );
        expect(JSON.parse(calls.at(-1)?.input ?? '').username).toBe(`1/${group}`);
      }),
      { numRuns: 12 },
    );
  });
});

describe('the side of the identity provider', () => {
  test('Okta puts the named groups into the token and no other', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
        fc.string(),
        (groups, other) => {
          const filter = new RegExp(groupFilter(groups) as string);
          for (const group of groups) if (!/[\n\r\u2028\u2029]/.test(group)) expect(filter.test(group)).toBe(true);
          if (!groups.includes(other)) expect(filter.test(other)).toBe(false);
        },
      ),
    );
    expect(groupFilter([])).toBeUndefined();
  });

  test('Okta lets in the application’s members alone, with a public client and PKCE', async () => {
    const blocks = await blocksOf(
      make({ 'identity-provider': 'okta', group: ['a', 'b'], grant: ['read@shop'] }),
      'okta.tf',
    );
    expect(only(blocks, 'okta_app_oauth').attributes).toMatchObject({
      type: 'native',
      pkce_required: true,
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost:27097/redirect'],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    expect(only(blocks, 'okta_app_group_assignments').blocks.group).toHaveLength(2);
    expect(only(blocks, 'okta_auth_server_policy').attributes.client_whitelist).toEqual([
      `\${okta_app_oauth.atlas.client_id}`,
    ]);
    expect(only(blocks, 'okta_auth_server_claim').attributes).toMatchObject({
      claim_type: 'RESOURCE',
      value: '^(a|b)$',
    });
  });

  test('Entra ID issues version 2 tokens, and the two files say one thing', async () => {
    const made = make({
      'identity-provider': 'entra',
      'device-flow': true,
      'user-claim': 'upn',
      group: [GROUP],
      grant: ['read@shop'],
    });
    const { attributes, blocks } = only(await blocksOf(made, 'entra.tf'), 'azuread_application');
    const graph = JSON.parse(textOf(made, 'entra-application.json'));
    expect(attributes).toMatchObject({
      sign_in_audience: graph.signInAudience,
      group_membership_claims: [graph.groupMembershipClaims],
      fallback_public_client_enabled: graph.isFallbackPublicClient,
    });
    expect(blocks.api?.[0]?.attributes.requested_access_token_version).toBe(2);
    expect(graph.api.requestedAccessTokenVersion).toBe(2);
    expect(blocks.public_client?.[0]?.attributes.redirect_uris).toEqual(graph.publicClient.redirectUris);
    expect(graph.optionalClaims.accessToken).toEqual([{ name: 'upn' }]);
    const { status, calls } = runScript(
      textOf(made, 'entra.sh'),
      ['az'],
      [
        { when: 'rest --method POST', output: CLIENT },
        { when: 'account show', output: TENANT },
      ],
    );
    expect(status).toBe(0);
    expect(calls.map(({ words }) => words.slice(0, 3).join(' '))).toEqual([
      'rest --method POST',
      'ad sp create',
      'account show --query',
    ]);
  });

  test('nothing is made at Google', () => {
    expect(namesOf(make(google))).toEqual(['log-in.md', 'atlas.tf', 'identity-provider.json', 'atlas.sh']);
  });

  test('no application is made where one was named', () => {
    for (const values of [okta, entra])
      expect(namesOf(make(values))).toEqual(['log-in.md', 'atlas.tf', 'identity-provider.json', 'atlas.sh']);
  });
});

describe('what is said besides', () => {
  test('how to log in, with the cluster’s own host', () => {
    const page = textOf(make({ ...okta, 'device-flow': true }), 'log-in.md');
    expect(page).toContain(
      "mongosh 'mongodb+srv://payments.ab1cd.mongodb.net/?authSource=%24external&authMechanism=MONGODB-OIDC'",
    );
    expect(page).toContain('--oidcFlows=device-auth');
    expect(textOf(make({ ...entra, for: 'workload' }), 'log-in.md')).toContain(`TOKEN_RESOURCE%3A${CLIENT}`);
  });

  test('clusters that take no token, and LDAP authorization', () => {
    const organization = federatedOrganization([]);
    const [payments] = organization.cluster;
    const remarksFor = (mongoDBVersion: string, tier: 'dedicated' | 'free' = 'dedicated') =>
      make(okta, { ...organization, cluster: [{ ...payments, mongoDBVersion, tier }] }).remarks?.join(' ') ?? '';
    for (const version of ['7.0.11', '7.0.20', '7.1.0', '8.0.4'])
      expect(remarksFor(version)).not.toContain('No token opens');
    for (const version of ['7.0.10', '6.0.15'])
      expect(remarksFor(version)).toContain(`No token opens payments (${version})`);
    expect(remarksFor('8.0.4', 'free')).toContain('No token opens');
    const security = userSecurity.examples[0] as UserSecurity;
    const ldap = { ...security, ldap: { ...security.ldap, authorizationEnabled: true } };
    expect(make(okta, { ...organization, 'user-security': [ldap] }).remarks?.join(' ')).toContain(
      'LDAP authorization is on',
    );
  });
});

describe('what is refused', () => {
  test('an organization without a federation', () => {
    expect(whats(okta, {})).toEqual(['Could not find the federation of the organization.']);
  });

  test('nothing named', () => {
    expect(whats({})).toEqual(['Could not tell whose tokens Atlas shall trust.']);
  });

  test('people with Google, and groups there', () => {
    expect(whats({ ...google, for: 'workforce' })).toEqual(['People cannot log in to databases with Google by group.']);
    expect(whats({ ...google, group: ['admins'], grant: ['read@shop'] })).toEqual([
      'Could not admit the group "admins".',
    ]);
    expect(whats({ ...google, subject: ['app@shop.iam.gserviceaccount.com'], grant: ['read@shop'] })).toEqual([
      '"app@shop.iam.gserviceaccount.com" is no unique id of a service account.',
    ]);
  });

  test('names where Entra ID sends ids', () => {
    expect(whats({ ...entra, group: ['Analysts'], grant: ['read@shop'] })).toEqual(['"Analysts" is no object id.']);
    expect(whats({ ...entra, for: 'workload', subject: ['shop-api'], grant: ['read@shop'] })).toEqual([
      '"shop-api" is no object id.',
    ]);
  });

  test('half an application', () => {
    expect(whats({ 'identity-provider': 'okta', 'client-id': '0oa1' })).toEqual([
      'Could not tell the issuer of the tokens.',
    ]);
    expect(whats({ 'identity-provider': 'okta', 'oidc-issuer': 'https://x.okta.com/oauth2/a' })).toEqual([
      'Could not tell which application the people use.',
    ]);
    expect(whats({ 'identity-provider': 'entra', 'client-id': CLIENT })).toEqual([
      'Could not tell the issuer of the tokens.',
    ]);
    expect(whats({ 'identity-provider': 'ping', 'client-id': 'p1' })).toEqual([
      'Could not tell the issuer of the tokens.',
    ]);
    expect(whats({ 'identity-provider': 'ping', for: 'workload' })).toEqual([
      'Could not tell the issuer of the tokens.',
    ]);
  });

  test('everything that is wrong, at once', () => {
    expect(
      whats({
        'identity-provider': 'okta',
        name: 'x'.repeat(51),
        tenant: 'nimbus',
        'client-id': '0oa1',
        'oidc-issuer': 'http://nimbus.okta.com/.well-known/openid-configuration',
        group: ['a', 'a'],
        subject: ['ann'],
        grant: ['read'],
      }),
    ).toEqual([
      '--tenant has no effect here.',
      `"${'x'.repeat(51)}" cannot be the provider’s name.`,
      '"nimbus" is no tenant’s id.',
      '"http://nimbus.okta.com/.well-known/openid-configuration" cannot be an issuer.',
      'A provider admits either groups or single people and programs.',
      '"a" is named twice.',
      'Could not read --grant "read".',
    ]);
    expect(whats({ ...google, 'client-id': 'x', scope: ['email'], 'device-flow': true, grant: ['read@shop'] })).toEqual(
      [
        '--client-id has no effect here.',
        '--scope has no effect here.',
        '--device-flow has no effect here.',
        'Could not write the database users.',
      ],
    );
    expect(whats({ ...okta, group: ['a'] })).toEqual(['Could not write the database users.']);
  });
});

test.each(oidcProvider.examples.map((example) => [example.name, example] as const))(
  'the files are one Terraform module: %s',
  async (_, { values, resources = {} }) => {
    expect(await moduleProblems(make(values, resources).files)).toEqual([]);
  },
);

import type { HclBlock, HclValue } from '../../core/hcl.ts';
import type { External } from './external.ts';
import { GROUPS_CLAIM, REDIRECT_URI, type Setup, TOKEN_MINUTES } from './setup.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** Okta gives a program a token only for a scope of the authorization server’s own. */
const PROGRAM_SCOPE = 'mongodb';

/** An application and an authorization server of its own: tokens of Okta’s built-in server cannot be read by others. */
export function okta(setup: Setup): External {
  return setup.purpose === 'workforce' ? workforce(setup) : workload(setup);
}

function workforce(setup: Setup): External {
  const { clientId, issuer, principals, authorization, withDeviceFlow, scopes } = setup;
  const exists = clientId !== undefined && issuer !== undefined;
  const ownScopes = [...new Set(['offline_access', 'openid', ...scopes])].sort();
  const groups = authorization === 'GROUP' ? principals : [];
  const grants = ['authorization_code', ...(withDeviceFlow ? [DEVICE_GRANT] : [])];
  return {
    terraform: exists
      ? undefined
      : { provider: 'okta', source: 'okta/okta', blocks: workforceBlocks(setup, groups, grants) },
    files: [],
    issuer: exists ? issuer : { ref: 'okta_auth_server.atlas.issuer' },
    clientId: exists ? clientId : { ref: 'okta_app_oauth.atlas.client_id' },
    audience: setup.audience ?? (exists ? clientId : { ref: 'okta_app_oauth.atlas.client_id' }),
    scopes: ownScopes,
    steps: [
      `Applications, Create App Integration: OIDC, Native Application, with the grants Authorization Code and Refresh Token${withDeviceFlow ? ' and Device Authorization' : ''}, the sign-in redirect URI \`${REDIRECT_URI}\`, and required PKCE.`,
      groups.length === 0
        ? 'Assign it to the people who may query, and to nobody else.'
        : `Assign it to ${list(groups)}, and to nobody else.`,
      `Security, API, Add Authorization Server, with ${setup.audience === undefined ? 'the application’s client id' : `\`${setup.audience}\``} as its audience.`,
      ...(authorization === 'GROUP'
        ? [
            `There under Claims: \`${GROUPS_CLAIM}\`, in the access token, of type Groups, filter Matches regex \`${groupFilter(groups) ?? '^PREFIX.*'}\`, in any scope. Not \`.*\`: every group of a person would stand in the token, and one above 16 KiB is refused.`,
          ]
        : []),
      `There under Access Policies: a policy for this client, with a rule for Authorization Code${withDeviceFlow ? ' and Device Authorization' : ''}, an access token of ${TOKEN_MINUTES} minutes, and a refresh token that ends after 7 days without use.`,
    ],
    tell: 'the client id of the application, and the issuer of the authorization server: its metadata URI up to `/.well-known`',
    remarks: [],
  };
}

function workforceBlocks(setup: Setup, groups: readonly string[], grants: readonly string[]): readonly HclBlock[] {
  const filter = groupFilter(groups);
  const members = groups.map((_, position) => ({ ref: `data.okta_group.atlas_${position + 1}.id` }));
  return [
    ...(setup.authorization === 'GROUP' && filter === undefined
      ? [
          {
            type: 'variable',
            labels: ['group_filter'],
            body: {
              attributes: {
                type: { ref: 'string' },
                description: 'a regular expression that fits the groups for Atlas and no others: ^atlas-.*',
              },
            },
          },
        ]
      : []),
    ...groups.map(
      (name, position): HclBlock => ({
        type: 'data',
        labels: ['okta_group', `atlas_${position + 1}`],
        body: { attributes: { name } },
      }),
    ),
    {
      type: 'resource',
      labels: ['okta_app_oauth', 'atlas'],
      body: {
        attributes: {
          label: setup.name,
          type: 'native',
          grant_types: [...grants, 'refresh_token'],
          response_types: ['code'],
          redirect_uris: [REDIRECT_URI],
          token_endpoint_auth_method: 'none',
          pkce_required: true,
        },
      },
    },
    ...(groups.length === 0
      ? []
      : [
          {
            comment: ['Nobody else can sign in.'],
            type: 'resource',
            labels: ['okta_app_group_assignments', 'atlas'],
            body: {
              attributes: { app_id: { ref: 'okta_app_oauth.atlas.id' } },
              blocks: members.map((id) => ({ type: 'group', body: { attributes: { id } } })),
            },
          },
        ]),
    server(setup.name, setup.audience ?? { ref: 'okta_app_oauth.atlas.client_id' }),
    ...(setup.authorization === 'GROUP'
      ? [
          {
            type: 'resource',
            labels: ['okta_auth_server_claim', 'groups'],
            body: {
              attributes: {
                auth_server_id: { ref: 'okta_auth_server.atlas.id' },
                name: GROUPS_CLAIM,
                claim_type: 'RESOURCE',
                value_type: 'GROUPS',
                group_filter_type: 'REGEX',
                value: filter ?? { ref: 'var.group_filter' },
                always_include_in_token: true,
              },
            },
          },
        ]
      : []),
    ...policy(setup.name, grants, ['*'], members.length === 0 ? ['EVERYONE'] : members),
  ];
}

function workload(setup: Setup): External {
  const { issuer, audience = setup.ownAudience, name } = setup;
  return {
    terraform:
      issuer !== undefined
        ? undefined
        : {
            provider: 'okta',
            source: 'okta/okta',
            blocks: [
              {
                type: 'variable',
                labels: ['program_jwks_uri'],
                body: {
                  attributes: {
                    type: { ref: 'string' },
                    description: 'where the program publishes its public keys (JWKS); it keeps the private ones',
                  },
                },
              },
              {
                comment: ['The program proves itself with a key of its own: no client secret exists.'],
                type: 'resource',
                labels: ['okta_app_oauth', 'atlas'],
                body: {
                  attributes: {
                    label: name,
                    type: 'service',
                    grant_types: ['client_credentials'],
                    response_types: ['token'],
                    token_endpoint_auth_method: 'private_key_jwt',
                    jwks_uri: { ref: 'var.program_jwks_uri' },
                  },
                },
              },
              server(name, audience),
              {
                type: 'resource',
                labels: ['okta_auth_server_scope', 'atlas'],
                body: {
                  attributes: {
                    auth_server_id: { ref: 'okta_auth_server.atlas.id' },
                    name: PROGRAM_SCOPE,
                    consent: 'IMPLICIT',
                  },
                },
              },
              ...policy(name, ['client_credentials'], [{ ref: 'okta_auth_server_scope.atlas.name' }], ['EVERYONE']),
            ],
          },
    files: [],
    issuer: issuer ?? { ref: 'okta_auth_server.atlas.issuer' },
    clientId: null,
    audience,
    scopes: [],
    steps: [
      'Applications, Create App Integration: API Services, with a public key of the program instead of a client secret.',
      `Security, API, Add Authorization Server, with the audience \`${audience}\`.`,
      `There under Scopes: \`${PROGRAM_SCOPE}\`; under Access Policies: a policy for this client, with a rule for Client Credentials, this scope and an access token of ${TOKEN_MINUTES} minutes.`,
    ],
    tell: 'the issuer of the authorization server: its metadata URI up to `/.well-known`',
    remarks: [
      'Drivers have no built-in way to Okta: the program gives them a callback that fetches a token with its key.',
      'Unconfirmed: that the sub of such a token is the application’s client id. Decode one and compare before you name it with --subject.',
    ],
  };
}

function server(name: string, audience: HclValue): HclBlock {
  return {
    type: 'resource',
    labels: ['okta_auth_server', 'atlas'],
    body: { attributes: { name, description: 'Tokens for MongoDB Atlas', audiences: [audience] } },
  };
}

function policy(
  name: string,
  grants: readonly string[],
  scopes: readonly HclValue[],
  groups: readonly HclValue[],
): readonly HclBlock[] {
  const of = { auth_server_id: { ref: 'okta_auth_server.atlas.id' } };
  return [
    {
      type: 'resource',
      labels: ['okta_auth_server_policy', 'atlas'],
      body: {
        attributes: {
          ...of,
          name,
          description: 'This application alone',
          priority: 1,
          client_whitelist: [{ ref: 'okta_app_oauth.atlas.client_id' }],
        },
      },
    },
    {
      type: 'resource',
      labels: ['okta_auth_server_policy_rule', 'atlas'],
      body: {
        attributes: {
          ...of,
          policy_id: { ref: 'okta_auth_server_policy.atlas.id' },
          name,
          priority: 1,
          grant_type_whitelist: grants,
          scope_whitelist: scopes,
          group_whitelist: groups,
          access_token_lifetime_minutes: TOKEN_MINUTES,
        },
      },
    },
  ];
}

/** Fits these groups and no others; undefined where none was named. */
export function groupFilter(groups: readonly string[]): string | undefined {
  if (groups.length === 0) return undefined;
  const escaped = groups.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return `^(${escaped.join('|')})$`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

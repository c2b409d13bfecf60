import type { HclBlock } from '../../core/hcl.ts';
import type { External } from './external.ts';
import { GROUPS_CLAIM, REDIRECT_URI, type Setup, TOKEN_MINUTES } from './setup.ts';

/** The scope of the resource in PingOne: whoever asks for it gets a token for Atlas. */
const SCOPE = 'mongodb';

/** A native application, and a resource of its own: its attributes stand in the access token. */
export function ping(setup: Setup): External {
  const { clientId, issuer, audience = setup.ownAudience, authorization, withDeviceFlow } = setup;
  if (setup.purpose === 'workload')
    return {
      terraform: undefined,
      files: [],
      issuer: issuer ?? null,
      clientId: null,
      audience,
      scopes: [],
      steps: [
        `Resources, Add Resource, with the name and audience \`${audience}\` and the scope \`${SCOPE}\`.`,
        'Applications, Add Application: one of the type that signs in by Client Credentials, with a private key (JWT) instead of a client secret, and the scope of the resource.',
      ],
      tell: 'the issuer of the environment',
      remarks: [
        'Drivers have no built-in way to PingOne: the program gives them a callback that fetches a token with its key.',
        'Unconfirmed: which claim of such a token names the application. Decode one, and name the claim with --user-claim and its value with --subject.',
      ],
    };
  const exists = clientId !== undefined;
  return {
    terraform: exists
      ? undefined
      : { provider: 'pingone', source: 'pingidentity/pingone', blocks: blocksOf(setup, audience) },
    files: [],
    issuer: issuer ?? { ref: 'var.pingone_issuer' },
    clientId: clientId ?? { ref: 'pingone_application.atlas.oidc_options.client_id' },
    audience,
    scopes: [...new Set([SCOPE, 'offline_access', 'openid', ...setup.scopes])].sort(),
    steps: [
      `Resources, Add Resource, with the name and audience \`${audience}\` and the scope \`${SCOPE}\`.`,
      ...(authorization === 'GROUP'
        ? [`There under Attributes: \`${GROUPS_CLAIM}\`, mapped to the names of the user’s groups.`]
        : []),
      `Applications, Add Application: Native, with the grants Authorization Code and Refresh Token${withDeviceFlow ? ' and Device Authorization' : ''}, the redirect URI \`${REDIRECT_URI}\`, and PKCE S256 required.`,
      `There under Resources: the scope \`${SCOPE}\`; under Access: the groups that may query, and nobody else.`,
    ],
    tell: 'the client id of the application, and the issuer of the environment (`https://auth.pingone.com/ENVIRONMENT/as`, or of your region)',
    remarks: [
      'Unconfirmed: that PingOne needs a resource of its own for this. Atlas’s page maps the groups in the application; what counts is that they stand in the access token, which the first login shows (`mongosh --oidcDumpTokens`).',
    ],
  };
}

function blocksOf(setup: Setup, audience: string): readonly HclBlock[] {
  const { name, authorization, withDeviceFlow, issuer } = setup;
  const environment = { environment_id: { ref: 'var.pingone_environment_id' } };
  const variable = (label: string, description: string): HclBlock => ({
    type: 'variable',
    labels: [label],
    body: { attributes: { type: { ref: 'string' }, description } },
  });
  const resource = (type: string, label: string, attributes: HclBlock['body']['attributes']): HclBlock => ({
    type: 'resource',
    labels: [type, label],
    body: { attributes: { ...environment, ...attributes } },
  });
  return [
    variable('pingone_environment_id', 'the environment of the people who may query'),
    ...(issuer === undefined
      ? [variable('pingone_issuer', 'its issuer: https://auth.pingone.com/ENVIRONMENT/as, or of your region')]
      : []),
    resource('pingone_resource', 'atlas', {
      name: audience,
      description: 'Tokens for MongoDB Atlas',
      access_token_validity_seconds: TOKEN_MINUTES * 60,
    }),
    resource('pingone_resource_scope', 'atlas', { resource_id: { ref: 'pingone_resource.atlas.id' }, name: SCOPE }),
    ...(authorization === 'GROUP'
      ? [
          resource('pingone_resource_attribute', 'groups', {
            resource_type: 'CUSTOM',
            custom_resource_id: { ref: 'pingone_resource.atlas.id' },
            name: GROUPS_CLAIM,
            // biome-ignore lint/suspicious/noTemplateCurlyInString: PingOne’s own expression
            value: '${user.memberOfGroupNames}',
          }),
        ]
      : []),
    resource('pingone_application', 'atlas', {
      name,
      enabled: true,
      oidc_options: {
        type: 'NATIVE_APP',
        grant_types: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN', ...(withDeviceFlow ? ['DEVICE_CODE'] : [])],
        response_types: ['CODE'],
        redirect_uris: [REDIRECT_URI],
        pkce_enforcement: 'S256_REQUIRED',
        token_endpoint_auth_method: 'NONE',
      },
    }),
    resource('pingone_application_resource_grant', 'atlas', {
      application_id: { ref: 'pingone_application.atlas.id' },
      resource_id: { ref: 'pingone_resource.atlas.id' },
      scopes: [{ ref: 'pingone_resource_scope.atlas.id' }],
    }),
  ];
}

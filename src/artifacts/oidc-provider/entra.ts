import type { HclBlock, HclNestedBlock, HclValue } from '../../core/hcl.ts';
import type { ArtifactFile } from '../artifact.ts';
import { jsonText } from '../write.ts';
import type { External } from './external.ts';
import { REDIRECT_URI, type Setup } from './setup.ts';

/** Microsoft Graph, and its permission `profile`, which the claim `upn` needs. */
const GRAPH = '00000003-0000-0000-c000-000000000000';
const PROFILE_PERMISSION = '14dad69e-099b-42c9-810b-d002981feec1';

/** Version 2 tokens: readable by others, their issuer is the tenant’s v2.0, and their audience the client id. */
const TOKEN_VERSION = 2;

/** An application registration of one tenant. */
export function entra(setup: Setup): External {
  const { clientId, tenant, issuer, purpose, scopes } = setup;
  const own: HclValue = clientId ?? { ref: 'azuread_application.atlas.client_id' };
  const isForPeople = purpose === 'workforce';
  return {
    terraform:
      clientId !== undefined
        ? undefined
        : { provider: 'azuread', source: 'hashicorp/azuread', blocks: blocksOf(setup) },
    files: clientId !== undefined ? [] : filesOf(setup),
    issuer:
      issuer ??
      (tenant === undefined
        ? { ref: `"https://login.microsoftonline.com/\${data.azuread_client_config.current.tenant_id}/v2.0"` }
        : `https://login.microsoftonline.com/${tenant}/v2.0`),
    clientId: isForPeople ? own : null,
    audience: setup.audience ?? own,
    scopes: isForPeople
      ? [
          clientId === undefined
            ? { ref: `"\${azuread_application.atlas.client_id}/.default"` }
            : `${clientId}/.default`,
          ...[...new Set(['offline_access', ...scopes])].sort(),
        ]
      : [],
    steps: isForPeople ? peopleSteps(setup) : programSteps(setup),
    tell: 'the application (client) id, and the tenant’s id',
    remarks: [
      ...(setup.authorization === 'GROUP'
        ? [
            'Entra ID leaves the groups out of the token of a person who is in more than 200: assign the groups to the application and let it send those alone (ApplicationGroup).',
          ]
        : []),
      ...(isForPeople
        ? setup.userClaim === 'sub'
          ? [
              'In Atlas’s logs a person is then a value that only this application knows; --user-claim upn shows their name.',
            ]
          : []
        : [
            'Unconfirmed: Atlas’s page has the application ID URI as the audience, while a version 2 token carries the client id. Decode a token of the program: --audience is what its aud says.',
            'A managed identity may get a version 1 token for other resources (issuer sts.windows.net): ask for a token of this application alone.',
          ]),
    ],
  };
}

const hasUpn = ({ purpose, userClaim }: Setup) => purpose === 'workforce' && userClaim === 'upn';

function blocksOf(setup: Setup): readonly HclBlock[] {
  const isForPeople = setup.purpose === 'workforce';
  const nested = (
    type: string,
    attributes: HclNestedBlock['body']['attributes'],
    blocks: readonly HclNestedBlock[] = [],
  ) => ({
    type,
    body: { attributes, blocks },
  });
  return [
    ...(setup.tenant === undefined && setup.issuer === undefined
      ? [{ type: 'data', labels: ['azuread_client_config', 'current'], body: { attributes: {} } }]
      : []),
    {
      type: 'resource',
      labels: ['azuread_application', 'atlas'],
      body: {
        attributes: {
          display_name: setup.name,
          sign_in_audience: 'AzureADMyOrg',
          ...(setup.authorization === 'GROUP' ? { group_membership_claims: ['SecurityGroup'] } : {}),
          ...(setup.withDeviceFlow ? { fallback_public_client_enabled: true } : {}),
        },
        blocks: [
          nested('api', { requested_access_token_version: TOKEN_VERSION }),
          ...(isForPeople ? [nested('public_client', { redirect_uris: [REDIRECT_URI] })] : []),
          ...(hasUpn(setup)
            ? [
                nested('optional_claims', {}, [nested('access_token', { name: 'upn' })]),
                nested('required_resource_access', { resource_app_id: GRAPH }, [
                  nested('resource_access', { id: PROFILE_PERMISSION, type: 'Scope' }),
                ]),
              ]
            : []),
        ],
      },
    },
    ...(isForPeople
      ? []
      : [
          {
            comment: ['Programs ask for a token by this name.'],
            type: 'resource',
            labels: ['azuread_application_identifier_uri', 'atlas'],
            body: {
              attributes: {
                application_id: { ref: 'azuread_application.atlas.id' },
                identifier_uri: { ref: `"api://\${azuread_application.atlas.client_id}"` },
              },
            },
          },
        ]),
    {
      type: 'resource',
      labels: ['azuread_service_principal', 'atlas'],
      body: { attributes: { client_id: { ref: 'azuread_application.atlas.client_id' } } },
    },
  ];
}

function filesOf(setup: Setup): readonly ArtifactFile[] {
  const isForPeople = setup.purpose === 'workforce';
  return [
    {
      name: 'entra-application.json',
      format: 'json',
      text: jsonText({
        displayName: setup.name,
        signInAudience: 'AzureADMyOrg',
        ...(setup.authorization === 'GROUP' ? { groupMembershipClaims: 'SecurityGroup' } : {}),
        ...(setup.withDeviceFlow ? { isFallbackPublicClient: true } : {}),
        ...(isForPeople ? { publicClient: { redirectUris: [REDIRECT_URI] } } : {}),
        api: { requestedAccessTokenVersion: TOKEN_VERSION },
        ...(hasUpn(setup)
          ? {
              optionalClaims: { accessToken: [{ name: 'upn' }] },
              requiredResourceAccess: [
                { resourceAppId: GRAPH, resourceAccess: [{ id: PROFILE_PERMISSION, type: 'Scope' }] },
              ],
            }
          : {}),
      }),
      about: 'The application, as Microsoft Graph takes it.',
    },
    {
      name: 'entra.sh',
      format: 'shell',
      text: `${[
        '#!/bin/sh',
        'set -eu',
        'client=$(az rest --method POST --uri https://graph.microsoft.com/v1.0/applications --headers Content-Type=application/json --body @entra-application.json --query appId --output tsv)',
        'az ad sp create --id "$client" >/dev/null',
        ...(isForPeople ? [] : [`az ad app update --id "$client" --identifier-uris "api://$client"`]),
        `printf 'Run this again with --client-id %s --tenant %s\\n' "$client" "$(az account show --query tenantId --output tsv)"`,
      ].join('\n')}\n`,
      about: 'Makes the application with the Azure CLI, and prints what to run this with next.',
      executable: true,
    },
  ];
}

const GROUP_STEP =
  'Token configuration, Add groups claim: Security groups, and for the access token Group ID alone. Atlas then knows a group by its object id.';
const MANIFEST_STEP = 'Manifest: `requestedAccessTokenVersion` is `2`. Tokens of version 1 cannot be checked by Atlas.';

function peopleSteps(setup: Setup): readonly string[] {
  return [
    `App registrations, New registration: accounts of this directory only, Public client/native, with the redirect URI \`${REDIRECT_URI}\`.`,
    ...(setup.authorization === 'GROUP' ? [GROUP_STEP] : []),
    ...(hasUpn(setup)
      ? [
          'Token configuration, Add optional claim: Access, `upn`, with the Microsoft Graph permission that it asks for.',
        ]
      : []),
    ...(setup.withDeviceFlow ? ['Authentication: Allow public client flows.'] : []),
    MANIFEST_STEP,
  ];
}

function programSteps(setup: Setup): readonly string[] {
  return [
    'App registrations, New registration: accounts of this directory only. Not the one that people use.',
    ...(setup.authorization === 'GROUP' ? [GROUP_STEP] : []),
    'Expose an API: set the application ID URI, and keep what Azure proposes (`api://` and the client id).',
    MANIFEST_STEP,
    'Give the program a managed identity; its object (principal) id is what --subject takes.',
  ];
}

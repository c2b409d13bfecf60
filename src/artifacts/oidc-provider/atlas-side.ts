import { callsOf } from '../../core/change-calls.ts';
import { type HclBlock, type HclValue, hclString, isReference } from '../../core/hcl.ts';
import type { Json } from '../../core/json.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import {
  authenticationDatabaseOf,
  type DatabaseUser,
  type DatabaseUserMechanism,
} from '../../resources/database-user/model.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { OidcIdentityProvider } from '../../resources/identity-provider/model.ts';
import type { ArtifactFile } from '../artifact.ts';
import { atlasCommand, jsonText, shellWord } from '../write.ts';
import type { External } from './external.ts';
import { type Federation, isConnected } from './federation.ts';
import { GROUPS_CLAIM, type Setup, VENDOR_NAMES } from './setup.ts';

/** Everything that is set up in Atlas. */
export interface AtlasSide {
  readonly setup: Setup;
  readonly external: External;
  readonly federation: Federation;
  /** The provider, where Atlas has it already. */
  readonly existing: OidcIdentityProvider | undefined;
  readonly orgId: string;
  readonly projectId: string;
  readonly roles: DatabaseUser['roles'];
  readonly cluster: string | undefined;
}

/** A value that is known now; undefined for a reference to something that is still to be made. */
function known(value: HclValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The provider as Atlas takes it; what is not known yet is empty. */
function modelOf({ setup, external, federation, orgId }: AtlasSide): OidcIdentityProvider {
  const isForPeople = setup.purpose === 'workforce';
  return {
    orgId,
    federationSettingsId: federation.settings.id,
    id: '',
    oktaIdpId: null,
    displayName: setup.name,
    description: `${VENDOR_NAMES[setup.vendor]}, for ${isForPeople ? 'people' : 'programs'}`,
    issuerUri: known(external.issuer) ?? '',
    associatedOrgIds: [],
    createdAt: null,
    updatedAt: null,
    protocol: 'OIDC',
    idpType: isForPeople ? 'WORKFORCE' : 'WORKLOAD',
    associatedDomains: [],
    audience: known(external.audience) ?? '',
    authorizationType: setup.authorization,
    clientId: isForPeople ? (known(external.clientId) ?? '') : null,
    groupsClaim: setup.authorization === 'GROUP' ? GROUPS_CLAIM : null,
    userClaim: setup.userClaim,
    requestedScopes: external.scopes.map((scope) => known(scope) ?? ''),
  };
}

/** Whether everything that Atlas is told of the provider is known: else only Terraform can put it together. */
export function isComplete({ setup, external }: Pick<AtlasSide, 'setup' | 'external'>): boolean {
  const needed = [external.issuer, external.audience, ...(setup.purpose === 'workforce' ? [external.clientId] : [])];
  return needed.every((value) => known(value) !== undefined);
}

/** A database user for each group or subject; `provider` is Atlas's id of the provider, or nothing where the script puts it there. */
function usersOf({ setup, projectId, roles, cluster }: AtlasSide, provider: string): readonly DatabaseUser[] {
  const mechanism: DatabaseUserMechanism = {
    type: 'oidc',
    principal: setup.authorization === 'GROUP' ? 'group' : 'user',
  };
  return setup.principals.map((principal) => ({
    projectId,
    databaseName: authenticationDatabaseOf(mechanism),
    username: provider === '' ? principal : `${provider}/${principal}`,
    mechanism,
    roles,
    scopes: cluster === undefined ? [] : [{ type: 'CLUSTER', name: cluster }],
    labels: [],
    description: '',
    deleteAfterDate: null,
  }));
}

/** The Atlas side with Terraform. */
export function atlasBlocks(side: AtlasSide): readonly HclBlock[] {
  const { external, federation, existing } = side;
  const provider = identityProvider.terraform as TerraformDialect<OidcIdentityProvider>;
  const label = 'oidc';
  const id: HclValue = existing?.id ?? { ref: `${provider.type}.${label}.idp_id` };
  const model = modelOf(side);
  const written = provider.toHcl(model).attributes;
  return [
    ...(existing === undefined
      ? [
          {
            type: 'resource',
            labels: [provider.type, label],
            body: {
              attributes: {
                ...written,
                issuer_uri: external.issuer,
                audience: external.audience,
                ...(model.clientId === null ? {} : { client_id: external.clientId, requested_scopes: external.scopes }),
              },
            },
          },
        ]
      : []),
    ...(federation.connection === undefined || (existing !== undefined && isConnected(federation, existing.id))
      ? []
      : connectionBlocks(federation.connection, id)),
    ...userBlocks(side, id),
  ];
}

/** The organization's connection is there from the start: it is imported, and keeps what it has. */
function connectionBlocks(connection: ConnectedOrganization, id: HclValue): readonly HclBlock[] {
  const dialect = connectedOrganization.terraform as TerraformDialect<ConnectedOrganization>;
  const label = 'organization';
  return [
    {
      type: 'import',
      labels: [],
      body: { attributes: { to: { ref: `${dialect.type}.${label}` }, id: dialect.importId(connection) } },
    },
    {
      comment: [
        'Without the provider’s id here nobody can log in. Removing the block would disconnect the organization from its federation.',
      ],
      type: 'resource',
      labels: [dialect.type, label],
      body: {
        attributes: {
          ...dialect.toHcl(connection).attributes,
          data_access_identity_provider_ids: [...connection.dataAccessIdentityProviderIds, id],
        },
        blocks: [{ type: 'lifecycle', body: { attributes: { prevent_destroy: true } } }],
      },
    },
  ];
}

function userBlocks(side: AtlasSide, id: HclValue): readonly HclBlock[] {
  const dialect = databaseUser.terraform as TerraformDialect<DatabaseUser>;
  return usersOf(side, '').map((user, position) => {
    const { attributes, blocks } = dialect.toHcl(user);
    const username = isReference(id)
      ? { ref: `"\${${id.ref}}/${hclString(user.username).slice(1, -1)}"` }
      : `${id}/${user.username}`;
    return {
      type: 'resource',
      labels: [dialect.type, `oidc_${position + 1}`],
      body: { attributes: { ...attributes, username }, ...(blocks === undefined ? {} : { blocks }) },
    };
  });
}

/** The Atlas side with the Atlas CLI, where everything is known. */
export function atlasFiles(side: AtlasSide): readonly ArtifactFile[] {
  const { federation, existing, orgId } = side;
  const [call] = callsOf(identityProvider.create(modelOf(side)), identityProvider);
  if (call === undefined) return [];
  const connect = existing === undefined || !isConnected(federation, existing.id);
  const users = usersOf(side, '');
  if (existing !== undefined && !connect && users.length === 0) return [];
  const body = 'identity-provider.json';
  return [
    ...(existing === undefined
      ? [
          {
            name: body,
            format: 'json',
            text: jsonText(call.body as Json),
            about: `The provider, as ${call.operation.id} takes it.`,
          } as const,
        ]
      : []),
    {
      name: 'atlas.sh',
      format: 'shell',
      text: `${[
        '#!/bin/sh',
        'set -eu',
        existing === undefined
          ? `provider=$(${atlasCommand(call, identityProvider.cli?.[call.operation.id] ?? '')} --file ${body} | jq -er .id)`
          : `provider=${existing.id}`,
        ...(connect
          ? [
              '# Reads how the organization is connected, and adds this provider to the others.',
              `atlas federatedAuthentication federationSettings connectedOrgConfigs connect --identityProviderId "$provider" --federationSettingsId ${federation.settings.id} --orgId ${shellWord(orgId)} --protocol OIDC`,
            ]
          : []),
        ...users.flatMap((user) =>
          callsOf(databaseUser.create(user), databaseUser).flatMap((create) => [
            `jq --arg provider "$provider" '.username |= $provider + "/" + .' <<'BODY' | ${atlasCommand(create, databaseUser.cli?.[create.operation.id] ?? '')} --file /dev/stdin`,
            JSON.stringify(create.body),
            'BODY',
          ]),
        ),
      ].join('\n')}\n`,
      about: `${sentence([
        ...(existing === undefined ? ['makes the provider'] : []),
        ...(connect
          ? [existing === undefined ? 'connects the organization to it' : 'connects the organization to the provider']
          : []),
        ...(users.length === 0 ? [] : ['makes the database users']),
      ])}, with the Atlas CLI and jq.`,
      executable: true,
    },
  ];
}

/** `Makes this, does that`: the parts as the beginning of a sentence. */
function sentence(parts: readonly string[]): string {
  const text = parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, OidcIdentityProvider } from '../../resources/identity-provider/model.ts';
import { identityProviderIdOf } from '../oidc-users.ts';

function isOidc(item: IdentityProvider): item is OidcIdentityProvider {
  return item.protocol === 'OIDC';
}

const oidc = identityProvider.examples.filter(isOidc)[0] as OidcIdentityProvider;
const saml = identityProvider.examples.find(({ protocol }) => protocol === 'SAML') as IdentityProvider;
const connection: ConnectedOrganization = {
  ...(connectedOrganization.examples[0] as ConnectedOrganization),
  dataAccessIdentityProviderIds: [oidc.id],
};
const group: DatabaseUser = {
  ...(databaseUser.examples.find(({ mechanism }) => mechanism.type === 'oidc') as DatabaseUser),
  username: `${oidc.id}/database-readers`,
};

export default defineControl({
  id: 'authentication/no-unused-identity-provider',
  title: 'Every OIDC identity provider that the organization trusts opens some database',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A provider that is connected for database access and that no database user is named after is trust that nobody uses. It waits for the first ' +
    'careless user, and nobody watches what else its issuer signs. Providers for the console are another matter.',
  sources: [
    'listFederationSettingIdentityProviders',
    'listFederationSettingConnectedOrgConfigs',
    'listGroupDatabaseUsers',
  ],
  standards: ['soc2:CC6.1', 'iso27001:A.5.18', 'nist-800-53:AC-2', 'csa-ccm:IAM-08', 'ism:ISM-1404'],
  reads: ['identity-provider', 'connected-organization', 'database-user'],
  evaluate({ 'identity-provider': providers, 'connected-organization': connections, 'database-user': users }) {
    const connected = new Set(
      connections
        .filter(({ connectedOrgId, orgId }) => connectedOrgId === orgId)
        .flatMap(({ dataAccessIdentityProviderIds }) => dataAccessIdentityProviderIds),
    );
    const trusted = providers.filter(isOidc).filter(({ id }) => connected.has(id));
    if (trusted.length === 0)
      return { status: 'not-applicable', because: 'No OIDC identity provider is connected for database access.' };
    const used = new Set(users.map(identityProviderIdOf));
    return failOrPass(
      trusted
        .filter(({ id }) => !used.has(id))
        .map(
          (item): Violation => ({
            at: identityProvider.address(item),
            because: `Identity provider "${item.displayName}" (${item.issuerUri ?? item.id}) is connected for database access, and no database user of any project is named after it.`,
          }),
        ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask who set the provider up, and whether database users of it are about to come.',
      'Otherwise disconnect it from the organization in the Federation Management App, Organizations; sister organizations keep it.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'a group of it has a database user',
        resources: {
          'identity-provider': [oidc, saml],
          'connected-organization': [connection],
          'database-user': [group],
        },
      },
    ],
    fail: [
      { name: 'no database user', resources: { 'identity-provider': [oidc], 'connected-organization': [connection] } },
      {
        name: 'a database user of another provider',
        resources: {
          'identity-provider': [oidc],
          'connected-organization': [connection],
          'database-user': [{ ...group, username: '64d613ff5e1e0d5e2d5e2d5e/database-readers' }],
        },
      },
    ],
    notApplicable: [
      { name: 'none', resources: { 'identity-provider': [saml], 'connected-organization': [connection] } },
      {
        name: 'not connected to this organization',
        resources: {
          'identity-provider': [oidc],
          'connected-organization': [{ ...connection, dataAccessIdentityProviderIds: [] }],
        },
      },
    ],
  },
});

import { defineControl, failOrPass } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import { identityProviderIdOf } from '../oidc-users.ts';

const connection: ConnectedOrganization = connectedOrganization.examples[0] as ConnectedOrganization;
const [providerId] = connection.dataAccessIdentityProviderIds as readonly [string];
const oidc = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'oidc') as DatabaseUser;
const scram = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'scram') as DatabaseUser;
const ours: DatabaseUser = { ...oidc, username: `${providerId}/database-readers` };

export default defineControl({
  id: 'authentication/oidc-user-of-connected-provider',
  title: 'Every OIDC user belongs to an identity provider that is connected for database access',
  layer: 'authentication',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A user or group of an identity provider that is not connected cannot log in, but its roles stay. Connecting the provider for another project ' +
    'gives them back to everybody in the group, and nobody granted them that day.',
  sources: [
    'listGroupDatabaseUsers',
    'listFederationSettingConnectedOrgConfigs',
    'https://www.mongodb.com/docs/atlas/security-oidc/',
  ],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'pci-dss:8.2.5',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-07',
    'cis:5.3',
    'ism:ISM-1404',
  ],
  reads: ['database-user', 'connected-organization'],
  evaluate({ 'database-user': users, 'connected-organization': connections }) {
    const named = users.flatMap((item) => {
      const id = identityProviderIdOf(item);
      return id === undefined ? [] : [{ item, id }];
    });
    if (named.length === 0)
      return {
        status: 'not-applicable',
        because: 'The project has no OIDC user whose identity provider its name tells.',
      };
    const connected = new Set(
      connections
        .filter(({ connectedOrgId, orgId }) => connectedOrgId === orgId)
        .flatMap(({ dataAccessIdentityProviderIds }) => dataAccessIdentityProviderIds),
    );
    return failOrPass(
      named
        .filter(({ id }) => !connected.has(id))
        .map(({ item, id }) => ({
          at: databaseUser.address(item),
          because: `Database user ${databaseUser.label(item)} belongs to identity provider ${id}, which is not connected to the organization for database access.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask whether the user or group is to log in. If so, connect its identity provider in the Federation Management App, Organizations, for data access.',
      'If not, delete the database user: nothing can be using it.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'connected', resources: { 'connected-organization': [connection], 'database-user': [ours] } },
      {
        name: 'beside a user with a password',
        resources: { 'connected-organization': [connection], 'database-user': [ours, scram] },
      },
    ],
    fail: [
      { name: 'another provider', resources: { 'connected-organization': [connection], 'database-user': [oidc] } },
      {
        name: 'connected for a sister organization only',
        resources: {
          'connected-organization': [
            { ...connection, dataAccessIdentityProviderIds: [] },
            { ...connection, connectedOrgId: '5f0000000000000000000002' },
          ],
          'database-user': [ours],
        },
      },
    ],
    notApplicable: [{ name: 'passwords only', resources: { 'database-user': [scram] } }],
  },
});

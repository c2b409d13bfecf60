import clusterKind from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import federationSettings from '../../resources/federation-settings/index.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, OidcIdentityProvider } from '../../resources/identity-provider/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import type { ArtifactExample } from '../artifact.ts';
import type { OPTIONS } from './setup.ts';

const settings = federationSettings.examples[0] as FederationSettings;
const connection = connectedOrganization.examples[0] as ConnectedOrganization;
const payments = clusterKind.examples[0] as Cluster;

/** The example's provider for people. */
export const exampleProvider = (identityProvider.examples as readonly IdentityProvider[]).find(
  (one): one is OidcIdentityProvider => one.protocol === 'OIDC' && one.idpType === 'WORKFORCE',
) as OidcIdentityProvider;

/** A federated organization with a project and a cluster, connected to these providers for databases. */
export function federatedOrganization(connectedIds: readonly string[], providers: readonly IdentityProvider[] = []) {
  return {
    project: [project.examples[0] as Project],
    cluster: [payments],
    'federation-settings': [settings],
    'connected-organization': [{ ...connection, dataAccessIdentityProviderIds: connectedIds }],
    'identity-provider': providers,
  } as const;
}

const TENANT = '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11';
const CLIENT = '2c6f4f0e-9c1d-4c1e-8f0a-1b2c3d4e5f60';
const GROUP = '0f2b1d9c-3a55-4c0e-9d27-5e1f7a6b8c90';

/** The uses that the laws try. */
export const examples: readonly ArtifactExample<typeof OPTIONS>[] = [
  {
    name: 'people with Okta, everything made',
    values: {
      'identity-provider': 'okta',
      group: ['atlas-analysts', 'atlas (readers)'],
      grant: ['read@shop'],
      'device-flow': true,
    },
    resources: federatedOrganization([]),
  },
  {
    name: 'people with Okta, no group named yet',
    values: { 'identity-provider': 'okta' },
    resources: federatedOrganization([]),
  },
  {
    name: 'people with Okta, the application exists',
    values: {
      'identity-provider': 'okta',
      'client-id': '0oa1b2c3d4',
      'oidc-issuer': 'https://nimbus.okta.com/oauth2/aus1b2c3d4',
      group: ['atlas-analysts'],
      grant: ['read@shop', 'reporting@admin'],
      cluster: 'payments',
    },
    resources: federatedOrganization(['660000000000000000000a13']),
  },
  {
    name: 'programs with Okta',
    values: { 'identity-provider': 'okta', for: 'workload' },
    resources: federatedOrganization([]),
  },
  {
    name: 'people with Entra ID, everything made',
    values: {
      'identity-provider': 'entra',
      group: [GROUP],
      grant: ['readWrite@shop'],
      'user-claim': 'upn',
      'device-flow': true,
    },
    resources: federatedOrganization([]),
  },
  {
    name: 'people with Entra ID, the application exists',
    values: {
      'identity-provider': 'entra',
      tenant: TENANT,
      'client-id': CLIENT,
      group: [GROUP],
      grant: ['readWrite@shop'],
    },
    resources: federatedOrganization([]),
  },
  {
    name: 'programs with Entra ID',
    values: { 'identity-provider': 'entra', for: 'workload', tenant: TENANT },
    resources: federatedOrganization([]),
  },
  {
    name: 'people with PingOne, everything made',
    values: { 'identity-provider': 'ping', group: ['Atlas analysts'], grant: ['read@shop'] },
    resources: federatedOrganization([]),
  },
  {
    name: 'programs with PingOne',
    values: {
      'identity-provider': 'ping',
      for: 'workload',
      'oidc-issuer': 'https://auth.pingone.eu/0f2b1d9c-3a55-4c0e-9d27-5e1f7a6b8c90/as',
      subject: ['shop-api'],
      'user-claim': 'client_id',
      grant: ['readWrite@shop'],
    },
    resources: federatedOrganization([]),
  },
  {
    name: 'programs with Google Cloud',
    values: { 'identity-provider': 'google', subject: ['112233445566778899001'], grant: ['readWrite@shop'] },
    resources: federatedOrganization([]),
  },
  {
    name: 'a provider that was never connected',
    values: {
      'identity-provider': 'okta',
      'oidc-issuer': exampleProvider.issuerUri ?? '',
      'client-id': exampleProvider.clientId ?? '',
      audience: exampleProvider.audience ?? '',
    },
    resources: federatedOrganization([], [exampleProvider]),
  },
  {
    name: 'one more group of a provider that is connected',
    values: {
      'identity-provider': 'okta',
      'oidc-issuer': exampleProvider.issuerUri ?? '',
      'client-id': exampleProvider.clientId ?? '',
      audience: exampleProvider.audience ?? '',
      group: ['atlas-auditors'],
      grant: ['read@audit'],
    },
    resources: federatedOrganization([exampleProvider.id], [exampleProvider]),
  },
];

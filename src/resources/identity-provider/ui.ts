import type { ConsoleDialect } from '../../core/resource.ts';
import { federationPage } from '../federation-settings/model.ts';
import type { IdentityProvider } from './model.ts';

function createSteps(provider: IdentityProvider): readonly string[] {
  const isForPeople = provider.idpType === 'WORKFORCE';
  const common = [
    'Press Set Up Identity Providers.',
    `Choose ${isForPeople ? 'Workforce' : 'Workload'} Identity Federation, and ${provider.protocol}.`,
    `Enter "${provider.displayName}" as name, and ${provider.issuerUri ?? 'the issuer that the provider names'} as Issuer URI.`,
  ];
  if (provider.protocol === 'SAML')
    return [
      ...common,
      `Enter ${provider.ssoUrl ?? 'the address that the provider names'} as Single Sign-On URL, and upload the signing certificate.`,
      `Choose ${provider.requestBinding ?? 'HTTP POST'} and ${provider.responseSignatureAlgorithm ?? 'SHA-256'}.`,
      'Press Next, give the metadata to the identity provider, and press Finish.',
    ];
  return [
    ...common,
    `Enter ${provider.audience ?? 'the audience of the tokens'} as Audience.`,
    `Choose ${provider.authorizationType === 'USER' ? 'User ID' : 'Group Membership'} as Authorization Type, with the claim ${
      (provider.authorizationType === 'USER' ? provider.userClaim : provider.groupsClaim) ?? 'that the tokens hold'
    }.`,
    ...(isForPeople ? [`Enter ${provider.clientId ?? 'the client of the provider'} as Client ID.`] : []),
    'Press Save and Finish, then connect the organization to it.',
  ];
}

export const ui: ConsoleDialect<IdentityProvider> = {
  page: 'security/manage-federated-auth/',
  readOn: '2026-08',
  names: 'may-differ',
  link: ({ federationSettingsId }) => federationPage(federationSettingsId),
  path: ['Identity Providers'],
  settings: {
    displayName: 'Configuration Name',
    description: 'Configuration Description',
    issuerUri: 'Issuer URI',
    associatedDomains: 'Associated Domains',
    status: 'the status (Activate or Deactivate)',
    ssoDebugEnabled: 'Bypass SAML Mode',
    ssoUrl: 'Single Sign-On URL',
    requestBinding: 'Request Binding',
    responseSignatureAlgorithm: 'Response Signature Algorithm',
    certificates: 'Identity Provider Signature Certificate',
    audience: 'Audience',
    authorizationType: 'Authorization Type',
    clientId: 'Client ID',
    groupsClaim: 'Groups Claim',
    userClaim: 'User Claim',
    requestedScopes: 'Requested Scopes',
  },
  create: createSteps,
  open: ({ displayName, id }) => [
    `Find ${displayName} (${id}), and press Modify or Edit where a switch is not on its card.`,
  ],
  save: 'Press Next and Finish, or confirm.',
  delete: ({ displayName, id }) => [`In the menu of ${displayName} (${id}), press Delete, and confirm.`],
};

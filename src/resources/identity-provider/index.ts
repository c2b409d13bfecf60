import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { identityProvider, type OidcIdentityProvider, type SamlIdentityProvider } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** All live in the first example of the folder federation-settings. */
const saml: SamlIdentityProvider = {
  orgId: exampleIds.orgId,
  federationSettingsId: '660000000000000000000a01',
  id: '660000000000000000000a11',
  oktaIdpId: '00000000000000000a11',
  displayName: 'Company sign-in',
  description: '',
  issuerUri: 'https://idp.example.com/saml',
  associatedOrgIds: [exampleIds.orgId],
  createdAt: '2025-03-01T09:00:00Z',
  updatedAt: '2026-03-01T09:00:00Z',
  protocol: 'SAML',
  idpType: 'WORKFORCE',
  associatedDomains: ['example.com', 'example.org'],
  status: 'ACTIVE',
  ssoDebugEnabled: false,
  ssoUrl: 'https://idp.example.com/saml/sso',
  requestBinding: 'HTTP-POST',
  responseSignatureAlgorithm: 'SHA-256',
  certificates: [{ notBefore: '2026-03-01T00:00:00Z', notAfter: '2029-03-01T00:00:00Z' }],
};

const workforce: OidcIdentityProvider = {
  orgId: exampleIds.orgId,
  federationSettingsId: '660000000000000000000a01',
  id: '660000000000000000000a12',
  oktaIdpId: null,
  displayName: 'Analysts',
  description: 'People who query',
  issuerUri: 'https://idp.example.com/oidc',
  associatedOrgIds: [exampleIds.orgId],
  createdAt: '2026-03-01T09:00:00Z',
  updatedAt: null,
  protocol: 'OIDC',
  idpType: 'WORKFORCE',
  associatedDomains: ['example.com'],
  audience: 'atlas-databases',
  authorizationType: 'GROUP',
  clientId: '0oa-mongodb',
  groupsClaim: 'groups',
  userClaim: 'sub',
  requestedScopes: ['offline_access', 'openid'],
};

const workload: OidcIdentityProvider = {
  ...workforce,
  id: '660000000000000000000a13',
  displayName: 'Order service',
  description: '',
  idpType: 'WORKLOAD',
  associatedDomains: [],
  authorizationType: 'USER',
  clientId: null,
  groupsClaim: null,
  requestedScopes: [],
};

export default defineResource({
  kind: 'identity-provider',
  title: 'identity provider',
  parentKind: 'federation-settings',
  model: identityProvider,
  path: (provider) => [provider.orgId, provider.id],
  parentPath: (provider) => [provider.orgId],
  label: (provider) => provider.displayName,
  lifecycle: 'managed',
  irreversible: (change) => {
    if (change.type !== 'delete') return undefined;
    return change.before.protocol === 'SAML'
      ? 'A SAML identity provider can only be made again by a person in the Federation Management App, with another id.'
      : 'An identity provider that is made again has another id: database users are named by it, and have to be made again too.';
  },
  assigned: ['id', 'oktaIdpId', 'associatedOrgIds', 'createdAt', 'updatedAt'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    saml,
    {
      ...saml,
      id: '660000000000000000000a14',
      oktaIdpId: '00000000000000000a14',
      displayName: 'Old sign-in',
      associatedOrgIds: [],
      associatedDomains: [],
      status: 'INACTIVE',
      ssoDebugEnabled: true,
      requestBinding: 'HTTP-REDIRECT',
      responseSignatureAlgorithm: 'SHA-1',
      certificates: [],
    },
    workforce,
    workload,
  ],
  exampleUpdates: [
    { before: { ...saml, ssoDebugEnabled: true }, after: saml },
    { before: { ...saml, responseSignatureAlgorithm: 'SHA-1', requestBinding: 'HTTP-REDIRECT' }, after: saml },
    {
      before: saml,
      after: { ...saml, displayName: 'Sign-in', description: 'Everybody', associatedDomains: ['example.com'] },
    },
    { before: saml, after: { ...saml, issuerUri: 'https://id.example.com', ssoUrl: 'https://id.example.com/sso' } },
    { before: saml, after: { ...saml, status: 'INACTIVE' } },
    { before: workforce, after: { ...workforce, description: '', clientId: '0oa-other', requestedScopes: ['openid'] } },
    { before: workforce, after: { ...workforce, associatedDomains: [], audience: 'databases', userClaim: 'email' } },
    { before: workload, after: { ...workload, authorizationType: 'GROUP', groupsClaim: 'groups' } },
  ],
});

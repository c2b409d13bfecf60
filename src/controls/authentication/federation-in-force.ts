import { defineControl, failOrPass } from '../../core/control.ts';
import federationSettings from '../../resources/federation-settings/index.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';

const federation: FederationSettings = {
  ...(federationSettings.examples[0] as FederationSettings),
  identityProviderId: '0oa1b2c3d4e5f6a7b8c9',
};
const withStatus = (identityProviderStatus: 'ACTIVE' | 'INACTIVE') => ({
  'federation-settings': [{ ...federation, identityProviderStatus }],
});

export default defineControl({
  id: 'authentication/federation-in-force',
  title: 'The identity provider that is connected is switched on',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An identity provider that is set up but inactive protects nobody: people sign in with accounts of their own, which stay valid when they leave.',
  sources: ['getFederationSettings', 'https://www.mongodb.com/docs/atlas/security/manage-federated-auth/'],
  standards: ['soc2:CC6.1', 'iso27001:A.5.16', 'nist-800-53:IA-2', 'csa-ccm:IAM-13', 'ism:ISM-1919'],
  reads: ['federation-settings'],
  evaluate({ 'federation-settings': all }) {
    const connected = all.filter(({ identityProviderId }) => identityProviderId !== null);
    if (connected.length === 0)
      return { status: 'not-applicable', because: 'No SAML identity provider is connected to the organization.' };
    return failOrPass(
      connected
        .filter(({ identityProviderStatus }) => identityProviderStatus === 'INACTIVE')
        .map((item) => ({
          at: federationSettings.address(item),
          because: 'The identity provider of the organization is inactive: nobody has to sign in through it.',
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Test the sign-in with one person in the Federation Management App, with the bypass link at hand.',
      'Then activate the identity provider there.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'active', resources: withStatus('ACTIVE') }],
    fail: [{ name: 'inactive', resources: withStatus('INACTIVE') }],
    notApplicable: [{ name: 'no federation', resources: {} }],
  },
});

import { defineControl, failOrPass } from '../../core/control.ts';
import federationSettings from '../../resources/federation-settings/index.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';

const federation: FederationSettings = {
  ...(federationSettings.examples[0] as FederationSettings),
  identityProviderStatus: 'ACTIVE',
};

export default defineControl({
  id: 'authentication/identity-provider-has-domain',
  title: 'The identity provider of the organization serves at least one mail domain',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas sends people to the identity provider by the domain of their mail address. A provider that is on and has no domain is asked by nobody: ' +
    'everybody signs in past it, and it looks as if sign-in were federated.',
  sources: ['getFederationSettings', 'https://www.mongodb.com/docs/atlas/security/manage-domain-mapping/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.16',
    'hipaa:164.312(d)',
    'nist-800-53:IA-2',
    'csa-ccm:IAM-13',
    'ism:ISM-1919',
  ],
  reads: ['federation-settings'],
  evaluate({ 'federation-settings': all }) {
    const active = all.filter(
      ({ identityProviderId, identityProviderStatus }) =>
        identityProviderId !== null && identityProviderStatus === 'ACTIVE',
    );
    if (active.length === 0)
      return {
        status: 'not-applicable',
        because: 'No active SAML identity provider is connected to the organization.',
      };
    return failOrPass(
      active
        .filter(({ federatedDomains }) => federatedDomains.length === 0)
        .map((item) => ({
          at: federationSettings.address(item),
          because: 'The identity provider of the organization is active and has no mail domain: nobody is sent to it.',
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'In the Federation Management App, Domains, add your mail domain and prove that it is yours (a DNS record or a file).',
      'Associate it with the identity provider, and sign in once through it while the bypass link is at hand: from then on people of the domain have to.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'one domain',
        resources: { 'federation-settings': [{ ...federation, federatedDomains: ['example.com'] }] },
      },
    ],
    fail: [{ name: 'none', resources: { 'federation-settings': [{ ...federation, federatedDomains: [] }] } }],
    notApplicable: [
      { name: 'no federation', resources: {} },
      {
        name: 'inactive, which another control judges',
        resources: {
          'federation-settings': [{ ...federation, identityProviderStatus: 'INACTIVE', federatedDomains: [] }],
        },
      },
      {
        name: 'no provider',
        resources: {
          'federation-settings': [
            { ...federation, identityProviderId: null, identityProviderStatus: null, federatedDomains: [] },
          ],
        },
      },
    ],
  },
});

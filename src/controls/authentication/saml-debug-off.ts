import { defineControl, failOrPass } from '../../core/control.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, SamlIdentityProvider } from '../../resources/identity-provider/model.ts';

function isSaml(item: IdentityProvider): item is SamlIdentityProvider {
  return item.protocol === 'SAML';
}

const saml = identityProvider.examples.find(isSaml) as SamlIdentityProvider;

export default defineControl({
  id: 'authentication/saml-debug-off',
  title: 'No identity provider lets people sign in past it',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'The bypass URL of SAML debug mode lets mapped users sign in with an Atlas password, past the identity provider and its second ' +
    'factor. It is meant for setting federation up, and stays on afterwards.',
  sources: [
    'listFederationSettingIdentityProviders',
    'https://www.mongodb.com/docs/atlas/security/manage-bypass-saml-mode/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.5',
    'hipaa:164.312(d)',
    'pci-dss:8.4.2',
    'nist-800-53:IA-2',
    'csa-ccm:IAM-14',
    'ism:ISM-1919',
  ],
  reads: ['identity-provider'],
  evaluate({ 'identity-provider': all }) {
    const active = all.filter(isSaml).filter(({ status }) => status !== 'INACTIVE');
    if (active.length === 0)
      return { status: 'not-applicable', because: 'The organization has no active SAML identity provider.' };
    return failOrPass(
      active
        .filter(({ ssoDebugEnabled }) => ssoDebugEnabled)
        .map((item) => ({
          at: identityProvider.address(item),
          because: `SAML identity provider "${item.displayName}" has its bypass URL on.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'See that at least one owner can sign in through the identity provider.',
      'Then turn Bypass SAML Mode off in the Federation Management App, Identity Providers.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'identity-provider': [{ ...saml, status: 'ACTIVE', ssoDebugEnabled: false }] } }],
    fail: [{ resources: { 'identity-provider': [{ ...saml, status: 'ACTIVE', ssoDebugEnabled: true }] } }],
    notApplicable: [{ resources: { 'identity-provider': [] } }],
  },
});

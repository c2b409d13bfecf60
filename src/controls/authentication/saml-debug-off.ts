import { defineControl, failOrPass } from '../../core/control.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import {
  type IdentityProvider,
  ownersOutside,
  type SamlIdentityProvider,
} from '../../resources/identity-provider/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

function isSaml(item: IdentityProvider): item is SamlIdentityProvider {
  return item.protocol === 'SAML';
}

function isBypassed(item: IdentityProvider): item is SamlIdentityProvider {
  return isSaml(item) && item.status !== 'INACTIVE' && item.ssoDebugEnabled;
}

const saml = identityProvider.examples.find(isSaml) as SamlIdentityProvider;
const bypassed: SamlIdentityProvider = { ...saml, status: 'ACTIVE', ssoDebugEnabled: true };
const owner = (username: string): OrganizationUser => ({
  ...(organizationUser.examples[0] as OrganizationUser),
  username,
  orgRoles: ['ORG_OWNER'],
});

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
    'factor. It is meant for setting federation up, and stays on afterwards. The option signInProven says that a sign-in through every ' +
    'provider has worked, so that the way around it may be closed although no owner signs in otherwise.',
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
  reads: ['identity-provider', 'organization-user'],
  options: { signInProven: false },
  evaluate({ 'identity-provider': all }) {
    const active = all.filter(isSaml).filter(({ status }) => status !== 'INACTIVE');
    if (active.length === 0)
      return { status: 'not-applicable', because: 'The organization has no active SAML identity provider.' };
    return failOrPass(
      active.filter(isBypassed).map((item) => ({
        at: identityProvider.address(item),
        because: `SAML identity provider "${item.displayName}" has its bypass URL on.`,
      })),
    );
  },
  remedy({ 'identity-provider': all, 'organization-user': users }, { options }) {
    const open = all.filter(isBypassed);
    const domains = open.flatMap(({ associatedDomains }) => associatedDomains);
    if (options.signInProven !== true && ownersOutside(users, domains).length === 0) {
      const what =
        `Has an owner signed in through ${open.map(({ displayName }) => `"${displayName}"`).join(', ')}? No owner signs in otherwise: ` +
        'when the provider fails, nobody could get in to turn the bypass on again. Set signInProven, or make an owner for emergencies whose mail domain is not mapped.';
      return {
        type: 'needs',
        needs: [{ what, where: 'controls.authentication/saml-debug-off.signInProven' }],
      };
    }
    return {
      type: 'changes',
      changes: open.map((item) =>
        identityProvider.update(
          item,
          { ssoDebugEnabled: false },
          `Nobody signs in past identity provider "${item.displayName}".`,
        ),
      ),
    };
  },
  examples: {
    pass: [{ resources: { 'identity-provider': [{ ...saml, status: 'ACTIVE', ssoDebugEnabled: false }] } }],
    fail: [
      {
        name: 'an owner signs in otherwise',
        resources: { 'identity-provider': [bypassed], 'organization-user': [owner('emergency@example.net')] },
      },
      {
        name: 'every owner signs in through it',
        resources: { 'identity-provider': [bypassed], 'organization-user': [owner('ada@example.com')] },
      },
      {
        name: 'the sign-in is proven',
        resources: { 'identity-provider': [bypassed], 'organization-user': [owner('ada@example.com')] },
        profile: { controls: { 'authentication/saml-debug-off': { signInProven: true } } },
      },
    ],
    notApplicable: [{ resources: { 'identity-provider': [] } }],
  },
});

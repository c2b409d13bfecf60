import { defineControl } from '../../core/control.ts';
import federationSettings from '../../resources/federation-settings/index.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';
import organization from '../../resources/organization/index.ts';
import type { Organization } from '../../resources/organization/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

const FROM_MEMBERS = { low: 5, medium: 10, high: 25 } as const;

const only = organization.examples[0] as Organization;
const ada = organizationUser.examples[0] as OrganizationUser;
const federation = federationSettings.examples[0] as FederationSettings;
const members = (count: number) => ({
  organization: [only],
  'organization-user': Array.from({ length: count }, (_, index) => ({
    ...ada,
    id: `6600000000000000000004${String(index).padStart(2, '0')}`,
    username: `person${index}@example.com`,
  })),
});

export default defineControl({
  id: 'authentication/people-sign-in-through-identity-provider',
  title: 'A larger organization signs in through an identity provider of its own',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Without federation each member has an account of their own, and somebody has to remember to remove it when they leave. With it the account at your ' +
    'own directory decides, with its second factor and its rules. With medium risk tolerance ten members are many, with low five; the option fromMembers ' +
    'sets it exactly.',
  sources: [
    'getFederationSettings',
    'listOrgUsers',
    'https://www.mongodb.com/docs/atlas/security/federated-authentication/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.16',
    'hipaa:164.312(d)',
    'pci-dss:8.2.1',
    'nist-800-53:AC-2(1)',
    'csa-ccm:IAM-13',
    'cis:6.7',
    'ism:ISM-1919',
  ],
  reads: ['organization', 'organization-user', 'federation-settings'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'high' ? 'low' : 'medium'),
  evaluate(
    { organization: all, 'organization-user': users, 'federation-settings': federations },
    { options, profile },
  ) {
    const from = typeof options.fromMembers === 'number' ? options.fromMembers : FROM_MEMBERS[profile.riskTolerance];
    if (federations.some(({ identityProviderId }) => identityProviderId !== null)) return { status: 'pass' };
    const active = users.filter(({ membershipStatus }) => membershipStatus === 'ACTIVE').length;
    if (active < from)
      return {
        status: 'not-applicable',
        because: `The organization has ${active} active members, fewer than ${from}.`,
      };
    return {
      status: 'fail',
      violations: all.map((item) => ({
        at: organization.address(item),
        because: `${active} people sign in to organization "${item.name}" with accounts that only they and Atlas know: no SAML identity provider is connected.`,
      })),
    };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set up a SAML application for MongoDB Atlas at your identity provider, with a second factor.',
      'In the Federation Management App, prove your domain, add the identity provider, connect the organization, and try the sign-in with one person.',
      'Keep one owner who can sign in without it until everybody has signed in once.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'connected',
        resources: { ...members(12), 'federation-settings': [federation] },
      },
    ],
    fail: [
      { name: 'ten people', resources: members(10) },
      { name: 'five with low tolerance', resources: members(5), profile: { riskTolerance: 'low' } },
      {
        name: 'a federation without a provider',
        resources: { ...members(10), 'federation-settings': [{ ...federation, identityProviderId: null }] },
      },
    ],
    notApplicable: [{ name: 'a handful', resources: members(9) }],
  },
});

import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import federationSettings from '../../resources/federation-settings/index.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

const domainOf = (username: string) => username.toLowerCase().split('@')[1] ?? '';

const federation: FederationSettings = {
  ...(federationSettings.examples[0] as FederationSettings),
  federatedDomains: ['example.com'],
  identityProviderStatus: 'ACTIVE',
};
const ada: OrganizationUser = { ...(organizationUser.examples[0] as OrganizationUser), orgRoles: ['ORG_MEMBER'] };
const people = (...names: readonly string[]) => ({
  'federation-settings': [federation],
  'organization-user': names.map((username, index) => ({
    ...ada,
    id: `6600000000000000000003${String(index).padStart(2, '0')}`,
    username,
  })),
});

export default defineControl({
  id: 'authentication/no-member-outside-domains',
  title: 'Every member signs in through the identity provider',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Federation asks only people whose mail domain it knows. A member with another address signs in with a password of their own, and stays a member ' +
    'when they leave your company or your contractor’s. Turning domain restriction on does not remove those who are in already. An account for ' +
    'emergencies is outside on purpose: waive it.',
  sources: [
    'listOrgUsers',
    'getFederationSettings',
    'https://www.mongodb.com/docs/atlas/security/manage-domain-mapping/',
  ],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.16',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:8.2.7',
    'nist-800-53:IA-8',
    'csa-ccm:IAM-07',
    'cis:5.6',
    'ism:ISM-1919',
  ],
  reads: ['federation-settings', 'organization-user'],
  evaluate({ 'federation-settings': all, 'organization-user': users }) {
    const domains = new Set(
      all
        .filter(({ identityProviderStatus }) => identityProviderStatus === 'ACTIVE')
        .flatMap(({ federatedDomains }) => federatedDomains.map((domain) => domain.toLowerCase())),
    );
    if (domains.size === 0)
      return { status: 'not-applicable', because: 'No mail domain is served by an identity provider.' };
    return failOrPass(
      users
        .filter(
          ({ membershipStatus, username }) =>
            (membershipStatus === 'ACTIVE' || membershipStatus === 'PENDING') && !domains.has(domainOf(username)),
        )
        .map((item): Violation => {
          const isMember = item.membershipStatus === 'ACTIVE';
          const roles = [...item.orgRoles].sort().join(', ') || 'no role';
          return {
            at: organizationUser.address(item),
            because: `${item.username} ${isMember ? 'is a member' : 'has been invited'} (${roles}) and ${isMember ? 'signs in' : 'will sign in'} with a password, past the identity provider of ${[...domains].sort().join(', ')}.`,
            ...(item.orgRoles.includes('ORG_OWNER') ? { severity: 'high' as const } : {}),
          };
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Give people from outside an account of your own domain (a guest in your directory), and invite that one with the same roles.',
      'Remove the old membership under Organization Access Manager, then turn on Restrict Access by Domain so that none comes back.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'people of the domain', resources: people('ada@example.com', 'Grace@Example.com') },
      {
        name: 'an invitation that ran out',
        resources: {
          'federation-settings': [federation],
          'organization-user': [{ ...ada, username: 'x@contractor.example', membershipStatus: 'INVITATION_EXPIRED' }],
        },
      },
    ],
    fail: [
      { name: 'a contractor', resources: people('ada@example.com', 'quinn@contractor.example') },
      { name: 'a subdomain that is not mapped', resources: people('ada@mail.example.com') },
      {
        name: 'an invited owner',
        resources: {
          'federation-settings': [federation],
          'organization-user': [
            { ...ada, username: 'ada@private.example', membershipStatus: 'PENDING', orgRoles: ['ORG_OWNER'] },
          ],
        },
      },
    ],
    notApplicable: [
      { name: 'no federation', resources: { 'organization-user': [ada] } },
      {
        name: 'an inactive provider',
        resources: {
          'federation-settings': [{ ...federation, identityProviderStatus: 'INACTIVE' }],
          'organization-user': [{ ...ada, username: 'ada@private.example' }],
        },
      },
    ],
  },
});

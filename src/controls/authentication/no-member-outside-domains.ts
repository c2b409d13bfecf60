import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import federationSettings from '../../resources/federation-settings/index.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';
import { domainOf, ownersOutside } from '../../resources/identity-provider/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

/** Domains whose people the organization lets in by name, though the provider does not serve them. */
function approvedDomains(connections: readonly ConnectedOrganization[]): readonly string[] {
  return connections
    .filter(
      ({ connectedOrgId, domainRestrictionEnabled, orgId }) => connectedOrgId === orgId && domainRestrictionEnabled,
    )
    .flatMap(({ domainAllowList }) => domainAllowList.map((domain) => domain.toLowerCase()));
}

const federation: FederationSettings = {
  ...(federationSettings.examples[0] as FederationSettings),
  federatedDomains: ['example.com'],
  identityProviderStatus: 'ACTIVE',
};
const connection = connectedOrganization.examples[0] as ConnectedOrganization;
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
  title: 'Every member signs in through the identity provider, or is of another domain that you approved',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Federation asks only people whose mail domain it knows. A member with another address signs in past it, and stays a member when they leave your ' +
    'company or your contractor’s. Turning domain restriction on does not remove those who are in already. One owner outside is taken for the account ' +
    'for emergencies, which has to be there when the provider fails.',
  sources: [
    'listOrgUsers',
    'getFederationSettings',
    'listFederationSettingConnectedOrgConfigs',
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
  reads: ['federation-settings', 'connected-organization', 'organization-user'],
  evaluate({ 'federation-settings': all, 'connected-organization': connections, 'organization-user': users }) {
    const domains = new Set(
      all
        .filter(({ identityProviderStatus }) => identityProviderStatus === 'ACTIVE')
        .flatMap(({ federatedDomains }) => federatedDomains.map((domain) => domain.toLowerCase())),
    );
    if (domains.size === 0)
      return { status: 'not-applicable', because: 'No mail domain is served by an identity provider.' };
    const approved = new Set([...domains, ...approvedDomains(connections)]);
    const owners = ownersOutside(users, [...approved]);
    const emergency = owners.length === 1 ? owners[0] : undefined;
    return failOrPass(
      users
        // Who is only invited is the matter of authentication/no-stale-invitation.
        .filter(({ membershipStatus, username }) => membershipStatus === 'ACTIVE' && username !== emergency)
        .filter(({ username }) => !approved.has(domainOf(username)))
        .map((item): Violation => {
          const roles = [...item.orgRoles].sort().join(', ') || 'no role';
          return {
            at: organizationUser.address(item),
            because: `${item.username} (${roles}) signs in past the identity provider of ${[...domains].sort().join(', ')}.`,
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
      'Where a partner’s whole domain is welcome, put it on the list of approved domains there.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'people of the domain', resources: people('ada@example.com', 'Grace@Example.com') },
      {
        name: 'one owner for emergencies',
        resources: {
          'federation-settings': [federation],
          'organization-user': [
            { ...ada, username: 'ada@example.com', orgRoles: ['ORG_OWNER'] },
            { ...ada, id: '660000000000000000000399', username: 'emergency@example.net', orgRoles: ['ORG_OWNER'] },
          ],
        },
      },
      {
        name: 'a domain that is approved',
        resources: {
          ...people('ada@example.com', 'quinn@contractor.example'),
          'connected-organization': [
            { ...connection, domainRestrictionEnabled: true, domainAllowList: ['Contractor.example'] },
          ],
        },
      },
      {
        name: 'an invitation, which another control judges',
        resources: {
          'federation-settings': [federation],
          'organization-user': [{ ...ada, username: 'x@contractor.example', membershipStatus: 'PENDING' }],
        },
      },
    ],
    fail: [
      { name: 'a contractor', resources: people('ada@example.com', 'quinn@contractor.example') },
      { name: 'a subdomain that is not mapped', resources: people('ada@mail.example.com') },
      {
        name: 'two owners',
        resources: {
          'federation-settings': [federation],
          'organization-user': [
            { ...ada, username: 'ada@private.example', orgRoles: ['ORG_OWNER'] },
            { ...ada, id: '660000000000000000000399', username: 'emergency@example.net', orgRoles: ['ORG_OWNER'] },
          ],
        },
      },
      {
        name: 'a list that restricts nobody',
        resources: {
          ...people('quinn@contractor.example'),
          'connected-organization': [
            { ...connection, domainRestrictionEnabled: false, domainAllowList: ['contractor.example'] },
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

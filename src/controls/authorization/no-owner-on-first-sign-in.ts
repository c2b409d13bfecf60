import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';

const example: ConnectedOrganization = {
  ...(connectedOrganization.examples[0] as ConnectedOrganization),
  identityProviderId: '660000000000000000a1',
  postAuthRoleGrants: ['ORG_MEMBER'],
  roleMappings: [],
};

export default defineControl({
  id: 'authorization/no-owner-on-first-sign-in',
  title: 'Nobody becomes more than a member by signing in for the first time',
  layer: 'authorization',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Roles that federation gives after sign-in go to everyone whom the identity provider knows. Anything above member or read only makes ' +
    'every employee, and every account stolen from one, an administrator.',
  sources: [
    'getFederationSettingConnectedOrgConfig',
    'https://www.mongodb.com/docs/atlas/security/manage-org-mapping/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.15',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
  ],
  reads: ['connected-organization'],
  evaluate({ 'connected-organization': all }) {
    // An organization that never federated is listed too, without an identity provider (recorded).
    const federated = all.filter(({ identityProviderId }) => identityProviderId !== null);
    if (federated.length === 0)
      return { status: 'not-applicable', because: 'The organization has no federated sign-in.' };
    return failOrPass(
      federated.flatMap((item): readonly Violation[] => {
        const strong = item.postAuthRoleGrants.filter((role) => role !== 'ORG_MEMBER' && role !== 'ORG_READ_ONLY');
        if (strong.length === 0) return [];
        return [
          {
            at: connectedOrganization.address(item),
            because: `Whoever signs in through federation gets ${strong.join(', ')}.`,
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Open the Federation Management App, Organizations, and set the default role to Organization Member.',
      'Give stronger roles through role mappings of named groups.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'member', resources: { 'connected-organization': [example] } },
      { name: 'no default', resources: { 'connected-organization': [{ ...example, postAuthRoleGrants: [] }] } },
    ],
    fail: [
      { name: 'owner', resources: { 'connected-organization': [{ ...example, postAuthRoleGrants: ['ORG_OWNER'] }] } },
      {
        name: 'project creator',
        resources: {
          'connected-organization': [{ ...example, postAuthRoleGrants: ['ORG_MEMBER', 'ORG_GROUP_CREATOR'] }],
        },
      },
    ],
    notApplicable: [
      { name: 'none', resources: { 'connected-organization': [] } },
      {
        name: 'never federated',
        resources: {
          'connected-organization': [{ ...example, identityProviderId: null, domainRestrictionEnabled: false }],
        },
      },
    ],
  },
});

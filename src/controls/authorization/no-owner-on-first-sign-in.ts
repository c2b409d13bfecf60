import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';

/** What signing in for the first time may make of somebody. */
const WEAK: readonly string[] = ['ORG_MEMBER', 'ORG_READ_ONLY'];

function strongGrants({ identityProviderId, postAuthRoleGrants }: ConnectedOrganization): readonly string[] {
  return identityProviderId === null ? [] : postAuthRoleGrants.filter((role) => !WEAK.includes(role));
}

const example: ConnectedOrganization = {
  ...(connectedOrganization.examples[0] as ConnectedOrganization),
  identityProviderId: '660000000000000000a1',
  postAuthRoleGrants: ['ORG_MEMBER'],
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
        const strong = strongGrants(item);
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
  remedy({ 'connected-organization': all }) {
    const open = all.filter((item) => strongGrants(item).length > 0);
    if (open.some(({ connectedOrgId, orgId }) => connectedOrgId !== orgId))
      return {
        type: 'manual',
        steps: [
          'As an owner of the other organization, open the Federation Management App, Organizations, and set its default role to Organization Member.',
          'Give stronger roles through role mappings of named groups.',
        ],
        verifiedBy: 'fivefold assess',
      };
    // page "Advanced Options for Federated Authentication": the default role goes to those without a role only, so that
    // nobody loses what they have.
    return {
      type: 'changes',
      changes: open.map((item) => {
        const kept = item.postAuthRoleGrants.filter((role) => WEAK.includes(role));
        return connectedOrganization.update(
          item,
          { postAuthRoleGrants: kept.length === 0 ? ['ORG_MEMBER'] : kept },
          'Signing in for the first time makes a member and no more; named groups get stronger roles through mappings.',
        );
      }),
    };
  },
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
      {
        name: 'a sister organization',
        resources: {
          'connected-organization': [
            { ...example, connectedOrgId: '5f0000000000000000000002', postAuthRoleGrants: ['ORG_OWNER'] },
          ],
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

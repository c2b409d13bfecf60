import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import type { FederationSettings } from '../../resources/federation-settings/model.ts';
import { domainOf } from '../../resources/identity-provider/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

/** The domains that Atlas would let in: the approved ones, and those that are mapped to the provider, which it adds by itself. */
function approvedDomains(
  { domainAllowList }: ConnectedOrganization,
  federations: readonly FederationSettings[],
): readonly string[] {
  return [...new Set([...domainAllowList, ...federations.flatMap(({ federatedDomains }) => federatedDomains)])].sort();
}

function isUnrestricted({ identityProviderId, domainRestrictionEnabled }: ConnectedOrganization): boolean {
  return identityProviderId !== null && !domainRestrictionEnabled;
}

const example: ConnectedOrganization = {
  ...(connectedOrganization.examples[0] as ConnectedOrganization),
  identityProviderId: '660000000000000000a1',
  domainRestrictionEnabled: true,
  domainAllowList: ['example.com'],
};
const member = (username: string): OrganizationUser => ({
  ...(organizationUser.examples[0] as OrganizationUser),
  username,
});
const unrestricted = { ...example, domainRestrictionEnabled: false };

export default defineControl({
  id: 'authentication/federated-domain-restriction',
  title: 'Only people of your own domains can be invited',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Federation asks only people of mapped domains to sign in at your identity provider. Without domain restriction, an invitation to a ' +
    'private mail address is a member whom leaving the company does not remove.',
  sources: [
    'getFederationSettingConnectedOrgConfig',
    'https://www.mongodb.com/docs/atlas/security/manage-domain-mapping/',
    'https://www.mongodb.com/docs/atlas/security/federation-advanced-options/',
  ],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.16',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:8.2.4',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-07',
    'ism:ISM-1919',
  ],
  reads: ['connected-organization', 'federation-settings', 'organization-user'],
  evaluate({ 'connected-organization': all }) {
    // An organization that never federated is listed too, without an identity provider (recorded).
    const federated = all.filter(({ identityProviderId }) => identityProviderId !== null);
    if (federated.length === 0)
      return { status: 'not-applicable', because: 'The organization has no federated sign-in.' };
    return failOrPass(
      federated.flatMap((item): readonly Violation[] =>
        !isUnrestricted(item)
          ? []
          : [
              {
                at: connectedOrganization.address(item),
                because: 'People of any mail domain can be invited into the organization, past the identity provider.',
              },
            ],
      ),
    );
  },
  remedy({ 'connected-organization': all, 'federation-settings': federations, 'organization-user': users }) {
    const open = all.filter(isUnrestricted);
    if (open.some(({ connectedOrgId, orgId }) => connectedOrgId !== orgId))
      return {
        type: 'manual',
        steps: [
          'As an owner of the other organization, list its members whose mail domain is not yours.',
          'In the Federation Management App, Organizations, turn on Restrict Access by Domain. Who is a member already stays one.',
        ],
        verifiedBy: 'fivefold assess',
      };
    const approved = open.flatMap((item) => approvedDomains(item, federations));
    const known = new Set(approved.map((domain) => domain.toLowerCase()));
    const others = [...new Set(users.map(({ username }) => domainOf(username)))].filter((domain) => !known.has(domain));
    // page "Advanced Options for Federated Authentication": members of other domains stay, and nobody else of theirs can be
    // invited. Whether they should is not for Fivefold to guess.
    if (approved.length === 0 || others.length > 0) {
      const what =
        others.length > 0
          ? `Which of the mail domains of your members are yours: ${others.sort().join(', ')}? Put those on the approved list, and move the members of the others.`
          : 'Which mail domains are yours? None is approved, and none is mapped to the identity provider.';
      return { type: 'needs', needs: [{ what, where: 'outside' }] };
    }
    return {
      type: 'changes',
      changes: open.map((item) =>
        connectedOrganization.update(
          item,
          // That Atlas adds mapped domains to a list that comes by its API, too, is unconfirmed: so they are written down.
          { domainRestrictionEnabled: true, domainAllowList: approvedDomains(item, federations) },
          'Only people of your own domains can be invited.',
        ),
      ),
    };
  },
  examples: {
    pass: [{ resources: { 'connected-organization': [example] } }],
    fail: [
      {
        name: 'every member is of a mapped domain',
        resources: { 'connected-organization': [unrestricted], 'organization-user': [member('ada@example.com')] },
      },
      {
        name: 'a member of another domain',
        resources: { 'connected-organization': [unrestricted], 'organization-user': [member('ada@example.net')] },
      },
      {
        name: 'a sister organization',
        resources: { 'connected-organization': [{ ...unrestricted, connectedOrgId: '5f0000000000000000000002' }] },
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

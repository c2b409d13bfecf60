import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';

const example: ConnectedOrganization = {
  ...(connectedOrganization.examples[0] as ConnectedOrganization),
  identityProviderId: '660000000000000000a1',
  domainRestrictionEnabled: true,
  domainAllowList: ['example.com'],
};

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
  reads: ['connected-organization'],
  evaluate({ 'connected-organization': all }) {
    // An organization that never federated is listed too, without an identity provider (recorded).
    const federated = all.filter(({ identityProviderId }) => identityProviderId !== null);
    if (federated.length === 0)
      return { status: 'not-applicable', because: 'The organization has no federated sign-in.' };
    return failOrPass(
      federated.flatMap((item): readonly Violation[] =>
        item.domainRestrictionEnabled
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
  remedy: () => ({
    type: 'manual',
    steps: [
      'List the members whose mail domain is not yours, and move them to accounts of your domain or put their domain on the list.',
      'In the Federation Management App, Organizations, turn on Restrict Access by Domain. Those outside the list lose access at once.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'connected-organization': [example] } }],
    fail: [{ resources: { 'connected-organization': [{ ...example, domainRestrictionEnabled: false }] } }],
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

import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const [loose, strict] = organizationSettings.examples as readonly [OrganizationSettings, OrganizationSettings];

export default defineControl({
  id: 'organization-policy/operations-contact-set',
  title: 'The organization names a contact for operations',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'MongoDB sends notices about the infrastructure to this address before they become an outage. It gives nobody any right.',
  sources: ['getOrgSettings', 'updateOrgSettings'],
  standards: ['soc2:CC7.4', 'iso27001:A.5.24', 'nist-800-53:IR-6'],
  reads: ['organization-settings'],
  evaluate({ 'organization-settings': all }, { scope }) {
    return failOrPass(
      all
        .filter(({ operationsContact }) => operationsContact === null)
        .map((each) => ({
          at: organizationSettings.address(each),
          because: `Organization "${scope.name}" names nobody to receive notices about its infrastructure.`,
        })),
    );
  },
  remedy: (_, { scope }) => ({
    type: 'needs',
    needs: [
      {
        what: `Which distribution list receives notices about the infrastructure of organization "${scope.name}"?`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'named', resources: { 'organization-settings': [{ ...loose, operationsContact: 'ops@example.com' }] } },
      { name: 'a strict organization', resources: { 'organization-settings': [strict] } },
    ],
    fail: [
      { name: 'nobody', resources: { 'organization-settings': [{ ...loose, operationsContact: null }] } },
      {
        name: 'a security contact alone',
        resources: { 'organization-settings': [{ ...strict, operationsContact: null }] },
      },
    ],
  },
});

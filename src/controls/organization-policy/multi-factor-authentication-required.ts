import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const example = organizationSettings.examples[0] as OrganizationSettings;

export default defineControl({
  id: 'organization-policy/multi-factor-authentication-required',
  title: 'The organization requires multi-factor authentication',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An Atlas account reaches every project that it has a role in, and an owner can make a database user. A stolen password alone must not be enough. ' +
    'For federated users the identity provider has to ask for the second factor: this setting does not reach them.',
  sources: ['getOrgSettings', 'https://www.mongodb.com/docs/atlas/security-multi-factor-authentication/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.5',
    'pci-dss:8.4.2',
    'nist-800-53:IA-2(1)',
    'ism:ISM-0974',
    'ism:ISM-1173',
    'ism:ISM-1504',
    'ism:ISM-1679',
  ],
  reads: ['organization-settings'],
  evaluate({ 'organization-settings': all }) {
    return failOrPass(
      all
        .filter((settings) => !settings.multiFactorAuthRequired)
        .map((settings) => ({
          at: organizationSettings.address(settings),
          because: 'Members of the organization can sign in with a password alone.',
        })),
    );
  },
  remedy({ 'organization-settings': all }) {
    return {
      type: 'changes',
      changes: all.map((settings) =>
        organizationSettings.update(
          settings,
          { multiFactorAuthRequired: true },
          'Asks every member for a second factor.',
        ),
      ),
    };
  },
  examples: {
    pass: [{ resources: { 'organization-settings': [{ ...example, multiFactorAuthRequired: true }] } }],
    fail: [{ resources: { 'organization-settings': [{ ...example, multiFactorAuthRequired: false }] } }],
  },
});

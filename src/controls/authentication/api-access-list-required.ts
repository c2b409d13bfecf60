import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const example = organizationSettings.examples[0] as OrganizationSettings;

export default defineControl({
  id: 'authentication/api-access-list-required',
  title: 'The organization takes API calls from listed addresses only',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'With the requirement, a key or secret that leaks is worth nothing elsewhere, and no new credential can be made without a list. ' +
    'Credentials that have no list stop working when it is turned on, so their lists come first.',
  sources: ['getOrgSettings', 'https://www.mongodb.com/docs/atlas/configure-api-access/'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.1',
    'nist-800-53:SC-7',
    'csa-ccm:IAM-16',
    'ism:ISM-1182',
    'ism:ISM-2015',
  ],
  reads: ['organization-settings'],
  evaluate({ 'organization-settings': all }) {
    return failOrPass(
      all
        .filter((settings) => !settings.apiAccessListRequired)
        .map((settings) => ({
          at: organizationSettings.address(settings),
          because: 'API keys and service accounts without an access list work from anywhere.',
        })),
    );
  },
  remedy({ 'organization-settings': all }) {
    return {
      type: 'changes',
      changes: all.map((settings) =>
        organizationSettings.update(
          settings,
          { apiAccessListRequired: true },
          'API calls come from listed addresses only.',
        ),
      ),
    };
  },
  examples: {
    pass: [{ resources: { 'organization-settings': [{ ...example, apiAccessListRequired: true }] } }],
    fail: [{ resources: { 'organization-settings': [{ ...example, apiAccessListRequired: false }] } }],
  },
});

import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const example = organizationSettings.examples[0] as OrganizationSettings;

export default defineControl({
  id: 'organization-policy/support-access-restricted',
  title: 'MongoDB support staff need a grant before they reach a cluster',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Without the restriction, support staff of MongoDB may reach the infrastructure of clusters when they see a need. ' +
    'With it, you grant access for one cluster and 24 hours, and the grant is on record.',
  sources: ['getOrgSettings', 'https://www.mongodb.com/docs/atlas/security-restrict-support-access/'],
  standards: ['soc2:CC6.3', 'iso27001:A.5.19', 'nist-800-53:AC-6', 'ism:ISM-1073', 'ism:ISM-1395'],
  reads: ['organization-settings'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'high' ? 'low' : 'medium'),
  evaluate({ 'organization-settings': all }) {
    return failOrPass(
      all
        .filter((settings) => !settings.restrictEmployeeAccess)
        .map((settings) => ({
          at: organizationSettings.address(settings),
          because: 'MongoDB support staff can reach the infrastructure of every cluster without a grant.',
        })),
    );
  },
  remedy({ 'organization-settings': all }) {
    return {
      type: 'changes',
      changes: all.map((settings) =>
        organizationSettings.update(
          settings,
          { restrictEmployeeAccess: true },
          'Support needs a 24-hour grant from now on.',
        ),
      ),
    };
  },
  examples: {
    pass: [{ resources: { 'organization-settings': [{ ...example, restrictEmployeeAccess: true }] } }],
    fail: [{ resources: { 'organization-settings': [{ ...example, restrictEmployeeAccess: false }] } }],
  },
});

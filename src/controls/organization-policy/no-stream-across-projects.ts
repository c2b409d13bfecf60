import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const [loose, strict] = organizationSettings.examples as readonly [OrganizationSettings, OrganizationSettings];

export default defineControl({
  id: 'organization-policy/no-stream-across-projects',
  title: 'Stream processing stays within its own project',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Projects are the wall between production and everything else. With this setting a stream workspace of one project connects to the ' +
    'clusters of any other, so whoever owns a test project has a way into production.',
  sources: ['getOrgSettings', 'updateOrgSettings'],
  standards: ['soc2:CC6.1', 'iso27001:A.8.31', 'pci-dss:6.5.3', 'nist-800-53:AC-4', 'csa-ccm:IVS-06'],
  reads: ['organization-settings'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'high' ? 'low' : 'medium'),
  evaluate({ 'organization-settings': all }, { scope }) {
    return failOrPass(
      all
        .filter(({ streamsCrossGroupEnabled }) => streamsCrossGroupEnabled)
        .map((each) => ({
          at: organizationSettings.address(each),
          because: `Stream workspaces of organization "${scope.name}" may connect to clusters of other projects.`,
        })),
    );
  },
  remedy: (_, { scope }) => ({
    type: 'needs',
    needs: [
      {
        what: `Does any stream processor in organization "${scope.name}" use a cluster of another project? Turning the setting off stops it.`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      {
        name: 'as a new organization',
        resources: { 'organization-settings': [{ ...loose, streamsCrossGroupEnabled: false }] },
      },
      {
        name: 'a strict one',
        resources: { 'organization-settings': [{ ...strict, streamsCrossGroupEnabled: false }] },
      },
    ],
    fail: [
      { name: 'on', resources: { 'organization-settings': [{ ...loose, streamsCrossGroupEnabled: true }] } },
      {
        name: 'on in a strict one',
        resources: { 'organization-settings': [{ ...strict, streamsCrossGroupEnabled: true }] },
      },
    ],
  },
});

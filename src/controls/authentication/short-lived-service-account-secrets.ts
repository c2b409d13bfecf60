import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const HOURS_PER_DAY = 24;
/** By risk tolerance; Atlas takes 8 to 8760 hours (updateOrgSettings). */
const LONGEST_DAYS = { low: 90, medium: 180, high: 365 } as const;

function longestHours(options: Readonly<Record<string, unknown>>, tolerance: keyof typeof LONGEST_DAYS): number {
  const days = typeof options.longestDays === 'number' ? options.longestDays : LONGEST_DAYS[tolerance];
  return days * HOURS_PER_DAY;
}

const example = organizationSettings.examples[0] as OrganizationSettings;
const validity = (maxServiceAccountSecretValidityInHours: number | null) => ({
  'organization-settings': [{ ...example, maxServiceAccountSecretValidityInHours }],
});

export default defineControl({
  id: 'authentication/short-lived-service-account-secrets',
  title: 'The organization limits how long secrets of service accounts live',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A secret may live for a year unless the organization says less, and nobody rotates what does not expire. With medium risk tolerance ' +
    'half a year will do, with low 90 days; the option longestDays sets it exactly. Secrets that exist keep their life.',
  sources: ['getOrgSettings', 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.17',
    'hipaa:164.308(a)(5)(ii)(D)',
    'pci-dss:8.6.3',
    'nist-800-53:IA-5',
    'csa-ccm:IAM-15',
    'ism:ISM-1590',
    'ism:ISM-1685',
  ],
  reads: ['organization-settings'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'organization-settings': all }, { options, profile }) {
    const longest = longestHours(options, profile.riskTolerance);
    return failOrPass(
      all
        .filter(({ maxServiceAccountSecretValidityInHours: hours }) => hours === null || hours > longest)
        .map((settings) => ({
          at: organizationSettings.address(settings),
          because:
            settings.maxServiceAccountSecretValidityInHours === null
              ? 'A new secret of a service account may live for as long as Atlas allows.'
              : `A new secret of a service account may live for ${Math.round(settings.maxServiceAccountSecretValidityInHours / HOURS_PER_DAY)} days.`,
        })),
    );
  },
  remedy({ 'organization-settings': all }, { options, profile }) {
    const hours = longestHours(options, profile.riskTolerance);
    return {
      type: 'changes',
      changes: all.map((settings) =>
        organizationSettings.update(
          settings,
          { maxServiceAccountSecretValidityInHours: hours },
          `New secrets of service accounts live for ${hours / HOURS_PER_DAY} days at most.`,
        ),
      ),
    };
  },
  examples: {
    pass: [
      { name: '90 days', resources: validity(90 * HOURS_PER_DAY) },
      { name: 'the longest that medium tolerance takes', resources: validity(180 * HOURS_PER_DAY) },
    ],
    fail: [
      { name: 'no limit', resources: validity(null) },
      { name: 'a year', resources: validity(8760) },
      {
        name: 'half a year with low tolerance',
        resources: validity(180 * HOURS_PER_DAY),
        profile: { riskTolerance: 'low' },
      },
    ],
  },
});

import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

/** PCI DSS 8.2.8 asks for 15 minutes; others leave it to the organization. */
const IDLE_SECONDS = { strict: 900, usual: 3600 } as const;

const example = organizationSettings.examples[0] as OrganizationSettings;
const idle = (idleSessionTimeoutInSeconds: number | null) => ({
  'organization-settings': [
    { ...example, customSessionTimeouts: { absoluteSessionTimeoutInSeconds: 43_200, idleSessionTimeoutInSeconds } },
  ],
});
const pci = { compliance: ['pci-dss'] } as const;

export default defineControl({
  id: 'authentication/session-timeouts-set',
  title: 'Idle sessions in the Atlas console end',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A browser that was left open is a signed-in administrator. PCI DSS asks for 15 minutes; with little accepted risk an hour will do. ' +
    'Atlas lets an organization set this in the console only.',
  sources: ['getOrgSettings', 'https://www.mongodb.com/docs/atlas/manage-organization-settings/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.5',
    'hipaa:164.312(a)(2)(iii)',
    'pci-dss:8.2.8',
    'nist-800-53:AC-12',
    'csa-ccm:IAM-14',
    'ism:ISM-0428',
  ],
  reads: ['organization-settings'],
  notApplicable: ({ profile }) =>
    profile.compliance.includes('pci-dss') || profile.riskTolerance === 'low'
      ? undefined
      : 'No duty of the profile asks for it, and its risk tolerance is not low.',
  severityFor: ({ profile }) => (profile.compliance.includes('pci-dss') ? 'medium' : 'low'),
  evaluate({ 'organization-settings': all }, { profile }) {
    const longest = profile.compliance.includes('pci-dss') ? IDLE_SECONDS.strict : IDLE_SECONDS.usual;
    return failOrPass(
      all.flatMap((settings): readonly Violation[] => {
        const seconds = settings.customSessionTimeouts.idleSessionTimeoutInSeconds;
        if (seconds !== null && seconds <= longest) return [];
        const because =
          seconds === null
            ? 'The organization sets no end for idle console sessions.'
            : `Idle console sessions end after ${Math.round(seconds / 60)} minutes, later than ${longest / 60}.`;
        return [{ at: organizationSettings.address(settings), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Open Organization Settings, Session Timeouts, and set the idle timeout (Atlas offers it in the console only).',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: '15 minutes', resources: idle(900), profile: pci },
      { name: 'an hour with low tolerance', resources: idle(3600), profile: { riskTolerance: 'low' } },
    ],
    fail: [
      { name: 'not set', resources: idle(null), profile: pci },
      { name: 'half an hour', resources: idle(1800), profile: pci },
    ],
    notApplicable: [{ name: 'nobody asks', resources: idle(null) }],
  },
});

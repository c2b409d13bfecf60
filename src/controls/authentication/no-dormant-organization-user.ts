import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, parseInstant } from '../../core/instant.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

const DORMANT_DAYS = 90;

const user: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'ACTIVE',
  createdAt: '2025-01-08T09:00:00Z',
};
const seen = (lastAuth: string | null, createdAt = user.createdAt) => ({
  'organization-user': [{ ...user, lastAuth, createdAt }],
});

export default defineControl({
  id: 'authentication/no-dormant-organization-user',
  title: 'Every member of the organization has signed in lately',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An account that nobody uses belongs to someone who left, or to nobody, and no one notices when it is taken over. An account for ' +
    'emergencies is dormant on purpose: waive it. The option dormantDays says what is long.',
  sources: ['listOrgUsers'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:8.2.6',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-08',
    'ism:ISM-1404',
    'ism:ISM-1647',
    'ism:ISM-1648',
  ],
  reads: ['organization-user'],
  options: { dormantDays: DORMANT_DAYS },
  evaluate({ 'organization-user': users }, { now, options }) {
    const dormantDays = typeof options.dormantDays === 'number' ? options.dormantDays : DORMANT_DAYS;
    return failOrPass(
      users
        .filter(({ membershipStatus }) => membershipStatus === 'ACTIVE')
        .flatMap((item): readonly Violation[] => {
          const last = parseInstant(item.lastAuth ?? item.createdAt ?? '');
          if (last === undefined || daysBetween(last, now) <= dormantDays) return [];
          const when =
            item.lastAuth === null
              ? `has never signed in since ${last.slice(0, 10)}`
              : `last signed in on ${last.slice(0, 10)}`;
          return [
            {
              at: organizationUser.address(item),
              because: `${item.username} ${when} and still has ${[...item.orgRoles].sort().join(', ') || 'a membership'}.`,
              ...(item.orgRoles.includes('ORG_OWNER') ? { severity: 'high' as const } : {}),
            },
          ];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask whether the person still works with Atlas.',
      'Remove them under Organization Access Manager, or waive an account that is kept for emergencies.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'yesterday', resources: seen('2026-11-23T08:00:00Z') },
      { name: 'new', resources: seen(null, '2026-11-20T08:00:00Z') },
    ],
    fail: [
      { name: 'in spring', resources: seen('2026-04-01T08:00:00Z') },
      { name: 'never', resources: seen(null) },
    ],
  },
});

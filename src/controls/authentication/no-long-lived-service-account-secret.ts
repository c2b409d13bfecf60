import { type ControlContext, defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore, parseInstant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import { serviceAccountLabel } from '../api-credentials.ts';

/** By risk tolerance: three, six and twelve months at their longest. */
const LONGEST_DAYS = { low: 92, medium: 184, high: 366 } as const;

/** What nobody has used for so long is the finding of authentication/no-unused-service-account-secret. */
const UNUSED_DAYS = 90;
/** One that ends this soon is about to be replaced anyway. */
const ENDING_DAYS = 30;

function longestDays({ options, profile }: Pick<ControlContext, 'options' | 'profile'>): number {
  return typeof options.longestDays === 'number' ? options.longestDays : LONGEST_DAYS[profile.riskTolerance];
}

const account = serviceAccount.examples[0] as ServiceAccount;
const [secret] = account.secrets as readonly [ServiceAccount['secrets'][number]];
const living = (createdAt: string, expiresAt: string) => ({
  'service-account': [
    { ...account, secrets: [{ ...secret, createdAt, expiresAt, lastUsedAt: '2026-11-23T10:00:00Z' }] },
  ],
});

export default defineControl({
  id: 'authentication/no-long-lived-service-account-secret',
  title: 'No secret of a service account lives longer than a rotation',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A limit of the organization holds for new secrets only: those that were made before it keep their life of up to a year. With medium risk ' +
    'tolerance half a year will do, with low three months; the option longestDays sets it exactly. Those that end within a month, or that nobody uses, are left alone.',
  sources: ['listOrgServiceAccounts', 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.17',
    'hipaa:164.308(a)(5)(ii)(D)',
    'pci-dss:8.6.3',
    'nist-800-53:IA-5(1)',
    'csa-ccm:IAM-15',
    'ism:ISM-1590',
  ],
  reads: ['service-account'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'service-account': accounts }, context) {
    const { now } = context;
    const longest = longestDays(context);
    const valid = accounts.flatMap((item) =>
      item.secrets.flatMap(({ createdAt, expiresAt, lastUsedAt }) => {
        const start = parseInstant(createdAt);
        const end = parseInstant(expiresAt);
        if (start === undefined || end === undefined || isBefore(end, now)) return [];
        const isUnused = daysBetween(parseInstant(lastUsedAt ?? createdAt) ?? now, now) > UNUSED_DAYS;
        return isUnused ? [] : [{ item, start, end }];
      }),
    );
    if (valid.length === 0)
      return { status: 'not-applicable', because: 'No secret of a service account is valid and in use.' };
    return failOrPass(
      valid.flatMap(({ item, start, end }): readonly Violation[] => {
        const days = daysBetween(start, end);
        if (days <= longest || daysBetween(now, end) < ENDING_DAYS) return [];
        const because = `${serviceAccountLabel(item)} has a secret that lives for ${days} days, until ${end.slice(0, 10)}.`;
        return [{ at: serviceAccount.address(item), because }];
      }),
    );
  },
  remedy: (_, context) => ({
    type: 'manual',
    steps: [
      `Make a second secret that lives for ${longestDays(context)} days at most, give it to what uses the account, and see it work.`,
      'Then delete the old secret.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: '90 days', resources: living('2026-10-20T10:00:00Z', '2027-01-18T10:00:00Z') },
      {
        name: 'the longest that medium tolerance takes',
        resources: living('2026-10-20T10:00:00Z', '2027-04-22T10:00:00Z'),
      },
      { name: 'a year that is nearly over', resources: living('2025-12-20T10:00:00Z', '2026-12-20T10:00:00Z') },
    ],
    fail: [
      { name: 'a year', resources: living('2026-02-01T10:00:00Z', '2027-02-01T10:00:00Z') },
      {
        name: 'half a year with low tolerance',
        resources: living('2026-10-20T10:00:00Z', '2027-04-18T10:00:00Z'),
        profile: { riskTolerance: 'low' },
      },
      {
        name: 'longer than the option',
        resources: living('2026-11-01T10:00:00Z', '2027-01-02T10:00:00Z'),
        profile: { controls: { 'authentication/no-long-lived-service-account-secret': { longestDays: 30 } } },
      },
    ],
    notApplicable: [
      { name: 'no account', resources: {} },
      {
        name: 'nobody uses it, which another control judges',
        resources: {
          'service-account': [
            {
              ...account,
              secrets: [
                {
                  ...secret,
                  createdAt: '2026-02-01T10:00:00Z',
                  expiresAt: '2027-02-01T10:00:00Z',
                  lastUsedAt: null,
                },
              ],
            },
          ],
        },
      },
      { name: 'expired', resources: living('2025-10-20T10:00:00Z', '2026-10-20T10:00:00Z') },
    ],
  },
});

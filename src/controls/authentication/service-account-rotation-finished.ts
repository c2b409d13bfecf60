import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore, parseInstant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { AccountSecret, ServiceAccount } from '../../resources/service-account/model.ts';
import { serviceAccountLabel } from '../api-credentials.ts';

const OVERLAP_DAYS = 30;
/** What nobody has used for so long is the finding of authentication/no-unused-service-account-secret. */
const UNUSED_DAYS = 90;

const account = serviceAccount.examples[0] as ServiceAccount;
const [first] = account.secrets as readonly [AccountSecret];
const old: AccountSecret = {
  ...first,
  createdAt: '2026-06-20T10:00:00Z',
  expiresAt: '2026-12-17T10:00:00Z',
  lastUsedAt: '2026-11-23T10:00:00Z',
};
const second = (createdAt: string): AccountSecret => ({
  ...first,
  id: '6600000000000000000000b9',
  createdAt,
  expiresAt: '2027-02-01T10:00:00Z',
});
const holding = (...secrets: readonly AccountSecret[]) => ({ 'service-account': [{ ...account, secrets }] });

export default defineControl({
  id: 'authentication/service-account-rotation-finished',
  title: 'A service account keeps one secret once its rotation is over',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Two secrets are meant for the days in which what uses the account moves from one to the other. An old one that stays valid was either never ' +
    'replaced everywhere, or forgotten, and its leak goes unnoticed. One that nobody uses is a finding of its own. The option overlapDays says how long a rotation may take.',
  sources: ['listOrgServiceAccounts', 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.17',
    'pci-dss:8.6.3',
    'nist-800-53:IA-5',
    'csa-ccm:IAM-15',
    'ism:ISM-1590',
    'ism:ISM-1685',
  ],
  reads: ['service-account'],
  options: { overlapDays: OVERLAP_DAYS },
  evaluate({ 'service-account': accounts }, { now, options }) {
    const overlapDays = typeof options.overlapDays === 'number' ? options.overlapDays : OVERLAP_DAYS;
    if (accounts.length === 0) return { status: 'not-applicable', because: 'The organization has no service account.' };
    return failOrPass(
      accounts.flatMap((item): readonly Violation[] => {
        const valid = item.secrets
          .flatMap((secret) => {
            const start = parseInstant(secret.createdAt);
            const end = parseInstant(secret.expiresAt);
            return start === undefined || end === undefined || isBefore(end, now) ? [] : [{ secret, start, end }];
          })
          .sort((a, b) => (a.start < b.start ? -1 : 1));
        return valid.slice(0, -1).flatMap(({ secret, start, end }, index): readonly Violation[] => {
          const successor = valid[index + 1];
          if (successor === undefined || daysBetween(successor.start, now) <= overlapDays) return [];
          const lastSign = parseInstant(secret.lastUsedAt ?? secret.createdAt) ?? now;
          if (daysBetween(lastSign, now) > UNUSED_DAYS) return [];
          const use =
            secret.lastUsedAt === null ? 'was never used' : `was last used on ${secret.lastUsedAt.slice(0, 10)}`;
          const because = `${serviceAccountLabel(item)} got a new secret on ${successor.start.slice(0, 10)}; the one of ${start.slice(0, 10)} is still valid until ${end.slice(0, 10)} and ${use}.`;
          return [{ at: serviceAccount.address(item), because }];
        });
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Where the old secret is still in use, find what uses it (the activity feed names address and account beside every change) and give it the new one.',
      'Delete the old secret.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'one secret', resources: holding(old) },
      { name: 'a rotation of last week', resources: holding(old, second('2026-11-17T10:00:00Z')) },
      {
        name: 'nobody uses the old one, which another control judges',
        resources: holding({ ...old, lastUsedAt: null }, second('2026-09-01T10:00:00Z')),
      },
      {
        name: 'the old one has expired',
        resources: holding({ ...old, expiresAt: '2026-11-01T10:00:00Z' }, second('2026-09-01T10:00:00Z')),
      },
    ],
    fail: [
      { name: 'a rotation of September', resources: holding(old, second('2026-09-01T10:00:00Z')) },
      { name: 'in another order', resources: holding(second('2026-09-01T10:00:00Z'), old) },
    ],
    notApplicable: [{ name: 'no account', resources: {} }],
  },
});

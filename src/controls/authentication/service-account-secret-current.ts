import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, type Instant, isBefore, parseInstant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';

const WARN_DAYS = 14;

function instant(text: string): Instant | undefined {
  return parseInstant(text);
}

const account = serviceAccount.examples[0] as ServiceAccount;
const [secret] = account.secrets as readonly [ServiceAccount['secrets'][number]];
const expiring = (expiresAt: string) => ({ 'service-account': [{ ...account, secrets: [{ ...secret, expiresAt }] }] });

export default defineControl({
  id: 'authentication/service-account-secret-current',
  title: 'Every service account has a secret that is valid for some time yet',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'When the last secret of an account expires, what uses it stops: the pipeline, the operator, the backup of the configuration. ' +
    'An account whose secrets have all expired serves nobody and can go. The option warnDays says how early to warn.',
  sources: [
    'listOrgServiceAccounts',
    'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/',
    'https://www.mongodb.com/docs/atlas/tutorial/rotate-service-account-secrets/',
  ],
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
  reads: ['service-account'],
  options: { warnDays: WARN_DAYS },
  evaluate({ 'service-account': accounts }, { now, options }) {
    const warnDays = typeof options.warnDays === 'number' ? options.warnDays : WARN_DAYS;
    return failOrPass(
      accounts.flatMap((item): readonly Violation[] => {
        const ends = item.secrets.flatMap(({ expiresAt }) => instant(expiresAt) ?? []).sort();
        const last = ends.at(-1);
        const at = serviceAccount.address(item);
        const name = `Service account "${item.name}" (${item.clientId})`;
        if (last === undefined) return [{ at, because: `${name} has no secret: nothing can use it.`, severity: 'low' }];
        if (isBefore(last, now))
          return [
            { at, because: `All secrets of ${name} expired, the last on ${last.slice(0, 10)}.`, severity: 'low' },
          ];
        const days = daysBetween(now, last);
        return days < warnDays
          ? [{ at, because: `The last secret of ${name} expires on ${last.slice(0, 10)}; what uses it stops then.` }]
          : [];
      }),
      accounts.length === 0 ? 'The organization has no service account.' : undefined,
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a second secret for the account. It has two at most, so that one that has ended has to go first; the older one then ends within 7 days.',
      'Give the new one to what uses the account before that, see it work, and delete the old secret.',
      'Delete an account that nothing uses any more.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a month left', resources: expiring('2026-12-24T12:00:00Z') },
      { name: 'just long enough', resources: expiring('2026-12-08T12:00:00Z') },
    ],
    fail: [
      { name: 'expires in three days', resources: expiring('2026-11-27T12:00:00Z') },
      { name: 'expired', resources: expiring('2026-11-01T12:00:00Z') },
      { name: 'no secret', resources: { 'service-account': [{ ...account, secrets: [] }] } },
    ],
  },
});

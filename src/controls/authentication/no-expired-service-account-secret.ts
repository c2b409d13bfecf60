import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore, parseInstant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { AccountSecret, ServiceAccount } from '../../resources/service-account/model.ts';
import { serviceAccountLabel } from '../api-credentials.ts';

const GRACE_DAYS = 30;

const account = serviceAccount.examples[0] as ServiceAccount;
const [valid] = account.secrets as readonly [AccountSecret];
const ended = (expiresAt: string): AccountSecret => ({
  ...valid,
  id: '6600000000000000000000b9',
  createdAt: '2026-02-03T10:00:00Z',
  expiresAt,
});

export default defineControl({
  id: 'authentication/no-expired-service-account-secret',
  title: 'Expired secrets of service accounts are deleted',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An expired secret opens nothing, but it takes the place that the next rotation needs, and a list of dead secrets hides the one that is alive and ' +
    'belongs to nobody. Accounts without any valid secret are a finding of their own. The option graceDays says how long one may stay.',
  sources: ['listOrgServiceAccounts', 'deleteOrgAccountSecret'],
  standards: ['soc2:CC6.2', 'iso27001:A.5.17', 'nist-800-53:IA-5', 'csa-ccm:IAM-15', 'ism:ISM-1590'],
  reads: ['service-account'],
  options: { graceDays: GRACE_DAYS },
  evaluate({ 'service-account': accounts }, { now, options }) {
    const graceDays = typeof options.graceDays === 'number' ? options.graceDays : GRACE_DAYS;
    const alive = accounts.filter(({ secrets }) =>
      secrets.some(({ expiresAt }) => !isBefore(parseInstant(expiresAt) ?? now, now)),
    );
    if (alive.length === 0) return { status: 'not-applicable', because: 'No service account has a valid secret.' };
    return failOrPass(
      alive.flatMap((item): readonly Violation[] => {
        const dead = item.secrets
          .flatMap(({ expiresAt }) => parseInstant(expiresAt) ?? [])
          .filter((end) => isBefore(end, now) && daysBetween(end, now) > graceDays)
          .sort();
        if (dead.length === 0) return [];
        const dates = dead.map((end) => end.slice(0, 10)).join(', ');
        const because = `${serviceAccountLabel(item)} keeps ${dead.length === 1 ? 'a secret' : `${dead.length} secrets`} that ended on ${dates}.`;
        return [{ at: serviceAccount.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: ['Delete the expired secrets of the account (Organization Access Manager, Applications, Service Accounts).'],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a valid one alone', resources: { 'service-account': [account] } },
      {
        name: 'ended last week',
        resources: { 'service-account': [{ ...account, secrets: [valid, ended('2026-11-17T10:00:00Z')] }] },
      },
    ],
    fail: [
      {
        name: 'ended in August',
        resources: { 'service-account': [{ ...account, secrets: [valid, ended('2026-08-02T10:00:00Z')] }] },
      },
    ],
    notApplicable: [
      { name: 'no account', resources: {} },
      {
        name: 'all expired, which another control judges',
        resources: { 'service-account': [{ ...account, secrets: [ended('2026-08-02T10:00:00Z')] }] },
      },
    ],
  },
});

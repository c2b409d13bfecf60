import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, type Instant, parseInstant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import { hasEnded, type ServiceAccount } from '../../resources/service-account/model.ts';
import serviceAccountSecret from '../../resources/service-account-secret/index.ts';
import type { ServiceAccountSecret } from '../../resources/service-account-secret/model.ts';

const UNUSED_DAYS = 90;

function daysFrom(options: Readonly<Record<string, unknown>>): number {
  return typeof options.unusedDays === 'number' ? options.unusedDays : UNUSED_DAYS;
}

/** A valid secret whose last use, or whose making where it was never used, is long ago. */
function isUnused(secret: ServiceAccountSecret, now: Instant, unusedDays: number): boolean {
  const since = parseInstant(secret.lastUsedAt ?? secret.createdAt);
  if (since === undefined || parseInstant(secret.expiresAt) === undefined || hasEnded(secret, now)) return false;
  return daysBetween(since, now) > unusedDays;
}

const account = serviceAccount.examples[0] as ServiceAccount;
const secret: ServiceAccountSecret = {
  ...(serviceAccountSecret.examples[0] as ServiceAccountSecret),
  createdAt: '2026-01-10T10:00:00Z',
  expiresAt: '2027-01-10T10:00:00Z',
};
const inUse: ServiceAccountSecret = { ...secret, id: '6600000000000000000000bf', lastUsedAt: '2026-11-23T12:00:00Z' };

function withSecrets(...secrets: readonly ServiceAccountSecret[]) {
  const listed = secrets.map(({ orgId: _, clientId: __, ...rest }) => rest);
  return { 'service-account': [{ ...account, secrets: listed }], 'service-account-secret': secrets };
}

export default defineControl({
  id: 'authentication/no-unused-service-account-secret',
  title: 'Every valid secret of a service account is in use',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A secret that nobody has used for months still opens the door, and its loss goes unnoticed. Atlas records when each was last used. ' +
    'The option unusedDays says what is long.',
  sources: ['listOrgServiceAccounts'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:8.2.6',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-08',
    'ism:ISM-1590',
    'ism:ISM-1685',
  ],
  reads: ['service-account', 'service-account-secret'],
  options: { unusedDays: UNUSED_DAYS },
  evaluate({ 'service-account': accounts, 'service-account-secret': secrets }, { now, options }) {
    return failOrPass(
      accounts.flatMap((item): readonly Violation[] =>
        secrets
          .filter(({ clientId }) => clientId === item.clientId)
          .filter((candidate) => isUnused(candidate, now, daysFrom(options)))
          .map(({ createdAt, expiresAt, lastUsedAt }) => {
            const when =
              lastUsedAt === null
                ? `never used since it was made on ${createdAt.slice(0, 10)}`
                : `last used on ${lastUsedAt.slice(0, 10)}`;
            return {
              at: serviceAccount.address(item),
              because: `A secret of service account "${item.name}" (${item.clientId}) is valid until ${expiresAt.slice(0, 10)} and was ${when}.`,
            };
          }),
      ),
      accounts.length === 0 ? 'The organization has no service account.' : undefined,
    );
  },
  remedy({ 'service-account-secret': secrets }, { now, options }) {
    const unused = secrets.filter((candidate) => isUnused(candidate, now, daysFrom(options)));
    // Nobody has ever used it, and what uses the account uses another one.
    const isIdle = ({ clientId, lastUsedAt }: ServiceAccountSecret) =>
      lastUsedAt === null &&
      secrets.some(
        (other) =>
          other.clientId === clientId &&
          other.lastUsedAt !== null &&
          !hasEnded(other, now) &&
          !isUnused(other, now, daysFrom(options)),
      );
    if (unused.every(isIdle)) {
      return {
        type: 'changes',
        changes: unused.map((idle) =>
          serviceAccountSecret.delete(
            idle,
            `Nobody has used it since ${idle.createdAt.slice(0, 10)}, and the account’s other secret is in use.`,
          ),
        ),
      };
    }
    return {
      type: 'manual',
      steps: [
        'Ask the owner of the account whether something runs rarely (a yearly job, an emergency procedure).',
        'Delete the secret, or the account where all its secrets are unused.',
      ],
      verifiedBy: 'fivefold assess',
    };
  },
  examples: {
    pass: [
      { name: 'used yesterday', resources: withSecrets(inUse) },
      {
        name: 'new and not used yet',
        resources: withSecrets({ ...secret, createdAt: '2026-11-20T12:00:00Z', lastUsedAt: null }),
      },
      { name: 'ended', resources: withSecrets({ ...secret, expiresAt: '2026-06-10T10:00:00Z', lastUsedAt: null }) },
    ],
    fail: [
      { name: 'used in spring', resources: withSecrets({ ...secret, lastUsedAt: '2026-04-01T12:00:00Z' }) },
      { name: 'never used', resources: withSecrets({ ...secret, lastUsedAt: null }) },
      {
        name: 'never used, beside one that is in use',
        resources: withSecrets({ ...secret, lastUsedAt: null }, inUse),
      },
    ],
  },
});

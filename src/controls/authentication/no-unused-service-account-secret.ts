import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore, parseInstant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';

const UNUSED_DAYS = 90;

const account = serviceAccount.examples[0] as ServiceAccount;
const [first] = account.secrets as readonly [ServiceAccount['secrets'][number]];
const secret = { ...first, createdAt: '2026-01-10T10:00:00Z', expiresAt: '2027-01-10T10:00:00Z' };
const used = (lastUsedAt: string | null, createdAt = secret.createdAt) => ({
  'service-account': [{ ...account, secrets: [{ ...secret, createdAt, lastUsedAt }] }],
});

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
  reads: ['service-account'],
  options: { unusedDays: UNUSED_DAYS },
  evaluate({ 'service-account': accounts }, { now, options }) {
    const unusedDays = typeof options.unusedDays === 'number' ? options.unusedDays : UNUSED_DAYS;
    return failOrPass(
      accounts.flatMap((item): readonly Violation[] =>
        item.secrets.flatMap((candidate): readonly Violation[] => {
          const end = parseInstant(candidate.expiresAt);
          const since = parseInstant(candidate.lastUsedAt ?? candidate.createdAt);
          if (end === undefined || since === undefined || isBefore(end, now)) return [];
          if (daysBetween(since, now) <= unusedDays) return [];
          const when =
            candidate.lastUsedAt === null
              ? `never used since it was made on ${since.slice(0, 10)}`
              : `last used on ${since.slice(0, 10)}`;
          return [
            {
              at: serviceAccount.address(item),
              because: `A secret of service account "${item.name}" (${item.clientId}) is valid until ${end.slice(0, 10)} and was ${when}.`,
            },
          ];
        }),
      ),
      accounts.length === 0 ? 'The organization has no service account.' : undefined,
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask the owner of the account whether something runs rarely (a yearly job, an emergency procedure).',
      'Delete the secret, or the account where all its secrets are unused.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'used yesterday', resources: used('2026-11-23T12:00:00Z') },
      { name: 'new and not used yet', resources: used(null, '2026-11-20T12:00:00Z') },
    ],
    fail: [
      { name: 'used in spring', resources: used('2026-04-01T12:00:00Z') },
      { name: 'never used', resources: used(null) },
    ],
  },
});

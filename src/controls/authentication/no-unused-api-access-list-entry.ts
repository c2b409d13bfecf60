import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, type Instant, parseInstant } from '../../core/instant.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import serviceAccountAccessListEntry from '../../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../../resources/service-account-access-list-entry/model.ts';
import { apiCredentials, CREDENTIAL_KINDS, type CredentialEntry } from '../api-credentials.ts';

const UNUSED_DAYS = 90;

/** The last moment that speaks for an entry: its last use, else when it was made. */
function lastSign({ lastUsedAt, createdAt }: CredentialEntry): Instant | undefined {
  return parseInstant(lastUsedAt ?? createdAt ?? '');
}

const key = apiKey.examples[0] as ApiKey;
const entry: ApiKeyAccessListEntry = {
  ...(apiKeyAccessListEntry.examples[0] as ApiKeyAccessListEntry),
  apiKeyId: key.id,
  created: '2026-01-10T10:00:00Z',
  lastUsed: '2026-11-23T10:00:00Z',
};
const other: ApiKeyAccessListEntry = { ...entry, entry: '198.51.100.0/24' };
const account = serviceAccount.examples[0] as ServiceAccount;
const accountEntry: ServiceAccountAccessListEntry = {
  ...(serviceAccountAccessListEntry.examples[0] as ServiceAccountAccessListEntry),
  clientId: account.clientId,
  createdAt: '2026-01-10T10:00:00Z',
  lastUsedAt: '2026-11-23T10:00:00Z',
};

export default defineControl({
  id: 'authentication/no-unused-api-access-list-entry',
  title: 'Every entry of an API access list is in use',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An address that a credential has not called from for months was left behind by a move, and may belong to somebody else by now. Only lists of ' +
    'credentials that are in use are judged; one that nobody uses is a finding of its own. The option unusedDays says what is long.',
  sources: ['listOrgApiKeyAccessListEntries', 'listOrgServiceAccountAccessList'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'pci-dss:1.2.7',
    'nist-800-53:AC-17(3)',
    'csa-ccm:IVS-03',
    'ism:ISM-1182',
  ],
  reads: CREDENTIAL_KINDS,
  options: { unusedDays: UNUSED_DAYS },
  evaluate(input, { now, options }) {
    const unusedDays = typeof options.unusedDays === 'number' ? options.unusedDays : UNUSED_DAYS;
    const listed = apiCredentials(input).filter(({ entries }) => entries.length > 0);
    if (listed.length === 0)
      return { status: 'not-applicable', because: 'No API key and no service account has an access list.' };
    const isStale = (item: CredentialEntry) => {
      const sign = lastSign(item);
      return sign !== undefined && daysBetween(sign, now) > unusedDays;
    };
    return failOrPass(
      listed.flatMap(({ entries, label }): readonly Violation[] => {
        const inUse = entries.some((item) => item.lastUsedAt !== null && !isStale(item));
        if (!inUse) return [];
        return entries.filter(isStale).map((item) => ({
          at: item.at,
          because: `${label} is in use, but ${
            item.lastUsedAt === null ? 'has never called' : `has not called since ${item.lastUsedAt.slice(0, 10)}`
          } from ${item.entry}, which its list still admits.`,
        }));
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask whose addresses these are, and whether something there runs rarely.',
      'Delete the entry from the access list of the key or account; it can be made again within a minute.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'every entry is used', resources: { 'api-key': [key], 'api-key-access-list-entry': [entry, other] } },
      {
        name: 'a new entry',
        resources: {
          'api-key': [key],
          'api-key-access-list-entry': [entry, { ...other, created: '2026-11-20T10:00:00Z', lastUsed: null }],
        },
      },
      {
        name: 'nobody uses the key at all, which another control judges',
        resources: {
          'api-key': [key],
          'api-key-access-list-entry': [
            { ...entry, lastUsed: '2026-03-01T10:00:00Z' },
            { ...other, lastUsed: null },
          ],
        },
      },
      {
        name: 'Atlas does not say when it was made',
        resources: {
          'service-account': [account],
          'service-account-access-list-entry': [
            accountEntry,
            { ...accountEntry, entry: '198.51.100.0/24', createdAt: null, lastUsedAt: null },
          ],
        },
      },
    ],
    fail: [
      {
        name: 'never used',
        resources: { 'api-key': [key], 'api-key-access-list-entry': [entry, { ...other, lastUsed: null }] },
      },
      {
        name: 'of a service account, used in spring',
        resources: {
          'service-account': [account],
          'service-account-access-list-entry': [
            accountEntry,
            { ...accountEntry, entry: '198.51.100.0/24', lastUsedAt: '2026-04-01T10:00:00Z' },
          ],
        },
      },
    ],
    notApplicable: [{ name: 'no list', resources: { 'api-key': [key] } }],
  },
});

import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, parseInstant } from '../../core/instant.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';
import { apiKeyLabel } from '../api-credentials.ts';

const UNUSED_DAYS = 90;

const key = apiKey.examples[0] as ApiKey;
const entry: ApiKeyAccessListEntry = {
  ...(apiKeyAccessListEntry.examples[0] as ApiKeyAccessListEntry),
  apiKeyId: key.id,
  created: '2026-01-10T10:00:00Z',
};
const used = (...uses: readonly (string | null)[]) => ({
  'api-key': [key],
  'api-key-access-list-entry': uses.map((lastUsed, index) => ({
    ...entry,
    entry: `203.0.113.${index}/32`,
    lastUsed,
  })),
});

export default defineControl({
  id: 'authentication/no-unused-api-key',
  title: 'Every API key is in use',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An API key never expires, so one that nobody uses stays an open door for as long as nobody looks. Atlas keeps the last use of each ' +
    'entry of its access list; without entries it says nothing. The option unusedDays says what is long.',
  sources: ['listOrgApiKeys', 'listOrgApiKeyAccessListEntries'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:7.2.5.1',
    'nist-800-53:AC-2(3)',
    'csa-ccm:IAM-08',
    'cis:5.3',
    'ism:ISM-1404',
  ],
  reads: ['api-key', 'api-key-access-list-entry'],
  options: { unusedDays: UNUSED_DAYS },
  evaluate({ 'api-key': keys, 'api-key-access-list-entry': entries }, { now, options }) {
    if (keys.length === 0) return { status: 'not-applicable', because: 'The organization has no API key.' };
    const unusedDays = typeof options.unusedDays === 'number' ? options.unusedDays : UNUSED_DAYS;
    const untold: string[] = [];
    const violations = keys.flatMap((item): readonly Violation[] => {
      const own = entries.filter(({ apiKeyId }) => apiKeyId === item.id);
      const uses = own.flatMap(({ lastUsed }) => parseInstant(lastUsed ?? '') ?? []).sort();
      // An entry that is younger than the time in question proves nothing: it may have replaced one that was in use.
      const made = own.flatMap(({ created }) => parseInstant(created ?? '') ?? []).sort();
      const since = uses.at(-1) ?? made.at(-1);
      if (since === undefined) {
        untold.push(`"${item.description}"`);
        return [];
      }
      if ([since, ...made].some((moment) => daysBetween(moment, now) <= unusedDays)) return [];
      const when =
        uses.length === 0 ? 'was never used from any address on its list' : `was last used on ${since.slice(0, 10)}`;
      const owns = item.roles.some(({ role }) => role === 'ORG_OWNER');
      return [
        {
          at: apiKey.address(item),
          because: `${apiKeyLabel(item)} ${when}, and still works.`,
          ...(owns ? { severity: 'high' as const } : {}),
        },
      ];
    });
    if (violations.length === 0 && untold.length > 0)
      return {
        status: 'unknown',
        because: `Atlas does not say when ${untold.join(', ')} was used: it has no access list.`,
      };
    return failOrPass(violations);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask the owner of the key whether something runs rarely (a yearly job, an emergency procedure).',
      'Delete the key. Where it is still needed, let a service account with a secret that ends take its place.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'used yesterday', resources: used('2026-11-23T12:00:00Z') },
      { name: 'one of its entries is used', resources: used(null, '2026-10-01T12:00:00Z') },
      {
        name: 'made last week',
        resources: {
          'api-key': [key],
          'api-key-access-list-entry': [{ ...entry, created: '2026-11-17T10:00:00Z', lastUsed: null }],
        },
      },
      {
        name: 'an entry of last week beside an old one',
        resources: {
          'api-key': [key],
          'api-key-access-list-entry': [
            { ...entry, lastUsed: '2026-04-01T12:00:00Z' },
            { ...entry, entry: '203.0.113.77/32', created: '2026-11-17T10:00:00Z', lastUsed: null },
          ],
        },
      },
    ],
    fail: [
      { name: 'used in spring', resources: used('2026-04-01T12:00:00Z') },
      { name: 'never used', resources: used(null, null) },
      {
        name: 'an unused key beside one that Atlas says nothing of',
        resources: {
          ...used(null),
          'api-key': [key, { ...key, id: '6600000000000000000000a2', publicKey: 'asdfghjk' }],
        },
      },
    ],
    notApplicable: [{ name: 'no key', resources: {} }],
  },
});

import { addressSetOf, admitsStrangers } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';

const entry = apiKeyAccessListEntry.examples[0] as ApiKeyAccessListEntry;
const key: ApiKey = apiKey.examples.find((candidate) => candidate.id === entry.apiKeyId) ?? {
  ...(apiKey.examples[0] as ApiKey),
  id: entry.apiKeyId,
};

export default defineControl({
  id: 'authentication/api-key-has-access-list',
  title: 'Every API key works only from addresses on its own access list',
  layer: 'authentication',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A key without entries works from anywhere (unless the organization requires entries, when it does not work at all), and so does one whose ' +
    'entries span the internet. The organization’s own requirement does not look at how wide a list is.',
  sources: ['listOrgApiKeyAccessListEntries', 'https://www.mongodb.com/docs/atlas/configure-api-access/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.5', 'nist-800-53:AC-17', 'ism:ISM-1182', 'ism:ISM-2015'],
  reads: ['api-key', 'api-key-access-list-entry'],
  evaluate({ 'api-key': keys, 'api-key-access-list-entry': entries }) {
    return failOrPass(
      keys.flatMap((candidate): readonly Violation[] => {
        const own = entries.filter((item) => item.apiKeyId === candidate.id).map((item) => item.entry);
        const name = `API key "${candidate.description}" (${candidate.publicKey})`;
        const at = apiKey.address(candidate);
        if (own.length === 0) return [{ at, because: `${name} has no access list entry.` }];
        if (!admitsStrangers(addressSetOf(own))) return [];
        return [{ at, because: `${name} works from a large part of the internet: ${own.join(', ')}.` }];
      }),
      keys.length === 0 ? 'The organization has no API key.' : undefined,
    );
  },
  remedy({ 'api-key': keys }) {
    const names = keys.map((item) => `"${item.description}"`).join(', ');
    return {
      type: 'needs',
      needs: [{ what: `From which addresses are the API keys ${names} used?`, where: 'outside' }],
    };
  },
  examples: {
    pass: [{ resources: { 'api-key': [key], 'api-key-access-list-entry': [{ ...entry, entry: '203.0.113.0/24' }] } }],
    fail: [
      { name: 'no entry', resources: { 'api-key': [key] } },
      {
        name: 'two halves of the internet',
        resources: {
          'api-key': [key],
          'api-key-access-list-entry': [
            { ...entry, entry: '0.0.0.0/1' },
            { ...entry, entry: '128.0.0.0/1' },
          ],
        },
      },
    ],
  },
});

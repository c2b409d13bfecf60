import { addressSetOf, admitsStrangers } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import serviceAccountAccessListEntry from '../../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../../resources/service-account-access-list-entry/model.ts';
import { apiCredentials, CREDENTIAL_KINDS } from '../api-credentials.ts';
import { isBroad } from '../broad-range.ts';

const key = apiKey.examples[0] as ApiKey;
const entry: ApiKeyAccessListEntry = {
  ...(apiKeyAccessListEntry.examples[0] as ApiKeyAccessListEntry),
  apiKeyId: key.id,
};
const listed = (...ranges: readonly string[]) => ({
  'api-key': [key],
  'api-key-access-list-entry': ranges.map((range) => ({ ...entry, entry: range })),
});
const account = serviceAccount.examples[0] as ServiceAccount;
const accountEntry: ServiceAccountAccessListEntry = {
  ...(serviceAccountAccessListEntry.examples[0] as ServiceAccountAccessListEntry),
  clientId: account.clientId,
};

export default defineControl({
  id: 'authentication/no-broad-api-access-list-entry',
  title: 'No entry of an API access list is broader than one network needs',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A pipeline calls from a handful of addresses. A range of thousands belongs to a cloud provider or a carrier, and so to whoever rents an ' +
    'address there. With medium risk tolerance an IPv4 entry may be a /20, with low a /24, with high a /16; the options broadestIpv4Prefix and ' +
    'broadestIpv6Prefix set it exactly.',
  sources: [
    'listOrgApiKeyAccessListEntries',
    'listOrgServiceAccountAccessList',
    'https://www.mongodb.com/docs/atlas/configure-api-access/',
  ],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'hipaa:164.312(a)(1)',
    'pci-dss:1.3.1',
    'nist-800-53:AC-17(3)',
    'csa-ccm:IAM-16',
    'ism:ISM-1182',
  ],
  reads: CREDENTIAL_KINDS,
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'high' : 'medium'),
  evaluate(input, context) {
    const credentials = apiCredentials(input).filter(({ entries }) => entries.length > 0);
    if (credentials.length === 0)
      return { status: 'not-applicable', because: 'No API key and no service account has an access list.' };
    return failOrPass(
      credentials
        // Where a list admits strangers as a whole, the controls of keys and of service accounts speak.
        .filter(({ entries }) => !admitsStrangers(addressSetOf(entries.map((item) => item.entry))))
        .flatMap(({ entries, label }): readonly Violation[] =>
          entries
            .filter((item) => isBroad(addressSetOf([item.entry]), context))
            .map((item) => ({ at: item.at, because: `${label} works from every address of ${item.entry}.` })),
        ),
    );
  },
  remedy(input, context) {
    const broad = apiCredentials(input).flatMap(({ entries, label }) =>
      entries.filter((item) => isBroad(addressSetOf([item.entry]), context)).map((item) => ({ label, item })),
    );
    return {
      type: 'needs',
      needs: broad.map(({ label, item }) => ({
        what: `From which addresses of ${item.entry} is it used: ${label}?${
          item.lastUsedAddress === null ? '' : ` The last call came from ${item.lastUsedAddress}.`
        }`,
        where: 'outside',
      })),
    };
  },
  examples: {
    pass: [
      { name: 'one address', resources: listed('203.0.113.25/32') },
      { name: 'the broadest that medium tolerance takes', resources: listed('203.0.112.0/20') },
      { name: 'the internet, which another control judges', resources: listed('0.0.0.0/1', '128.0.0.0/1') },
    ],
    fail: [
      { name: 'a carrier', resources: listed('203.0.113.25/32', '203.0.0.0/16') },
      { name: 'a /20 with low tolerance', resources: listed('203.0.112.0/20'), profile: { riskTolerance: 'low' } },
      {
        name: 'IPv6, of a service account',
        resources: {
          'service-account': [account],
          'service-account-access-list-entry': [{ ...accountEntry, entry: '2001:db8::/32' }],
        },
      },
    ],
    notApplicable: [{ name: 'no list', resources: { 'service-account': [account] } }],
  },
});

import { addressSetOf, covers } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import serviceAccountAccessListEntry from '../../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../../resources/service-account-access-list-entry/model.ts';
import { type ApiCredential, apiCredentials, CREDENTIAL_KINDS, type CredentialEntry } from '../api-credentials.ts';
import { knownAddresses } from '../known-addresses.ts';

interface Use {
  readonly credential: ApiCredential;
  readonly entry: CredentialEntry;
  readonly from: string;
}

function uses(credentials: readonly ApiCredential[]): readonly Use[] {
  return credentials.flatMap((credential) =>
    credential.entries.flatMap((entry) =>
      entry.lastUsedAddress === null ? [] : [{ credential, entry, from: entry.lastUsedAddress }],
    ),
  );
}

const key = apiKey.examples[0] as ApiKey;
const entry: ApiKeyAccessListEntry = {
  ...(apiKeyAccessListEntry.examples[0] as ApiKeyAccessListEntry),
  apiKeyId: key.id,
  entry: '203.0.113.0/24',
  lastUsed: '2026-11-23T10:00:00Z',
  lastUsedAddress: '203.0.113.25',
};
const resources = { 'api-key': [key], 'api-key-access-list-entry': [entry] };
const account = serviceAccount.examples[0] as ServiceAccount;
const accountEntry: ServiceAccountAccessListEntry = {
  ...(serviceAccountAccessListEntry.examples[0] as ServiceAccountAccessListEntry),
  clientId: account.clientId,
  entry: '2001:db8::/32',
  lastUsedAddress: '2001:db8::7',
};
const office = { name: 'office', cidrs: ['203.0.113.0/28'] };

export default defineControl({
  id: 'authentication/api-credential-used-from-known-network',
  title: 'Every API credential was last used from an address that you know',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas keeps the address of the last call for each entry of an access list. One that belongs to no network and no client of the profile is a ' +
    'client that nobody wrote down, or somebody who should not have the credential.',
  sources: ['listOrgApiKeyAccessListEntries', 'listOrgServiceAccountAccessList'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.16',
    'hipaa:164.308(a)(1)(ii)(D)',
    'pci-dss:10.4.1',
    'nist-800-53:SI-4',
    'csa-ccm:LOG-05',
    'ism:ISM-1907',
  ],
  reads: CREDENTIAL_KINDS,
  notApplicable: ({ profile }) =>
    knownAddresses(profile) === undefined ? 'The profile names no network and no address of a client.' : undefined,
  evaluate(input, { profile }) {
    const known = knownAddresses(profile);
    const found = uses(apiCredentials(input));
    if (known === undefined || found.length === 0)
      return { status: 'not-applicable', because: 'Atlas names no address that an API credential was used from.' };
    return failOrPass(
      found.flatMap(({ credential, entry: item, from }): readonly Violation[] =>
        covers(known, addressSetOf([from]))
          ? []
          : [
              {
                at: item.at,
                because: `${credential.label} was last used from ${from}${
                  item.lastUsedAt === null ? '' : ` on ${item.lastUsedAt.slice(0, 10)}`
                }, which is no address that the profile names.`,
              },
            ],
      ),
    );
  },
  remedy(input, { profile }) {
    const known = knownAddresses(profile);
    return {
      type: 'needs',
      needs: uses(apiCredentials(input))
        .filter(({ from }) => known !== undefined && !covers(known, addressSetOf([from])))
        .map(({ credential, from }) => ({
          what: `Whose address is ${from}? If it is yours, name it; if nobody knows it, revoke the credential: ${credential.label}.`,
          where: 'knownNetworks',
        })),
    };
  },
  examples: {
    pass: [
      {
        name: 'from the office',
        resources,
        profile: { knownNetworks: [{ ...office, cidrs: ['203.0.113.0/24'] }] },
      },
      {
        name: 'from a client that the profile names',
        resources,
        profile: { knownClients: [{ name: 'pipeline', addresses: ['203.0.113.25'], credential: key.publicKey }] },
      },
    ],
    fail: [
      { name: 'from elsewhere in its range', resources, profile: { knownNetworks: [office] } },
      {
        name: 'over IPv6',
        resources: { 'service-account': [account], 'service-account-access-list-entry': [accountEntry] },
        profile: { knownNetworks: [office] },
      },
    ],
    notApplicable: [
      { name: 'a profile without networks', resources },
      {
        name: 'never used',
        resources: {
          'api-key': [key],
          'api-key-access-list-entry': [{ ...entry, lastUsed: null, lastUsedAddress: null }],
        },
        profile: { knownNetworks: [office] },
      },
    ],
  },
});

import { addressSetOf, covers } from '../../core/cidr.ts';
import {
  type ControlContext,
  type ControlInput,
  defineControl,
  failOrPass,
  type Violation,
} from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import serviceAccountAccessListEntry from '../../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../../resources/service-account-access-list-entry/model.ts';
import { apiCredentials, type CredentialEntry } from '../api-credentials.ts';
import { GRANTING_KINDS, grantingCredentials, isOneAddress, unnamedEntries } from '../data-granting-credentials.ts';
import { knownAddresses } from '../known-addresses.ts';

type Input = ControlInput<(typeof GRANTING_KINDS)[number]>;

interface Use {
  readonly label: string;
  readonly item: CredentialEntry;
  readonly from: string;
}

/** From where credentials were last used. */
function usesOf(input: Input): readonly Use[] {
  return apiCredentials(input).flatMap(({ entries, label }) =>
    entries.flatMap((item) => (item.lastUsedAddress === null ? [] : [{ label, item, from: item.lastUsedAddress }])),
  );
}

/** The uses from addresses that nobody has named, without those of entries that authentication/data-granting-credential-from-known-network asks about. */
function strangeUses(input: Input, context: ControlContext): readonly Use[] {
  const known = knownAddresses(context.profile);
  if (known === undefined) return [];
  const askedAbout = new Set(
    grantingCredentials(input).flatMap((credential) => unnamedEntries(credential, known, context).map(({ at }) => at)),
  );
  return usesOf(input).filter(({ item, from }) => !covers(known, addressSetOf([from])) && !askedAbout.has(item.at));
}

const [owning] = apiKey.examples as readonly [ApiKey];
const key: ApiKey = { ...owning, roles: [{ role: 'ORG_READ_ONLY', orgId: owning.orgId }] };
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
    'client that nobody wrote down, or somebody who should not have the credential. Where the list admits that one address alone, it weighs less.',
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
  reads: GRANTING_KINDS,
  notApplicable: ({ profile }) =>
    knownAddresses(profile) === undefined ? 'The profile names no network and no address of a client.' : undefined,
  evaluate(input, context) {
    if (usesOf(input).length === 0)
      return { status: 'not-applicable', because: 'Atlas names no address that an API credential was used from.' };
    return failOrPass(
      strangeUses(input, context).map(({ label, item, from }): Violation => {
        const when = item.lastUsedAt === null ? '' : ` on ${item.lastUsedAt.slice(0, 10)}`;
        return {
          at: item.at,
          because: `${label} was last used from ${from}${when}, which is no address that the profile names.`,
          ...(isOneAddress(item.entry) ? { severity: 'low' as const } : {}),
        };
      }),
    );
  },
  remedy: (input, context) => ({
    type: 'needs',
    needs: strangeUses(input, context).map(({ label, from }) => ({
      what: `Whose address is ${from}? If it is yours, name it; if nobody knows it, revoke the credential: ${label}.`,
      where: 'knownNetworks',
    })),
  }),
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
      {
        name: 'one that makes database users, whose list another control asks about',
        resources: { ...resources, 'api-key': [{ ...key, roles: [{ role: 'ORG_OWNER', orgId: key.orgId }] }] },
        profile: { knownNetworks: [office] },
      },
    ],
    fail: [
      { name: 'from elsewhere in its range', resources, profile: { knownNetworks: [office] } },
      {
        name: 'from the one address that its list admits',
        resources: { 'api-key': [key], 'api-key-access-list-entry': [{ ...entry, entry: '203.0.113.25/32' }] },
        profile: { knownNetworks: [office] },
      },
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

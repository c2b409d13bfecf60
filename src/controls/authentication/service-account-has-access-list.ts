import { addressSetOf, admitsStrangers, blocksOfSet, difference, publicSizeOf } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import type { Profile } from '../../core/profile.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import accessListEntry from '../../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../../resources/service-account-access-list-entry/model.ts';

const account = serviceAccount.examples[0] as ServiceAccount;
const entry: ServiceAccountAccessListEntry = {
  ...(accessListEntry.examples[0] as ServiceAccountAccessListEntry),
  orgId: account.orgId,
  clientId: account.clientId,
  entry: '203.0.113.0/24',
};

type Account = Pick<ServiceAccount, 'clientId'>;

function listOf({ clientId }: Account, entries: readonly ServiceAccountAccessListEntry[]) {
  return entries.filter((candidate) => candidate.clientId === clientId);
}

/** From where the account is used, as far as somebody has said so; an address of everybody's says nothing. */
function addressesOf({ clientId }: Account, { knownClients }: Profile): readonly string[] {
  const addresses = knownClients
    .filter(({ credential }) => credential === clientId)
    .flatMap((client) => client.addresses);
  return admitsStrangers(addressSetOf(addresses)) ? [] : addresses;
}

function admitsAnybody(own: readonly ServiceAccountAccessListEntry[]): boolean {
  return own.length === 0 || admitsStrangers(addressSetOf(own.map((listed) => listed.entry)));
}

/** The widest entries, until what is left and what is known do not admit strangers any more. */
function tooWide(own: readonly ServiceAccountAccessListEntry[], known: readonly string[]) {
  const size = ({ entry: range }: ServiceAccountAccessListEntry) => publicSizeOf(addressSetOf([range]));
  const rest = [...own].sort((a, b) => Number(size(b).v4 - size(a).v4) || Number(size(b).v6 - size(a).v6));
  const wide: ServiceAccountAccessListEntry[] = [];
  while (admitsStrangers(addressSetOf([...rest.map((listed) => listed.entry), ...known]))) {
    const widest = rest.shift();
    if (widest === undefined) break;
    wide.push(widest);
  }
  return wide;
}

export default defineControl({
  id: 'authentication/service-account-has-access-list',
  title: 'Every service account works only from addresses on its own access list',
  layer: 'authentication',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Without entries, whoever has the secret can use the account from anywhere. Entries that span the internet are as good as none, ' +
    'and the organization’s own requirement does not look at how wide they are.',
  sources: ['listOrgServiceAccountAccessList', 'https://www.mongodb.com/docs/atlas/configure-api-access/'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.1',
    'nist-800-53:AC-17',
    'csa-ccm:IAM-16',
    'ism:ISM-1182',
    'ism:ISM-2015',
  ],
  reads: ['service-account', 'service-account-access-list-entry'],
  evaluate({ 'service-account': accounts, 'service-account-access-list-entry': entries }) {
    return failOrPass(
      accounts.flatMap((item): readonly Violation[] => {
        const own = listOf(item, entries).map((listed) => listed.entry);
        const name = `Service account "${item.name}" (${item.clientId})`;
        const at = serviceAccount.address(item);
        if (own.length === 0) return [{ at, because: `${name} has no access list entry.` }];
        if (!admitsStrangers(addressSetOf(own))) return [];
        return [{ at, because: `${name} works from a large part of the internet: ${own.join(', ')}.` }];
      }),
      accounts.length === 0 ? 'The organization has no service account.' : undefined,
    );
  },
  remedy({ 'service-account': accounts, 'service-account-access-list-entry': entries }, { profile }) {
    const open = accounts.filter((item) => admitsAnybody(listOf(item, entries)));
    const unnamed = open.filter((item) => addressesOf(item, profile).length === 0);
    if (unnamed.length > 0) {
      const names = unnamed.map(({ name, clientId }) => `"${name}" (${clientId})`).join(', ');
      const what = `From which addresses are the service accounts ${names} used? Name what uses them, with its addresses and the client id as its credential.`;
      return { type: 'needs', needs: [{ what, where: 'knownClients' }] };
    }
    return {
      type: 'changes',
      changes: open.flatMap((item) => {
        const { orgId, clientId, name } = item;
        const known = addressesOf(item, profile);
        const wide = tooWide(listOf(item, entries), known);
        const kept = listOf(item, entries).filter((listed) => !wide.includes(listed));
        const missing = difference(addressSetOf(known), addressSetOf(kept.map((listed) => listed.entry)));
        const unused = { createdAt: null, requestCount: 0, lastUsedAt: null, lastUsedAddress: null };
        return [
          ...blocksOfSet(missing).map((block) =>
            accessListEntry.create(
              { orgId, clientId, entry: block, ...unused },
              `A known client uses the service account "${name}" from here.`,
            ),
          ),
          ...wide.map((listed) =>
            accessListEntry.delete(listed, `Closes ${listed.entry}, once what is known has its own entry.`),
          ),
        ];
      }),
    };
  },
  examples: {
    pass: [{ resources: { 'service-account': [account], 'service-account-access-list-entry': [entry] } }],
    fail: [
      { name: 'no entry', resources: { 'service-account': [account] } },
      {
        name: 'two halves of the internet',
        resources: {
          'service-account': [account],
          'service-account-access-list-entry': [
            { ...entry, entry: '0.0.0.0/1' },
            { ...entry, entry: '128.0.0.0/1' },
          ],
        },
      },
      {
        name: 'no entry, and a client that says where it calls from',
        resources: { 'service-account': [account] },
        profile: { knownClients: [{ name: 'ci', addresses: ['203.0.113.25'], credential: account.clientId }] },
      },
      {
        name: 'half of the internet, and a client that has its own entry',
        resources: {
          'service-account': [account],
          'service-account-access-list-entry': [entry, { ...entry, entry: '0.0.0.0/1' }],
        },
        profile: { knownClients: [{ name: 'ci', addresses: ['203.0.113.25'], credential: account.clientId }] },
      },
      {
        name: 'ranges that are wide together only, and a client without an entry',
        resources: {
          'service-account': [account],
          'service-account-access-list-entry': ['11', '12', '13', '14', '15', '16', '17', '18', '19', '20'].map(
            (first) => ({ ...entry, entry: `${first}.0.0.0/8` }),
          ),
        },
        profile: { knownClients: [{ name: 'ci', addresses: ['203.0.113.25'], credential: account.clientId }] },
      },
    ],
  },
});

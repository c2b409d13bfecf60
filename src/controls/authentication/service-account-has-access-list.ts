import { addressSetOf, admitsStrangers } from '../../core/cidr.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
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
        const own = entries.filter(({ clientId }) => clientId === item.clientId).map((listed) => listed.entry);
        const name = `Service account "${item.name}" (${item.clientId})`;
        const at = serviceAccount.address(item);
        if (own.length === 0) return [{ at, because: `${name} has no access list entry.` }];
        if (!admitsStrangers(addressSetOf(own))) return [];
        return [{ at, because: `${name} works from a large part of the internet: ${own.join(', ')}.` }];
      }),
      accounts.length === 0 ? 'The organization has no service account.' : undefined,
    );
  },
  remedy({ 'service-account': accounts }) {
    const names = accounts.map(({ name }) => `"${name}"`).join(', ');
    return {
      type: 'needs',
      needs: [{ what: `From which addresses are the service accounts ${names} used?`, where: 'outside' }],
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
    ],
  },
});

import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import apiKeyAccessListEntry from '../../resources/api-key-access-list-entry/index.ts';
import type { ApiKeyAccessListEntry } from '../../resources/api-key-access-list-entry/model.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import serviceAccountAccessListEntry from '../../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../../resources/service-account-access-list-entry/model.ts';
import serviceAccountAssignment from '../../resources/service-account-assignment/index.ts';
import type { ServiceAccountAssignment } from '../../resources/service-account-assignment/model.ts';
import { GRANTING_KINDS, grantingCredentials, isOneAddress, unnamedEntries } from '../data-granting-credentials.ts';
import { knownAddresses } from '../known-addresses.ts';

const key: ApiKey = {
  ...(apiKey.examples[0] as ApiKey),
  roles: [{ role: 'GROUP_DATABASE_ACCESS_ADMIN', projectId: '650000000000000000000001' }],
};
const entry: ApiKeyAccessListEntry = {
  ...(apiKeyAccessListEntry.examples[0] as ApiKeyAccessListEntry),
  apiKeyId: key.id,
  entry: '203.0.113.25/32',
};
const ofKey = { 'api-key': [key], 'api-key-access-list-entry': [entry] };
const account = serviceAccount.examples[0] as ServiceAccount;
const ofAccount = {
  'service-account': [account],
  'service-account-assignment': [
    { ...(serviceAccountAssignment.examples[0] as ServiceAccountAssignment), clientId: account.clientId },
  ],
  'service-account-access-list-entry': [
    {
      ...(serviceAccountAccessListEntry.examples[0] as ServiceAccountAccessListEntry),
      clientId: account.clientId,
      entry: '192.0.2.0/28',
    },
  ],
};
const office = { knownNetworks: [{ name: 'office', cidrs: ['203.0.113.0/24'] }] };

export default defineControl({
  id: 'authentication/data-granting-credential-from-known-network',
  title: 'A credential that can give itself data works from networks that you know only',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An API key or service account that makes database users is one call away from all data. Its access list is then the outer wall of the database, and ' +
    'an address on it that belongs to no network and no client of the profile is a gate that nobody watches. A single address weighs less than a range: ' +
    'somebody knew whose it is.',
  sources: [
    'createGroupDatabaseUser',
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
    'ism:ISM-1883',
  ],
  reads: GRANTING_KINDS,
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'high' : 'medium'),
  notApplicable: ({ profile }) =>
    knownAddresses(profile) === undefined ? 'The profile names no network and no address of a client.' : undefined,
  evaluate(input, context) {
    const known = knownAddresses(context.profile);
    const granting = grantingCredentials(input);
    if (known === undefined || granting.length === 0)
      return { status: 'not-applicable', because: 'No API key and no service account can make database users.' };
    return failOrPass(
      granting.flatMap((credential): readonly Violation[] =>
        unnamedEntries(credential, known, context).map((item) => ({
          at: item.at,
          because: `${credential.label} can make database users (${credential.roles.join(', ')}) from ${item.entry}, which the profile does not name.`,
          ...(isOneAddress(item.entry) && context.profile.riskTolerance !== 'low' ? { severity: 'low' as const } : {}),
        })),
      ),
    );
  },
  remedy(input, context) {
    const known = knownAddresses(context.profile);
    return {
      type: 'needs',
      needs: grantingCredentials(input).flatMap((credential) =>
        (known === undefined ? [] : unnamedEntries(credential, known, context)).map((item) => ({
          what: `Whose network is ${item.entry}? If it is yours, name it; if not, take it off the access list: ${credential.label}.`,
          where: 'knownNetworks',
        })),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'from the office', resources: ofKey, profile: office },
      {
        name: 'from a client that the profile names',
        resources: ofAccount,
        profile: { knownClients: [{ name: 'pipeline', addresses: ['192.0.2.0/28'], credential: account.clientId }] },
      },
      { name: 'no list, which another control judges', resources: { 'api-key': [key] }, profile: office },
      {
        name: 'a broad entry, which another control judges',
        resources: { 'api-key': [key], 'api-key-access-list-entry': [{ ...entry, entry: '198.51.0.0/16' }] },
        profile: office,
      },
    ],
    fail: [
      { name: 'a service account from elsewhere', resources: ofAccount, profile: office },
      {
        name: 'a range that is wider than the network',
        resources: { 'api-key': [key], 'api-key-access-list-entry': [{ ...entry, entry: '203.0.112.0/23' }] },
        profile: office,
      },
      {
        name: 'an owner of the organization',
        resources: {
          'api-key': [{ ...key, roles: [{ role: 'ORG_OWNER', orgId: key.orgId }] }],
          'api-key-access-list-entry': [{ ...entry, entry: '198.51.100.9/32' }],
        },
        profile: office,
      },
    ],
    notApplicable: [
      { name: 'a profile without networks', resources: ofKey },
      {
        name: 'a key that only reads',
        resources: { ...ofKey, 'api-key': [{ ...key, roles: [{ role: 'ORG_READ_ONLY', orgId: key.orgId }] }] },
        profile: office,
      },
    ],
  },
});

import { addressSetOf, admitsStrangers, covers } from '../../core/cidr.ts';
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
import { apiCredentials, CREDENTIAL_KINDS } from '../api-credentials.ts';
import { knownAddresses } from '../known-addresses.ts';
import { MAKES_DATABASE_USERS } from '../project-roles.ts';

/** Roles of the organization or of a project that make database users. */
const GRANTS: readonly string[] = ['ORG_OWNER', 'ORG_STREAM_PROCESSING_ADMIN', ...MAKES_DATABASE_USERS];

/** For each credential, its roles that make database users. */
function grantingRoles(
  keys: readonly ApiKey[],
  accounts: readonly ServiceAccount[],
  assignments: readonly ServiceAccountAssignment[],
): ReadonlyMap<string, readonly string[]> {
  const granting = (roles: readonly string[]) => [...new Set(roles.filter((role) => GRANTS.includes(role)))].sort();
  return new Map([
    ...keys.map(({ publicKey, roles }) => [publicKey, granting(roles.map(({ role }) => role))] as const),
    ...accounts.map(({ clientId, roles }) => {
      const inProjects = assignments.filter((each) => each.clientId === clientId).flatMap((each) => each.roles);
      return [clientId, granting([...roles, ...inProjects])] as const;
    }),
  ]);
}

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
  severity: 'high',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An API key or service account that makes database users is one call away from all data. Its access list is then the outer wall of the database, and ' +
    'an address on it that belongs to no network and no client of the profile is a gate that nobody watches.',
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
  reads: [...CREDENTIAL_KINDS, 'service-account-assignment'],
  notApplicable: ({ profile }) =>
    knownAddresses(profile) === undefined ? 'The profile names no network and no address of a client.' : undefined,
  evaluate(input, { profile }) {
    const known = knownAddresses(profile);
    const roles = grantingRoles(input['api-key'], input['service-account'], input['service-account-assignment']);
    const granting = apiCredentials(input).filter(({ id }) => (roles.get(id) ?? []).length > 0);
    if (known === undefined || granting.length === 0)
      return { status: 'not-applicable', because: 'No API key and no service account can make database users.' };
    return failOrPass(
      granting
        // A list that is missing, or that admits strangers, is what the controls of keys and of service accounts speak of.
        .filter(
          ({ entries }) => entries.length > 0 && !admitsStrangers(addressSetOf(entries.map((item) => item.entry))),
        )
        .flatMap(({ id, label, entries }): readonly Violation[] =>
          entries
            .filter((item) => !covers(known, addressSetOf([item.entry])))
            .map((item) => ({
              at: item.at,
              because: `${label} can make database users (${(roles.get(id) ?? []).join(', ')}) from ${item.entry}, which the profile does not name.`,
            })),
        ),
    );
  },
  remedy(input, { profile }) {
    const known = knownAddresses(profile);
    const roles = grantingRoles(input['api-key'], input['service-account'], input['service-account-assignment']);
    return {
      type: 'needs',
      needs: apiCredentials(input)
        .filter(({ id }) => (roles.get(id) ?? []).length > 0)
        .flatMap(({ label, entries }) =>
          entries
            .filter((item) => known !== undefined && !covers(known, addressSetOf([item.entry])))
            .map((item) => ({
              what: `Whose network is ${item.entry}? If it is yours, name it; if not, take it off the access list: ${label}.`,
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

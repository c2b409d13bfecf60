/** API keys and service accounts that can make database users, and from where: their access list is the outer wall of the data. */
import { type AddressSet, addressSetOf, admitsStrangers, covers, sizeOf } from '../core/cidr.ts';
import type { ControlContext, ControlInput } from '../core/control.ts';
import { type ApiCredential, apiCredentials, CREDENTIAL_KINDS, type CredentialEntry } from './api-credentials.ts';
import { isBroad } from './broad-range.ts';
import { MAKES_DATABASE_USERS } from './project-roles.ts';

/** What is read of them. */
export const GRANTING_KINDS = [...CREDENTIAL_KINDS, 'service-account-assignment'] as const;

type Input = ControlInput<(typeof GRANTING_KINDS)[number]>;

/** A credential that can make database users, by these roles. */
export interface GrantingCredential extends ApiCredential {
  readonly roles: readonly string[];
}

/** Roles of the organization or of a project that make database users. */
const GRANTS: readonly string[] = ['ORG_OWNER', 'ORG_STREAM_PROCESSING_ADMIN', ...MAKES_DATABASE_USERS];

/** Every credential that can make database users, with the roles by which it can. */
export function grantingCredentials(input: Input): readonly GrantingCredential[] {
  const rolesOf = new Map<string, readonly string[]>([
    ...input['api-key'].map(({ publicKey, roles }) => [publicKey, roles.map(({ role }) => role)] as const),
    ...input['service-account'].map(({ clientId, roles }) => {
      const inProjects = input['service-account-assignment'].filter((each) => each.clientId === clientId);
      return [clientId, [...roles, ...inProjects.flatMap((each) => each.roles)]] as const;
    }),
  ]);
  return apiCredentials(input).flatMap((credential) => {
    const roles = [...new Set(rolesOf.get(credential.id) ?? [])].filter((role) => GRANTS.includes(role)).sort();
    return roles.length === 0 ? [] : [{ ...credential, roles }];
  });
}

/** The entries of such a credential's list that hold addresses which nobody has named. Lists that are missing or open, and entries that are broad, are findings of their own. */
export function unnamedEntries(
  { entries }: ApiCredential,
  known: AddressSet,
  context: Pick<ControlContext, 'options' | 'profile'>,
): readonly CredentialEntry[] {
  if (admitsStrangers(addressSetOf(entries.map(({ entry }) => entry)))) return [];
  return entries.filter(({ entry }) => {
    const admits = addressSetOf([entry]);
    return !isBroad(admits, context) && !covers(known, admits);
  });
}

/** One address on a list was put there by somebody who knew whose it is. */
export function isOneAddress(entry: string): boolean {
  const { v4, v6 } = sizeOf(addressSetOf([entry]));
  return v4 + v6 === 1n;
}

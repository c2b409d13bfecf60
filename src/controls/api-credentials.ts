/** API keys and service accounts side by side: what calls the Admin API, from where it may, and from where it did. */
import type { Address } from '../core/address.ts';
import type { ControlInput } from '../core/control.ts';
import apiKey from '../resources/api-key/index.ts';
import apiKeyAccessListEntry from '../resources/api-key-access-list-entry/index.ts';
import serviceAccount from '../resources/service-account/index.ts';
import serviceAccountAccessListEntry from '../resources/service-account-access-list-entry/index.ts';

/** One range that a credential may be used from. */
export interface CredentialEntry {
  readonly at: Address;
  readonly entry: string;
  readonly createdAt: string | null;
  /** Null: never. */
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
}

/** An API key or a service account. */
export interface ApiCredential {
  /** The public key or client id, as `knownClients` names it. */
  readonly id: string;
  readonly at: Address;
  /** At the beginning of a sentence: `API key "deploy" (abcdefgh)`. */
  readonly label: string;
  /** Empty: it may be used from anywhere, or from nowhere where the organization requires a list. */
  readonly entries: readonly CredentialEntry[];
}

/** What `apiCredentials` reads. */
export const CREDENTIAL_KINDS = [
  'api-key',
  'api-key-access-list-entry',
  'service-account',
  'service-account-access-list-entry',
] as const;

/** How an API key is called in a sentence. */
export function apiKeyLabel(key: { readonly description: string; readonly publicKey: string }): string {
  return `API key "${key.description}" (${key.publicKey})`;
}

/** How a service account is called in a sentence. */
export function serviceAccountLabel(account: { readonly name: string; readonly clientId: string }): string {
  return `Service account "${account.name}" (${account.clientId})`;
}

/** Every API key and service account of the organization with its own access list. */
export function apiCredentials(input: ControlInput<(typeof CREDENTIAL_KINDS)[number]>): readonly ApiCredential[] {
  return [
    ...input['api-key'].map((key) => ({
      id: key.publicKey,
      at: apiKey.address(key),
      label: apiKeyLabel(key),
      entries: input['api-key-access-list-entry']
        .filter(({ apiKeyId }) => apiKeyId === key.id)
        .map((item) => ({
          at: apiKeyAccessListEntry.address(item),
          entry: item.entry,
          createdAt: item.created,
          lastUsedAt: item.lastUsed,
          lastUsedAddress: item.lastUsedAddress,
        })),
    })),
    ...input['service-account'].map((account) => ({
      id: account.clientId,
      at: serviceAccount.address(account),
      label: serviceAccountLabel(account),
      entries: input['service-account-access-list-entry']
        .filter(({ clientId }) => clientId === account.clientId)
        .map((item) => ({
          at: serviceAccountAccessListEntry.address(item),
          entry: item.entry,
          createdAt: item.createdAt,
          lastUsedAt: item.lastUsedAt,
          lastUsedAddress: item.lastUsedAddress,
        })),
    })),
  ];
}

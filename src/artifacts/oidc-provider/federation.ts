import type { Kind, ModelOf } from '../../core/resource.ts';
import type { SnapshotIndex } from '../../core/snapshot.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';
import type { OidcIdentityProvider } from '../../resources/identity-provider/model.ts';

/** The kinds that it is put together from. */
export const FEDERATION_KINDS = [
  'organization',
  'project',
  'cluster',
  'user-security',
  'federation-settings',
  'identity-provider',
  'connected-organization',
] as const satisfies readonly Kind[];

/** What Atlas knows of an organization's federation. */
export interface Federation {
  readonly settings: ModelOf<'federation-settings'>;
  /** Providers for databases, of this and of sister organizations. */
  readonly providers: readonly OidcIdentityProvider[];
  /** How the organization is tied to it; undefined where that was not read. */
  readonly connection: ConnectedOrganization | undefined;
}

/** The federation of an organization; undefined where there is none, or where it was not read. */
export function federationOf(index: SnapshotIndex, orgId: string): Federation | undefined {
  const all = <K extends (typeof FEDERATION_KINDS)[number]>(kind: K) =>
    index.ofKind(kind).map(({ model }) => model as ModelOf<K>);
  const settings = all('federation-settings').find((one) => one.orgId === orgId);
  if (settings === undefined) return undefined;
  return {
    settings,
    providers: all('identity-provider').flatMap((provider) =>
      provider.protocol === 'OIDC' && provider.federationSettingsId === settings.id ? [provider] : [],
    ),
    connection: all('connected-organization').find(
      ({ federationSettingsId, connectedOrgId }) => federationSettingsId === settings.id && connectedOrgId === orgId,
    ),
  };
}

/** Whether the organization's databases take tokens of a provider. */
export function isConnected({ connection }: Federation, providerId: string): boolean {
  return connection?.dataAccessIdentityProviderIds.includes(providerId) === true;
}

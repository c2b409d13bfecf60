/** What features have in common that reach a customer's cloud through a cloud provider access role: for emulators. */
import { atlasError, type EmulatorGuard, type EmulatorReply, type EmulatorStore } from '../core/behaviour.ts';
import { type JsonObject, sameJson } from '../core/json.ts';

const ROLE = 'cloud-provider-access-role';

/** The features by which Atlas names what a role is used for (getGroupCloudProviderAccess, `featureType`). */
export type RoleFeature = 'ATLAS_LOG_INTEGRATION' | 'ENCRYPTION_AT_REST' | 'EXPORT_SNAPSHOT' | 'PUSH_BASED_LOG_EXPORT';

/**
 * The refusal of a role that Atlas cannot assume yet; undefined where nothing speaks against it. A role that the emulator does
 * not know is taken: recorded exchanges begin in projects whose roles they do not show. The status is documented, the sentence
 * is unconfirmed.
 */
export function roleRefusal(store: EmulatorStore, groupId: string, roleId: string): EmulatorReply | undefined {
  const role = store.get(ROLE, groupId, roleId);
  if (role?.wire.providerName !== 'AWS' || (role.wire.authorizedDate ?? null) !== null) return undefined;
  return atlasError(
    400,
    'CLOUD_PROVIDER_ACCESS_ROLE_NOT_AUTHORIZED',
    `The cloud provider access role ${roleId} is not authorized.`,
    [roleId],
  );
}

/** One use of a role: what of the feature uses it, as Atlas names it. */
export interface RoleUse {
  readonly roleId: string;
  readonly featureId: JsonObject;
}

/** How a feature uses roles. `usesOf` says which, as they stand in the store. */
export function roleUsage(
  feature: RoleFeature,
  usesOf: (store: EmulatorStore, groupId: string) => readonly RoleUse[],
): { note(store: EmulatorStore, groupId: string): void; readonly guard: EmulatorGuard } {
  return {
    note: (store, groupId) => noteUses(store, groupId, feature, usesOf(store, groupId)),
    // Atlas takes no role away that is in use (docs, cloud provider access); status, code and sentence are unconfirmed.
    guard: {
      on: ['deauthorizeGroupCloudProviderAccessRole'],
      check: ({ store, params }) => {
        const { groupId = '', roleId = '' } = params;
        if (!usesOf(store, groupId).some((use) => use.roleId === roleId)) return undefined;
        const sentence = `The cloud provider access role ${roleId} is in use by ${feature} and cannot be deauthorized.`;
        return atlasError(409, 'CANNOT_DEAUTHORIZE_ROLE_IN_USE', sentence, [roleId]);
      },
    },
  };
}

/** Notes at the project's roles which of them a feature uses now, and which no longer. */
function noteUses(store: EmulatorStore, groupId: string, feature: RoleFeature, uses: readonly RoleUse[]): void {
  for (const role of store.list(ROLE, groupId)) {
    const before = (role.wire.featureUsages ?? []) as readonly JsonObject[];
    const featureUsages = [
      ...before.filter(({ featureType }) => featureType !== feature),
      ...uses
        .filter(({ roleId }) => roleId === role.id)
        .map(({ featureId }) => ({ featureType: feature, featureId: { groupId, ...featureId } })),
    ];
    if (!sameJson(featureUsages, before)) store.put({ ...role, wire: { ...role.wire, featureUsages } });
  }
}

import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { FederationSettings } from './model.ts';

const KIND = 'federation-settings';

const PROVIDER = 'identity-provider';
const CONNECTED = 'connected-organization';
const MAPPING = 'role-mapping';

/** What an organization's settings say of its connection follows from the connection itself. */
function follow({ store, params }: EmulatorRequest): void {
  const federationId = params.federationSettingsId as string;
  const settings = store.find(KIND, federationId);
  if (settings === undefined) return;
  const connection = store.get(CONNECTED, federationId, settings.parent);
  const identityProviderId = connection?.wire.identityProviderId ?? null;
  const provider = store.list(PROVIDER, federationId).find(({ wire }) => wire.oktaIdpId === identityProviderId);
  const isConnected = identityProviderId !== null && provider !== undefined;
  store.put({
    ...settings,
    wire: {
      ...settings.wire,
      federatedDomains: isConnected ? provider.wire.associatedDomains : [],
      hasRoleMappings: store.list(MAPPING, `${federationId}/${settings.parent}`).length > 0,
      identityProviderId,
      identityProviderStatus: isConnected ? provider.wire.status : 'INACTIVE',
    },
  });
}

/** Providers, connections and mappings go with the federation; an organization that asks again gets a new one. */
function remove({ store, params }: EmulatorRequest): EmulatorReply {
  const federationId = params.federationSettingsId as string;
  const settings = store.find(KIND, federationId);
  if (settings === undefined) {
    // Unconfirmed: code and sentence.
    const detail = `No federation settings with ID ${federationId} exist.`;
    return atlasError(404, 'FEDERATION_SETTINGS_NOT_FOUND', detail, [federationId]);
  }
  if (store.list(CONNECTED, federationId).some(({ id }) => id !== settings.parent)) {
    // Documented; with which code is unconfirmed.
    const reason = 'other organizations are connected to the federation';
    const detail = `The request content produced the validation error: ${reason}.`;
    return atlasError(400, 'VALIDATION_ERROR', detail, [reason]);
  }
  store.removeWithin(federationId);
  store.remove(KIND, settings.parent, federationId);
  return { status: 204 };
}

export const emulator: EmulatorBehaviour<FederationSettings> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params, newId }) => {
        const orgId = params.orgId as string;
        const [existing] = store.list(KIND, orgId);
        if (existing !== undefined) return { status: 200, body: existing.wire };
        // An organization that never federated has settings of its own with an id, all at their defaults (recorded).
        const id = newId();
        const wire = {
          federatedDomains: [],
          hasRoleMappings: false,
          id,
          identityProviderId: null,
          identityProviderStatus: 'INACTIVE',
        };
        store.put({ kind: KIND, parent: orgId, id, wire });
        return { status: 200, body: wire };
      },
    },
    { operation: operations.delete, handle: remove },
  ],
  reactions: [
    {
      on: [
        'updateFederationSettingConnectedOrgConfig',
        'updateFederationSettingIdentityProvider',
        'deleteFederationSettingIdentityProvider',
        'createFederationSettingConnectedOrgConfigRoleMapping',
        'deleteFederationSettingConnectedOrgConfigRoleMapping',
      ],
      react: follow,
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.id,
      wire: {
        federatedDomains: model.federatedDomains,
        hasRoleMappings: model.hasRoleMappings,
        id: model.id,
        identityProviderId: model.identityProviderId,
        identityProviderStatus: model.identityProviderStatus,
      },
    });
  },
};

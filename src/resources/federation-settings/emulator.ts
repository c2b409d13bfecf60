import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { FederationSettings } from './model.ts';

const KIND = 'federation-settings';

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

import type { EmulatorBehaviour, EmulatorStore } from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { operations, PLATFORM_SECRET_HOURS } from './api.ts';
import type { OrganizationSettings } from './model.ts';

const KIND = 'organization-settings';

/** What an organization has before anybody set anything (documented defaults; an organization made by API requires no list). */
const DEFAULTS: JsonObject = {
  apiAccessListRequired: false,
  genAIFeaturesEnabled: true,
  multiFactorAuthRequired: false,
  restrictEmployeeAccess: false,
  streamsCrossGroupEnabled: false,
};

function current(store: EmulatorStore, orgId: string): JsonObject {
  return store.get(KIND, orgId, orgId)?.wire ?? DEFAULTS;
}

/** A cleared value is left out of the answer, whichever way it is cleared. */
function withoutCleared(wire: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== null && value !== ''));
}

function mergeTimeouts(before: unknown, patch: unknown): JsonObject | null {
  if (!isObject(patch)) return null;
  const merged = withoutCleared({ ...(isObject(before) ? (before as JsonObject) : {}), ...(patch as JsonObject) });
  return Object.keys(merged).length === 0 ? null : merged;
}

export const emulator: EmulatorBehaviour<OrganizationSettings> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: current(store, params.orgId as string) }),
    },
    {
      operation: operations.update,
      handle: ({ store, params, body }) => {
        const orgId = params.orgId as string;
        const before = current(store, orgId);
        const patch = body as JsonObject;
        const timeouts =
          'customSessionTimeouts' in patch
            ? { customSessionTimeouts: mergeTimeouts(before.customSessionTimeouts, patch.customSessionTimeouts) }
            : {};
        const wire = withoutCleared({ ...before, ...patch, ...timeouts });
        store.put({ kind: KIND, parent: orgId, id: orgId, wire });
        return { status: 200, body: wire };
      },
    },
  ],
  seed: (model, { store }) => {
    const { absoluteSessionTimeoutInSeconds, idleSessionTimeoutInSeconds } = model.customSessionTimeouts;
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.orgId,
      wire: withoutCleared({
        apiAccessListRequired: model.apiAccessListRequired,
        customSessionTimeouts: mergeTimeouts(undefined, {
          absoluteSessionTimeoutInSeconds,
          idleSessionTimeoutInSeconds,
        }),
        genAIFeaturesEnabled: model.genAIFeaturesEnabled,
        maxServiceAccountSecretValidityInHours: model.maxServiceAccountSecretValidityInHours ?? PLATFORM_SECRET_HOURS,
        multiFactorAuthRequired: model.multiFactorAuthRequired,
        operationsContact: model.operationsContact,
        restrictEmployeeAccess: model.restrictEmployeeAccess,
        securityContact: model.securityContact,
        streamsCrossGroupEnabled: model.streamsCrossGroupEnabled,
      }),
    });
  },
};

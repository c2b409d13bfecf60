import type { EmulatorBehaviour, EmulatorStore } from '../../core/behaviour.ts';
import { type JsonObject, withoutNull } from '../../core/json.ts';
import { operations } from './api.ts';
import type { DelegationSettings } from './model.ts';

const KIND = 'delegation-settings';

/** Documented defaults: nobody may act for a user. Lifetimes without a value are left out (unconfirmed: Atlas may say null). */
const DEFAULTS: JsonObject = { delegatedMcpAccess: 'DISALLOWED', delegatedPartnerAccess: 'DISALLOWED' };

function current(store: EmulatorStore, orgId: string): JsonObject {
  return store.get(KIND, orgId, orgId)?.wire ?? DEFAULTS;
}

function withDefaults(wire: JsonObject): JsonObject {
  return { ...DEFAULTS, ...withoutNull(wire) };
}

export const emulator: EmulatorBehaviour<DelegationSettings> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: current(store, params.orgId as string) }),
    },
    {
      operation: operations.update,
      handle: ({ store, params, body }) => {
        const orgId = params.orgId as string;
        const wire = withDefaults({ ...current(store, orgId), ...(body as JsonObject) });
        store.put({ kind: KIND, parent: orgId, id: orgId, wire });
        return { status: 200, body: wire };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.orgId,
      wire: withDefaults({
        delegatedMcpAccess: model.delegatedMcpAccess,
        delegatedPartnerAccess: model.delegatedPartnerAccess,
        idleRefreshTokenLifetime: model.idleRefreshTokenLifetimeSeconds,
        maximumRefreshTokenLifetime: model.maximumRefreshTokenLifetimeSeconds,
      }),
    });
  },
};

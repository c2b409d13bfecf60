import { atlasError, type EmulatorBehaviour, type EmulatorStore } from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { restartProjectClusters } from '../cluster-work.ts';
import { operations } from './api.ts';
import type { AuditConfiguration } from './model.ts';

const KIND = 'audit-configuration';

/** A project in which nobody set auditing up (recorded: getGroupAuditLog). */
const DEFAULTS: JsonObject = { auditAuthorizationSuccess: false, configurationType: 'NONE', enabled: false };

function current(store: EmulatorStore, groupId: string): JsonObject {
  return store.get(KIND, groupId, groupId)?.wire ?? DEFAULTS;
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Atlas takes single quotes as well (Terraform's provider, resource auditing). */
function isFilter(text: string): boolean {
  return isJsonObject(text) || isJsonObject(text.replaceAll("'", '"'));
}

export const emulator: EmulatorBehaviour<AuditConfiguration> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: current(store, params.groupId as string) }),
    },
    {
      operation: operations.update,
      handle: (request) => {
        const groupId = request.params.groupId as string;
        const patch = request.body as JsonObject;
        // Unconfirmed: the code that Atlas answers for a filter that is no JSON document.
        if (typeof patch.auditFilter === 'string' && !isFilter(patch.auditFilter)) {
          return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute auditFilter specified.', ['auditFilter']);
        }
        const wire = {
          ...current(request.store, groupId),
          ...patch,
          ...(patch.auditFilter === undefined ? {} : { configurationType: 'FILTER_JSON' }),
        };
        request.store.put({ kind: KIND, parent: groupId, id: groupId, wire });
        restartProjectClusters(request, groupId);
        return { status: 202, body: wire };
      },
    },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => store.remove(KIND, params.groupId as string, params.groupId as string),
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.projectId,
      wire: {
        auditAuthorizationSuccess: model.auditAuthorizationSuccess,
        ...(model.auditFilter === null ? {} : { auditFilter: model.auditFilter }),
        configurationType: model.configurationType,
        enabled: model.enabled,
      },
    });
  },
};

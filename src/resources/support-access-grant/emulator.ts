import type { EmulatorBehaviour, EmulatorReply, EmulatorRequest } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { actOnCluster, futureInstant, withoutField } from '../cluster-action.ts';
import { operations } from './api.ts';
import type { SupportAccessGrant } from './model.ts';

/** Where a grant stands in the document of its cluster, which leaves it out once it is over. */
const FIELD = 'mongoDBEmployeeAccessGrant';

function grant(request: EmulatorRequest): EmulatorReply {
  const expirationTime = futureInstant(request, 'expirationTime');
  if (typeof expirationTime !== 'string') return expirationTime;
  const { grantType } = request.body as JsonObject;
  return actOnCluster(request, (wire) => ({ ...wire, [FIELD]: { expirationTime, grantType } }));
}

export const emulator: EmulatorBehaviour<SupportAccessGrant> = {
  routes: [
    { operation: operations.grant, handle: grant },
    // That revoking what is not granted succeeds is unconfirmed.
    { operation: operations.revoke, handle: (request) => actOnCluster(request, (wire) => withoutField(wire, FIELD)) },
  ],
  seed: ({ projectId, clusterName, grantType, expirationTime }, { store }) => {
    const cluster = store.get('cluster', projectId, clusterName);
    if (cluster === undefined) return;
    store.put({ ...cluster, wire: { ...cluster.wire, [FIELD]: { expirationTime, grantType } } });
  },
};

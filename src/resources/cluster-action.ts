/** What hangs on one cluster: how the emulator finds it, and plays actions that are calls of their own, `{clusterName}:grantMongoDBEmployeeAccess` for example. */
import { atlasError, type EmulatorReply, type EmulatorRequest, type StoredDocument } from '../core/behaviour.ts';
import { type Instant, parseInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json.ts';
import { isTenant } from './cluster/document.ts';
import { lookUp } from './cluster/refusals.ts';

/** The cluster that the path names, or Atlas's answer where there is none. */
export function lookUpCluster(
  request: EmulatorRequest,
): { readonly document: StoredDocument } | { readonly refused: EmulatorReply } {
  return lookUp(request);
}

/** Carries an action out on the document of the cluster that the path names; free clusters take none. */
export function actOnCluster(request: EmulatorRequest, change: (wire: JsonObject) => JsonObject): EmulatorReply {
  const looked = lookUp(request);
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  if (isTenant(document.wire)) {
    return atlasError(
      400,
      'TENANT_CLUSTER_UPDATE_UNSUPPORTED',
      'Cannot update a M0/M2/M5 cluster through the public API.',
    );
  }
  request.store.put({ ...document, wire: change(document.wire) });
  return { status: 204 };
}

/** An instant of the request's body that must lie in the future, or Atlas's refusal. */
export function futureInstant(request: EmulatorRequest, field: string): Instant | EmulatorReply {
  const given = String((request.body as JsonObject | undefined)?.[field]);
  const until = parseInstant(given);
  if (until === undefined) {
    return atlasError(400, 'INVALID_DATE_FORMAT', `An invalid date value ${given} was specified.`, [given]);
  }
  return until > request.now
    ? until
    : atlasError(400, 'EXPIRATION_DATE_IN_PAST', 'The specified expiration date must be in the future.');
}

/** The document without one field. */
export function withoutField(wire: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => name !== field));
}

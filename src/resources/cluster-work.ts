/** Changes of a project that Atlas carries out by restarting its clusters one node after another: how to wait for them, and how the emulator plays them. */
import { z } from 'zod';
import type { EmulatorRequest } from '../core/behaviour.ts';
import { type ApiCall, callOf, type Operation } from '../core/call.ts';
import { isObject } from '../core/json.ts';
import type { SettleState } from '../core/resource.ts';
import { buckets } from './contract.ts';
import { beginWork } from './slow-work.ts';

const listClusters: Operation = {
  id: 'listGroupClusters',
  linkDefaults: { includeCount: 'true', includeDeletedWithRetainedBackups: 'false' },
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/clusters',
  version: '2024-08-05',
  role: 'GROUP_READ_ONLY',
  success: 200,
  bucket: buckets.clusters,
  shape: 'page',
  response: z.looseObject({ name: z.string(), stateName: z.string() }),
};

const BUSY = new Set(['UPDATING', 'REPAIRING']);

/**
 * Settled when no cluster of the project is updating. Atlas gives such a change no state of its own (updateGroupAuditLog,
 * toggleGroupAwsCustomDns, toggleGroupPrivateEndpointRegionalMode answer 202); a cluster that is being made takes the
 * project's configuration with it, so CREATING is not waited for.
 */
export function projectClustersSettle(
  projectId: string,
): readonly { readonly call: ApiCall; state(status: number, body: unknown): SettleState }[] {
  return [
    {
      call: callOf(listClusters, { groupId: projectId }, { query: { itemsPerPage: '500' } }),
      state: (status, body) => {
        if (status !== 200 || !isObject(body) || !Array.isArray(body.results)) return 'pending';
        const results: readonly unknown[] = body.results;
        return results.some((cluster) => isObject(cluster) && BUSY.has(String(cluster.stateName)))
          ? 'pending'
          : 'settled';
      },
    },
  ];
}

/** Emulator: sends the project's running dedicated clusters to UPDATING, and back to IDLE when the work is done. */
export function restartProjectClusters(request: EmulatorRequest, projectId: string): void {
  for (const cluster of request.store.list('cluster', projectId)) {
    if (cluster.wire.stateName !== 'IDLE' || cluster.wire.paused === true || isTenant(cluster.wire)) continue;
    const updating = { stateName: 'UPDATING' };
    request.store.put({ ...cluster, wire: { ...cluster.wire, ...updating } });
    beginWork(request, cluster, { takes: 'cluster-update', then: { stateName: 'IDLE' }, when: updating });
  }
}

/** Free clusters run on hosts that several customers share: nothing of a project restarts them. */
function isTenant(wire: Readonly<Record<string, unknown>>): boolean {
  const specs = Array.isArray(wire.replicationSpecs) ? (wire.replicationSpecs as readonly unknown[]) : [];
  return specs.some((spec) => {
    const regions =
      isObject(spec) && Array.isArray(spec.regionConfigs) ? (spec.regionConfigs as readonly unknown[]) : [];
    return regions.some((region) => isObject(region) && region.providerName === 'TENANT');
  });
}

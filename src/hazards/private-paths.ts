import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';

const PATHS: Readonly<Record<string, string>> = {
  'data-federation-endpoint': 'private endpoint of Data Federation',
  'network-peering': 'peering connection',
  'private-endpoint': 'private endpoint',
  'private-endpoint-service': 'private endpoint service',
  'network-container': 'network container',
};

/** Removing a private path: who uses it is not known to Fivefold. */
export default function privatePaths(change: Change): readonly Hazard[] {
  if (change.type === 'delete' && change.kind === 'encryption-at-rest-private-endpoint') {
    const { region } = change.before as ModelOf<'encryption-at-rest-private-endpoint'>;
    // page "Manage Customer Keys": an unreachable key stops no running node, but none that starts comes up without it.
    const because = `Nodes in ${region} that need the key over this endpoint cannot start again without it.`;
    return [{ name: 'cuts-off-client', because }];
  }
  const path = change.type === 'delete' ? PATHS[change.kind] : undefined;
  if (path === undefined) return [];
  return [{ name: 'cuts-off-client', because: `Whoever connects through this ${path} cannot any more.` }];
}

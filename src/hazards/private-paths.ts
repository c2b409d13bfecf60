import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';

const PATHS: Readonly<Record<string, string>> = {
  'network-peering': 'peering connection',
  'private-endpoint': 'private endpoint',
  'private-endpoint-service': 'private endpoint service',
  'network-container': 'network container',
};

/** Removing a private path: who uses it is not known to Fivefold. */
export default function privatePaths(change: Change): readonly Hazard[] {
  const path = change.type === 'delete' ? PATHS[change.kind] : undefined;
  if (path === undefined) return [];
  return [{ name: 'cuts-off-client', because: `Whoever connects through this ${path} cannot any more.` }];
}

import type { Change } from '../core/change.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';

/** Atlas refuses changes of a paused cluster (recorded: 409 CANNOT_UPDATE_PAUSED_CLUSTER), so somebody has to resume it first. */
export default function pausedCluster(change: Change, { before }: HazardContext): readonly Hazard[] {
  if (change.type !== 'update') return [];
  const ofCluster = change.kind === 'cluster' ? change.before : undefined;
  const above = change.parent === null ? undefined : before.byAddress.get(change.parent);
  const cluster = (ofCluster ?? (above?.kind === 'cluster' ? above.model : undefined)) as
    | ModelOf<'cluster'>
    | undefined;
  if (cluster?.paused !== true) return [];
  return [
    {
      name: 'depends-on-outside',
      because: `Cluster ${cluster.name} is paused; Atlas refuses the change until it is resumed.`,
    },
  ];
}

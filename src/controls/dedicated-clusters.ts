import type { Verdict } from '../core/control.ts';
import { type Cluster, isDedicated } from '../resources/cluster/model.ts';

/** `not-applicable` where a project holds no dedicated cluster (free and flex clusters lack the feature); undefined where it does. */
export function noDedicatedCluster(clusters: readonly Cluster[]): Verdict | undefined {
  return clusters.some(isDedicated)
    ? undefined
    : { status: 'not-applicable', because: 'The project has no dedicated cluster (M10 and larger).' };
}

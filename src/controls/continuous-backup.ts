import type { ControlContext } from '../core/control.ts';
import type { Cluster } from '../resources/cluster/model.ts';

/** Why continuous backup is not asked of the project's clusters; undefined where it is. */
export function continuousBackupSpared({
  environment,
  profile,
}: Pick<ControlContext, 'environment' | 'profile'>): string | undefined {
  if (environment !== 'production') return 'The project is not for production.';
  return profile.riskTolerance === 'high' ? 'The risk tolerance of the profile is high.' : undefined;
}

/** What a dedicated cluster without backup gets: at once all that is asked of it, so that one change does. */
export function backupOf(
  item: Cluster,
  context: Pick<ControlContext, 'environment' | 'profile'>,
): Partial<Pick<Cluster, 'backupEnabled' | 'pitEnabled'>> {
  const isContinuous = !item.paused && continuousBackupSpared(context) === undefined;
  // Atlas refuses continuous backup without cloud backup (updateGroupCluster: INVALID_ATTRIBUTE pitEnabled).
  return isContinuous ? { backupEnabled: true, pitEnabled: true } : { backupEnabled: true };
}

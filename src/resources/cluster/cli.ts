import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  createGroupCluster: 'clusters createCluster',
  deleteGroupCluster: 'clusters deleteCluster',
  pinGroupClusterFeatureCompatibilityVersion: 'clusters pinFeatureCompatibilityVersion',
  unpinGroupClusterFeatureCompatibilityVersion: 'clusters unpinFeatureCompatibilityVersion',
  updateGroupCluster: 'clusters updateCluster',
};

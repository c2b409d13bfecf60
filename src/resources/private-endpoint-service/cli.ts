import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  createGroupPrivateEndpointEndpointService: 'privateEndpointServices createPrivateEndpointService',
  deleteGroupPrivateEndpointEndpointService: 'privateEndpointServices deletePrivateEndpointService',
  updateGroupPrivateEndpointEndpointService: 'privateEndpointServices updatePrivateEndpointService',
};

import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference); the CLI has no command of its own for mappings. */
export const cli: CliDialect = {
  createFederationSettingConnectedOrgConfigRoleMapping: 'federatedAuthentication createRoleMapping',
  deleteFederationSettingConnectedOrgConfigRoleMapping: 'federatedAuthentication deleteRoleMapping',
  updateFederationSettingConnectedOrgConfigRoleMapping: 'federatedAuthentication updateRoleMapping',
};

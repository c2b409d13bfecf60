import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference); the CLI's own commands know OIDC only. */
export const cli: CliDialect = {
  createFederationSettingIdentityProvider: 'federatedAuthentication createIdentityProvider',
  deleteFederationSettingIdentityProvider: 'federatedAuthentication deleteIdentityProvider',
  revokeFederationSettingIdentityProviderJwks: 'federatedAuthentication revokeIdentityProviderJwks',
  updateFederationSettingIdentityProvider: 'federatedAuthentication updateIdentityProvider',
};

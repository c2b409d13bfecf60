import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  deleteGroupUserSecurityLdapUserToDnMapping: 'ldapConfiguration deleteLdapUserMapping',
  disableGroupUserSecurityCustomerX509: 'x509Authentication disableSecurityCustomerX509',
  updateGroupUserSecurity: 'ldapConfiguration updateUserSecurity',
  verifyGroupUserSecurityLdap: 'ldapConfiguration verifyUserSecurityLdap',
};

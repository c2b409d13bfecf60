import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  deleteGroupServiceAccount: 'serviceAccounts deleteGroupServiceAccount',
  inviteGroupServiceAccount: 'serviceAccounts inviteGroupServiceAccount',
  updateGroupServiceAccount: 'serviceAccounts updateGroupServiceAccount',
};

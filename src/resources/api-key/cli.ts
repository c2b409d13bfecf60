import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  addGroupApiKey: 'programmaticApiKeys addGroupApiKey',
  createGroupApiKey: 'programmaticApiKeys createGroupApiKey',
  createOrgApiKey: 'programmaticApiKeys createOrgApiKey',
  deleteOrgApiKey: 'programmaticApiKeys deleteOrgApiKey',
  removeGroupApiKey: 'programmaticApiKeys removeGroupApiKey',
  updateGroupApiKeyRoles: 'programmaticApiKeys updateApiKeyRoles',
  updateOrgApiKey: 'programmaticApiKeys updateOrgApiKey',
};

import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  addGroupUserRole: 'mongoDbCloudUsers addGroupUserRole',
  addGroupUsers: 'mongoDbCloudUsers addGroupUsers',
  removeGroupUser: 'mongoDbCloudUsers removeGroupUser',
  removeGroupUserRole: 'mongoDbCloudUsers removeGroupUserRole',
};

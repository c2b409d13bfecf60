import type { CliDialect } from '../../core/resource.ts';
import projectUser from '../project-user/index.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  addOrgTeamUser: 'mongoDbCloudUsers addOrgTeamUser',
  addOrgUserRole: 'mongoDbCloudUsers addOrgRole',
  createOrgUser: 'mongoDbCloudUsers createOrgUser',
  removeOrgTeamUser: 'mongoDbCloudUsers removeOrgTeamUser',
  removeOrgUser: 'mongoDbCloudUsers removeOrgUser',
  removeOrgUserRole: 'mongoDbCloudUsers removeOrgRole',
  ...projectUser.cli,
};

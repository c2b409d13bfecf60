import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  createOrgMcpConfig: 'remoteMcpConfigurations createOrgMcpConfig',
  deleteOrgMcpConfig: 'remoteMcpConfigurations deleteOrgMcpConfig',
  updateOrgMcpConfig: 'remoteMcpConfigurations updateOrgMcpConfig',
};

import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  createGroupMcpConfigSecret: 'remoteMcpConfigurations createGroupMcpSecret',
  deleteGroupMcpConfigSecret: 'remoteMcpConfigurations deleteGroupMcpSecret',
};

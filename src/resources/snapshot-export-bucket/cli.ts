import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  createGroupBackupExportBucket: 'cloudBackups createExportBucket',
  deleteGroupBackupExportBucket: 'cloudBackups deleteExportBucket',
  updateGroupBackupExportBucket: 'cloudBackups updateBackupExportBucket',
};

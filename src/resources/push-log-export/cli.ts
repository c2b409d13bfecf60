import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId. Atlas deprecates the operations, so that the command reference leaves them out. */
export const cli: CliDialect = {
  createGroupPushBasedLogExport: 'pushBasedLogExport createLogExport',
  deleteGroupPushBasedLogExport: 'pushBasedLogExport deleteLogExport',
  updateGroupPushBasedLogExport: 'pushBasedLogExport updateLogExport',
};

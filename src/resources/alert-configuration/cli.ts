import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  createGroupAlertConfig: 'alertConfigurations createAlertConfig',
  deleteGroupAlertConfig: 'alertConfigurations deleteAlertConfig',
  toggleGroupAlertConfig: 'alertConfigurations toggleAlertConfig',
  updateGroupAlertConfig: 'alertConfigurations updateAlertConfig',
};

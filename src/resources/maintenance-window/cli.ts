import type { CliDialect } from '../../core/resource.ts';

/** `atlas api` commands by operationId (Atlas CLI, command reference). */
export const cli: CliDialect = {
  deferGroupMaintenanceWindow: 'maintenanceWindows deferMaintenanceWindow',
  resetGroupMaintenanceWindow: 'maintenanceWindows resetMaintenanceWindow',
  toggleGroupMaintenanceWindowAutoDefer: 'maintenanceWindows toggleMaintenanceAutoDefer',
  updateGroupMaintenanceWindow: 'maintenanceWindows updateMaintenanceWindow',
};

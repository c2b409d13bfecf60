import type { CloudFormationType } from '../../core/resource.ts';
import type { MaintenanceWindow } from './model.ts';

export const cloudformation: CloudFormationType<MaintenanceWindow> = {
  type: 'MongoDB::Atlas::MaintenanceWindow',
  mode: 'whole',
  // What ProtectedHours takes could not be confirmed.
  fields: ['projectId', 'dayOfWeek', 'hourOfDay', 'autoDeferOnceEnabled'],
  isCreation: ({ dayOfWeek, protectedHours }, after) =>
    dayOfWeek === null && protectedHours === null && after.protectedHours === null,
  properties: (model) => ({
    ProjectId: model.projectId,
    DayOfWeek: model.dayOfWeek ?? undefined,
    HourOfDay: model.hourOfDay ?? undefined,
    AutoDeferOnceEnabled: model.autoDeferOnceEnabled,
  }),
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    dayOfWeek: Number(given.DayOfWeek),
    hourOfDay: Number(given.HourOfDay),
    autoDeferOnceEnabled: given.AutoDeferOnceEnabled === true,
  }),
  identifier: ({ projectId, dayOfWeek }) => (dayOfWeek === null ? undefined : { ProjectId: projectId }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    return change.after.dayOfWeek === null || change.after.hourOfDay === null
      ? 'A window is reset by removing its resource: DayOfWeek and HourOfDay are required.'
      : undefined;
  },
};

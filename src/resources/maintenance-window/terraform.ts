import { terraformName } from '../../core/hcl.ts';
import type { TerraformBlockBody, TerraformDialect } from '../../core/resource.ts';
import type { MaintenanceWindow } from './model.ts';

function protectedHoursFrom(block: TerraformBlockBody | undefined): MaintenanceWindow['protectedHours'] {
  if (block === undefined) return null;
  return {
    startHourOfDay: Number(block.attributes.start_hour_of_day),
    endHourOfDay: Number(block.attributes.end_hour_of_day),
  };
}

export const terraform: TerraformDialect<MaintenanceWindow> = {
  type: 'mongodbatlas_maintenance_window',
  mode: 'whole',
  name: (model) => terraformName(`maintenance_window_${model.projectId}`),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      ...(model.dayOfWeek === null ? {} : { day_of_week: model.dayOfWeek, hour_of_day: model.hourOfDay ?? 0 }),
      auto_defer_once_enabled: model.autoDeferOnceEnabled,
    },
    blocks:
      model.protectedHours === null
        ? []
        : [
            {
              type: 'protected_hours',
              body: {
                attributes: {
                  start_hour_of_day: model.protectedHours.startHourOfDay,
                  end_hour_of_day: model.protectedHours.endHourOfDay,
                },
              },
            },
          ],
  }),
  fromHcl: ({ attributes, blocks }, base) => ({
    projectId: String(attributes.project_id),
    dayOfWeek: typeof attributes.day_of_week === 'number' ? attributes.day_of_week : null,
    hourOfDay: typeof attributes.hour_of_day === 'number' ? attributes.hour_of_day : null,
    autoDeferOnceEnabled:
      typeof attributes.auto_defer_once_enabled === 'boolean'
        ? attributes.auto_defer_once_enabled
        : (base?.autoDeferOnceEnabled ?? false),
    protectedHours: protectedHoursFrom(blocks.protected_hours?.[0]),
    timeZoneId: base?.timeZoneId ?? 'UTC',
    numberOfDeferrals: base?.numberOfDeferrals ?? 0,
  }),
  importId: (model) => model.projectId,
  cannot: (change) =>
    change.type !== 'delete' && change.after.dayOfWeek === null
      ? 'Terraform resets a maintenance window by the removal of its block: day_of_week is required.'
      : undefined,
  omitted: (model) =>
    model.protectedHours === null
      ? [{ attribute: 'protected_hours', providerDefault: null, live: model.protectedHours }]
      : [],
};

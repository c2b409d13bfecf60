import { z } from 'zod';

/** When Atlas may restart a project's clusters for maintenance. Urgent security patches do not wait for it. */
export interface MaintenanceWindow {
  readonly projectId: string;
  /** 1 (Sunday) to 7 (Saturday); null: no window is set, and Atlas chooses the time. */
  readonly dayOfWeek: number | null;
  /** 0 to 23 in `timeZoneId`; null exactly when `dayOfWeek` is. */
  readonly hourOfDay: number | null;
  /** Whether each maintenance is put off by one week once. */
  readonly autoDeferOnceEnabled: boolean;
  /** Hours in which maintenance never begins. */
  readonly protectedHours: { readonly startHourOfDay: number; readonly endHourOfDay: number } | null;
  /** The project's time zone; set in the console only. */
  readonly timeZoneId: string;
  /** How often the maintenance that waits now was put off; Atlas's to count. */
  readonly numberOfDeferrals: number;
}

const hour = z.number().int().min(0).max(23);

export const maintenanceWindow: z.ZodType<MaintenanceWindow> = z.strictObject({
  projectId: z.string().min(1),
  dayOfWeek: z.number().int().min(1).max(7).nullable(),
  hourOfDay: hour.nullable(),
  autoDeferOnceEnabled: z.boolean(),
  protectedHours: z.strictObject({ startHourOfDay: hour, endHourOfDay: hour }).nullable(),
  timeZoneId: z.string(),
  numberOfDeferrals: z.number(),
});

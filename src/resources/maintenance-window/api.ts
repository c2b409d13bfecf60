import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { MaintenanceWindow } from './model.ts';

const hour = z.number().int().min(0).max(23);

const wire = z.strictObject({
  autoDeferOnceEnabled: z.boolean().optional(),
  // 0 where no window is set (unconfirmed; documented are 1 to 7).
  dayOfWeek: z.number().int().min(0).max(7).optional(),
  hourOfDay: hour.optional(),
  numberOfDeferrals: z.number().optional(),
  protectedHours: z.strictObject({ endHourOfDay: hour.optional(), startHourOfDay: hour.optional() }).nullish(),
  startASAP: z.boolean().optional(),
  timeZoneId: z.string().optional(),
});

const request = z.strictObject({
  autoDeferOnceEnabled: z.boolean().optional(),
  dayOfWeek: z.number().int().min(1).max(7),
  hourOfDay: hour.optional(),
  protectedHours: z.strictObject({ endHourOfDay: hour, startHourOfDay: hour }).optional(),
  startASAP: z.boolean().optional(),
});

const reading = z.looseObject({
  autoDeferOnceEnabled: z.boolean().nullish(),
  dayOfWeek: z.number().nullish(),
  hourOfDay: z.number().nullish(),
  numberOfDeferrals: z.number().nullish(),
  protectedHours: z.looseObject({ endHourOfDay: z.number().nullish(), startHourOfDay: z.number().nullish() }).nullish(),
  timeZoneId: z.string().nullish(),
});

const base = { version: '2023-01-01', bucket: buckets.project, role: 'GROUP_OWNER' } as const;
const path = '/api/atlas/v2/groups/{groupId}/maintenanceWindow';

export const operations = {
  get: {
    ...base,
    id: 'getGroupMaintenanceWindow',
    method: 'GET',
    path,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  // Recorded: 200 without a body.
  update: { ...base, id: 'updateGroupMaintenanceWindow', method: 'PATCH', path, success: 200, shape: 'none', request },
  reset: { ...base, id: 'resetGroupMaintenanceWindow', method: 'DELETE', path, success: 204, shape: 'none' },
  toggleAutoDefer: {
    ...base,
    id: 'toggleGroupMaintenanceWindowAutoDefer',
    method: 'POST',
    path: `${path}/autoDefer`,
    success: 200,
    shape: 'none',
  },
  defer: {
    ...base,
    id: 'deferGroupMaintenanceWindow',
    method: 'POST',
    path: `${path}/defer`,
    success: 200,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): MaintenanceWindow {
  const window = reading.parse(item);
  const dayOfWeek = window.dayOfWeek || null;
  const { startHourOfDay, endHourOfDay } = window.protectedHours ?? {};
  return {
    projectId,
    dayOfWeek,
    hourOfDay: dayOfWeek === null ? null : (window.hourOfDay ?? 0),
    autoDeferOnceEnabled: window.autoDeferOnceEnabled ?? false,
    protectedHours:
      typeof startHourOfDay === 'number' && typeof endHourOfDay === 'number' ? { startHourOfDay, endHourOfDay } : null,
    timeZoneId: window.timeZoneId ?? 'UTC',
    numberOfDeferrals: window.numberOfDeferrals ?? 0,
  };
}

/**
 * Day and hour go with every PATCH: `dayOfWeek` is required by updateGroupMaintenanceWindow. Atlas documents no way to take
 * protected hours away but the reset of the whole window, so that is sent first.
 */
function changeCalls(before: MaintenanceWindow, after: MaintenanceWindow): readonly ApiCall[] {
  const parameters = { groupId: after.projectId };
  if (after.dayOfWeek === null) return [callOf(operations.reset, parameters)];
  const mustReset = before.protectedHours !== null && after.protectedHours === null;
  const body = {
    dayOfWeek: after.dayOfWeek,
    hourOfDay: after.hourOfDay ?? 0,
    ...(!mustReset && before.autoDeferOnceEnabled === after.autoDeferOnceEnabled
      ? {}
      : { autoDeferOnceEnabled: after.autoDeferOnceEnabled }),
    ...(after.protectedHours === null || sameJson(before.protectedHours, after.protectedHours)
      ? {}
      : { protectedHours: { ...after.protectedHours } }),
  };
  return [
    ...(mustReset ? [callOf(operations.reset, parameters)] : []),
    callOf(operations.update, parameters, { body }),
  ];
}

export const read: ResourceRead<MaintenanceWindow, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<MaintenanceWindow> = {
  operations: [operations.get, operations.update, operations.reset],
  update: ({ before, after }) => changeCalls(before, after),
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
};

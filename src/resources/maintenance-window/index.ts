import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type MaintenanceWindow, maintenanceWindow } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const none: MaintenanceWindow = {
  projectId: exampleIds.projectId,
  dayOfWeek: null,
  hourOfDay: null,
  autoDeferOnceEnabled: false,
  protectedHours: null,
  timeZoneId: 'UTC',
  numberOfDeferrals: 0,
};

const sunday: MaintenanceWindow = { ...none, dayOfWeek: 1, hourOfDay: 3 };
const guarded: MaintenanceWindow = {
  ...none,
  dayOfWeek: 7,
  hourOfDay: 0,
  autoDeferOnceEnabled: true,
  protectedHours: { startHourOfDay: 8, endHourOfDay: 20 },
};

export default defineResource({
  kind: 'maintenance-window',
  title: 'maintenance window',
  parentKind: 'project',
  model: maintenanceWindow,
  path: (window) => [window.projectId],
  parentPath: (window) => [window.projectId],
  label: () => 'maintenance window',
  lifecycle: 'singleton',
  assigned: ['timeZoneId', 'numberOfDeferrals'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [none, sunday, guarded],
  exampleUpdates: [
    { before: none, after: sunday },
    { before: none, after: guarded },
    { before: sunday, after: { ...sunday, hourOfDay: 22, autoDeferOnceEnabled: true } },
    { before: guarded, after: { ...guarded, protectedHours: null } },
    { before: guarded, after: none },
  ],
});

import type { ConsoleDialect } from '../../core/resource.ts';
import type { MaintenanceWindow } from './model.ts';

export const ui: ConsoleDialect<MaintenanceWindow> = {
  page: 'tutorial/cluster-maintenance-window/',
  readOn: '2026-08',
  names: 'page',
  path: ['Project Settings', 'Set Maintenance Window'],
  settings: {
    dayOfWeek: 'Day of the week (1 is Sunday)',
    hourOfDay: 'Hour',
    autoDeferOnceEnabled: 'Automatically defer maintenance for one week',
    protectedHours: 'Turn on protected hours',
  },
};

import { expect, test } from 'vitest';
import window from './index.ts';
import type { MaintenanceWindow } from './model.ts';

const [none, sunday, guarded] = window.examples as [MaintenanceWindow, MaintenanceWindow, MaintenanceWindow];

function sent(before: MaintenanceWindow, after: MaintenanceWindow) {
  const calls = window.write?.update?.(window.update(before, after)) ?? [];
  return calls.map((call) => [call.operation.id, call.body]);
}

test('day and hour go with every change, because Atlas requires the day', () => {
  expect(sent(sunday, { ...sunday, autoDeferOnceEnabled: true })).toEqual([
    ['updateGroupMaintenanceWindow', { dayOfWeek: 1, hourOfDay: 3, autoDeferOnceEnabled: true }],
  ]);
});

test('protected hours go by a reset, after which everything that stays is said again', () => {
  expect(sent(guarded, { ...guarded, protectedHours: null })).toEqual([
    ['resetGroupMaintenanceWindow', undefined],
    ['updateGroupMaintenanceWindow', { dayOfWeek: 7, hourOfDay: 0, autoDeferOnceEnabled: true }],
  ]);
});

test('a window is taken away by a reset alone', () => {
  expect(sent(guarded, none)).toEqual([['resetGroupMaintenanceWindow', undefined]]);
});

test('midnight is an hour, and day 0 is no day', () => {
  const call = window.write?.find(none);
  expect(call?.parse({ dayOfWeek: 7, hourOfDay: 0 })).toMatchObject({ dayOfWeek: 7, hourOfDay: 0 });
  expect(call?.parse({ dayOfWeek: 0, hourOfDay: 0 })).toMatchObject({ dayOfWeek: null, hourOfDay: null });
});

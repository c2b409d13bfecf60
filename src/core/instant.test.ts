import { expect, test } from 'vitest';
import { addMonths, type Instant, monthsBetween } from './instant.ts';

test.each([
  ['2026-06-02T13:56:22Z', 3, '2026-09-02T13:56:22Z'],
  ['2026-11-30T00:00:00Z', 3, '2027-02-28T00:00:00Z'],
  ['2027-11-30T23:59:59Z', 3, '2028-02-29T23:59:59Z'],
  ['2026-12-31T12:00:00Z', 1, '2027-01-31T12:00:00Z'],
  ['2026-10-15T12:00:00Z', 24, '2028-10-15T12:00:00Z'],
  ['2026-01-15T12:00:00Z', -1, '2025-12-15T12:00:00Z'],
] as const)('%s and %i months are %s', (from, months, to) => {
  expect(addMonths(from as Instant, months)).toBe(to);
});

test.each([
  ['2026-06-02T13:56:22Z', '2026-09-02T14:56:22Z', 3],
  ['2026-06-02T13:56:22Z', '2026-09-02T13:56:21Z', 2],
  ['2026-11-30T00:00:00Z', '2027-02-28T01:00:00Z', 3],
  ['2026-06-02T13:56:22Z', '2026-06-30T00:00:00Z', 0],
] as const)('from %s to %s are %i whole months', (from, to, months) => {
  expect(monthsBetween(from as Instant, to as Instant)).toBe(months);
});

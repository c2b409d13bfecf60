import { expect, test } from 'vitest';
import { isBetween } from './change.ts';

const roles = (projectId: string, ...names: readonly string[]) => ({ projectId, roles: names });

test.each([
  ['as it was', [roles('p', 'A')], [roles('p', 'A')], [roles('p', 'B')], true],
  ['between two calls of one item', [roles('p', 'A', 'B')], [roles('p', 'A')], [roles('p', 'B')], true],
  ['the first of two roles of a new item', [roles('p', 'A')], [], [roles('p', 'A', 'B')], true],
  ['the last of two roles of an item that goes', [roles('p', 'B')], [roles('p', 'A', 'B')], [], true],
  ['a role that nobody planned', [roles('p', 'A', 'C')], [roles('p', 'A')], [roles('p', 'B')], false],
  ['without a role that stays', [roles('p', 'B')], [roles('p', 'A', 'C')], [roles('p', 'A', 'B')], false],
  ['an item that nobody planned', [roles('q', 'A')], [roles('p', 'A')], [roles('p', 'B')], false],
  ['without an item that stays', [], [roles('p', 'A')], [roles('p', 'A'), roles('q', 'A')], false],
  ['one of two words', ['a'], ['a', 'b'], ['a', 'c'], true],
  ['a foreign word', ['a', 'd'], ['a', 'b'], ['a', 'c'], false],
  [
    'a foreign value of an object',
    [{ name: 'n', count: 3 }],
    [{ name: 'n', count: 1 }],
    [{ name: 'n', count: 2 }],
    false,
  ],
] as const)('a list is between its two ends: %s', (_, current, before, after, expected) => {
  expect(isBetween(current, before, after)).toBe(expected);
});

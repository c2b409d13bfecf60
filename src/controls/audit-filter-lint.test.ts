import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { refusals, wholeComparisons } from './audit-filter-lint.ts';

describe('refusals', () => {
  it.each<[string, JsonObject]>([
    ['everything', {}],
    ['a list', { atype: { $in: ['authenticate', 'authCheck'] } }],
    ['branches', { $or: [{ atype: 'authenticate' }, { $and: [{ result: { $ne: 0 } }, { 'param.db': 'admin' }] }] }],
    ['a user of a database', { users: { $elemMatch: { user: 'jo', db: 'admin' } } }],
    ['branches of an element', { users: { $elemMatch: { $or: [{ db: 'admin' }, { db: '$external' }] } } }],
    ['a negated pattern', { 'param.ns': { $not: { $regex: '^admin\\.', $options: 'i' } } }],
    ['a date', { ts: { $gt: { $date: '2026-01-01T00:00:00Z' } } }],
    ['a list of dates', { ts: { $in: [{ $date: '2026-01-01T00:00:00Z' }] } }],
    ['a value that begins with a dollar', { 'users.db': '$external' }],
    ['an expression', { $expr: { $gt: [{ $size: '$roles' }, 3] } }],
    ['a schema', { $jsonSchema: { required: ['atype'] } }],
  ])('takes %s', (_, filter) => expect(refusals(filter)).toEqual([]));

  it.each<[string, JsonObject, string]>([
    ['JavaScript', { $where: 'true' }, '$where'],
    ['an operator of another language', { atype: { $like: 'auth%' } }, '$like'],
    ['text search', { $text: { $search: 'admin' } }, '$text'],
    ['a pattern in a list', { atype: { $in: [{ $regex: '^auth' }] } }, '$in'],
    ['no list', { atype: { $in: 'authenticate' } }, '$in'],
    ['an empty $or', { $or: [] }, '$or'],
    ['a $nor of no documents', { $nor: ['authenticate'] }, '$nor'],
    ['$not of a value', { atype: { $not: 'authenticate' } }, '$not'],
    ['$elemMatch of a value', { users: { $elemMatch: 'jo' } }, '$elemMatch'],
    ['deep down', { $or: [{ users: { $elemMatch: { user: { $startsWith: 'jo' } } } }] }, '$startsWith'],
  ])('refuses %s', (_, filter, named) => {
    expect(refusals(filter)).toHaveLength(1);
    expect(refusals(filter)[0]).toContain(named);
  });
});

describe('wholeComparisons', () => {
  it.each<[string, JsonObject]>([
    ['dotted fields', { atype: 'authCheck', 'param.command': { $in: ['insert'] } }],
    ['no user', { users: [] }],
    ['an element of two fields', { roles: { role: 'readWrite', db: 'shop' } }],
    ['$elemMatch', { users: { $elemMatch: { user: { $in: ['jo'] }, db: 'admin' } } }],
    ['a condition', { param: { $exists: true } }],
    ['a value', { ts: { $date: '2026-01-01T00:00:00Z' } }],
  ])('finds none in %s', (_, filter) => expect(wholeComparisons(filter)).toEqual([]));

  it('finds them wherever they stand, and tells which can never match', () => {
    expect(wholeComparisons({ param: { user: 'jo', db: 'admin', mechanism: 'SCRAM-SHA-1' } })).toEqual([
      { path: 'param', never: false },
    ]);
    expect(
      wholeComparisons({ $and: [{ atype: 'authCheck' }, { $or: [{ param: { command: { $in: ['find'] } } }] }] }),
    ).toEqual([{ path: 'param', never: true }]);
    expect(wholeComparisons({ users: { user: { $regex: '^jo' }, db: 'admin' } })).toEqual([
      { path: 'users', never: true },
    ]);
    expect(wholeComparisons({ remote: { ip: '203.0.113.7' } })).toEqual([{ path: 'remote', never: false }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import {
  ACCESS_EVENTS,
  DROP_EVENTS,
  eventTypesNamedIn,
  LOGIN_EVENTS,
  PRIVILEGE_EVENTS,
  parseAuditFilter,
  SUCCESSFUL_OPERATIONS,
  selects,
  widenedFilter,
} from './audit-filter.ts';

const [failed, successful, refused] = LOGIN_EVENTS as [
  (typeof LOGIN_EVENTS)[number],
  (typeof LOGIN_EVENTS)[number],
  (typeof LOGIN_EVENTS)[number],
];
const createUser = ACCESS_EVENTS[0] as (typeof ACCESS_EVENTS)[number];

describe('an audit filter', () => {
  it.each<[string, JsonObject, string, string, string]>([
    ['everything', {}, 'always', 'always', 'always'],
    ['logins', { atype: 'authenticate' }, 'always', 'always', 'never'],
    ['failed logins', { atype: 'authenticate', result: { $ne: 0 } }, 'always', 'never', 'never'],
    ['wrong passwords only', { atype: 'authenticate', result: 18 }, 'perhaps', 'never', 'never'],
    ['results above', { result: { $gt: 0 } }, 'always', 'never', 'always'],
    ['a list', { atype: { $in: ['authCheck', 'authenticate'] } }, 'always', 'always', 'always'],
    ['all but', { atype: { $nin: ['authCheck'] } }, 'always', 'always', 'never'],
    ['not in', { atype: { $not: { $in: ['authenticate'] } } }, 'never', 'never', 'always'],
    ['never this', { $nor: [{ atype: 'authenticate' }] }, 'never', 'never', 'always'],
    ['$ne of a list is always true', { atype: { $ne: ['authCheck'] } }, 'always', 'always', 'always'],
    ['one user', { atype: 'authenticate', 'param.user': 'jo' }, 'perhaps', 'perhaps', 'never'],
    ['without agents', { 'users.user': { $nin: ['mms-automation', '__system'] } }, 'always', 'always', 'always'],
    ['nobody', { users: [] }, 'always', 'perhaps', 'perhaps'],
    ['somebody', { users: { $elemMatch: { db: 'admin' } } }, 'never', 'perhaps', 'perhaps'],
    ['a command', { atype: 'authCheck', 'param.command': 'insert' }, 'never', 'never', 'perhaps'],
    ['verbs', { atype: { $in: ['insert', 'update'] } }, 'never', 'never', 'never'],
    ['a pattern', { atype: { $regex: '^auth' } }, 'perhaps', 'perhaps', 'perhaps'],
    ['a pattern in a list', { atype: { $in: [{ $regex: '^auth' }] } }, 'perhaps', 'perhaps', 'perhaps'],
    ['an expression', { $expr: { $eq: ['$atype', 'authCheck'] } }, 'perhaps', 'perhaps', 'perhaps'],
    ['a document for a string', { atype: { name: 'authenticate' } }, 'never', 'never', 'never'],
    ['$or', { $or: [{ atype: 'authenticate' }, { 'param.ns': 'a.b' }] }, 'always', 'always', 'perhaps'],
    ['$and', { $and: [{ atype: 'authenticate' }, { result: 0 }] }, 'never', 'always', 'never'],
  ])('that selects %s', (_, filter, ofFailed, ofSuccessful, ofRefused) => {
    expect([failed, successful, refused].map((event) => selects(filter, event))).toEqual([
      ofFailed,
      ofSuccessful,
      ofRefused,
    ]);
  });

  it('is widened by what it leaves out alone, keeping its own text', () => {
    const old = '{"atype": {"$in": ["authenticate",  "authCheck"]}}';
    const wide = widenedFilter(old);
    expect(wide.startsWith(`{"$or":[${old},`)).toBe(true);
    expect(wide).not.toContain('"result":13');
    const filter = parseAuditFilter(wide) as JsonObject;
    for (const event of [...LOGIN_EVENTS, ...ACCESS_EVENTS, ...PRIVILEGE_EVENTS, ...DROP_EVENTS])
      expect(selects(filter, event), event.name).toBe('always');
    expect(widenedFilter(wide)).toBe(wide);
    expect(widenedFilter('{}')).toBe('{}');
  });

  it('is made small where there is none: no successful operation is selected', () => {
    const filter = parseAuditFilter(widenedFilter(null)) as JsonObject;
    for (const event of [...LOGIN_EVENTS, ...ACCESS_EVENTS, ...PRIVILEGE_EVENTS, ...DROP_EVENTS])
      expect(selects(filter, event), event.name).toBe('always');
    expect(selects(filter, SUCCESSFUL_OPERATIONS)).toBe('never');
    expect(selects(filter, createUser)).toBe('always');
  });

  it('names the event types that it asks for, not those that it excludes', () => {
    const filter = { $or: [{ atype: 'insert' }, { atype: { $in: ['find', 3] } }, { atype: { $nin: ['getMore'] } }] };
    expect(eventTypesNamedIn(filter)).toEqual(['insert', 'find']);
  });

  it('that is no JSON object is not read', () => {
    expect(parseAuditFilter("{ 'atype': 'authenticate' }")).toBeUndefined();
    expect(parseAuditFilter('[]')).toBeUndefined();
  });
});

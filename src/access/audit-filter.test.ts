/** Audit filters over events: what guides get wrong, and what cannot be said. */
import { describe, expect, it } from 'vitest';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import { describeShared, sharedJson } from '../../test/shared.ts';
import type { JsonObject } from '../core/json.ts';
import type { ModelOf } from '../core/resource.ts';
import { startup } from '../emulator/samples/startup.ts';
import { selectsEvent, UNKNOWN } from './audit-filter.ts';
import { auditOf, createAccess, type DataRequest } from './index.ts';

const login = {
  atype: 'authenticate',
  users: [{ user: 'app', db: 'admin' }],
  roles: [{ role: 'readWrite', db: 'shop' }],
  param: { user: 'app', db: 'admin', mechanism: 'SCRAM-SHA-256' },
  result: 0,
};
const check = (command: string, ns: string, result: number) => ({
  atype: 'authCheck',
  users: [{ user: 'app', db: 'admin' }],
  roles: [{ role: 'readWrite', db: 'shop' }],
  param: { command, ns, args: UNKNOWN },
  result,
});

describe('audit filters', () => {
  const cases: readonly (readonly [string, JsonObject, Readonly<Record<string, unknown>>, string])[] = [
    ['everything', {}, login, 'yes'],
    ['one field', { atype: 'authenticate' }, login, 'yes'],
    ['a verb as a type finds nothing', { atype: { $in: ['insert', 'update'] } }, check('insert', 'shop.a', 0), 'no'],
    ['a dotted path', { 'param.command': { $in: ['insert'] } }, check('insert', 'shop.a', 0), 'yes'],
    ['a whole document is compared whole', { param: { user: 'app' } }, login, 'no'],
    ['and in order', { param: { db: 'admin', user: 'app', mechanism: 'SCRAM-SHA-256' } }, login, 'no'],
    ['and may fit', { param: { user: 'app', db: 'admin', mechanism: 'SCRAM-SHA-256' } }, login, 'yes'],
    ['not equal fits what is missing', { 'param.ns': { $ne: 'shop.a' } }, login, 'yes'],
    ['not a pattern fits what is missing', { 'param.ns': { $not: { $regex: '^admin\\.' } } }, login, 'yes'],
    ['not equal to a list is always true', { atype: { $ne: ['authCheck'] } }, check('find', 'shop.a', 0), 'yes'],
    ['an array through its elements', { 'users.user': 'app' }, login, 'yes'],
    [
      'two conditions may meet two elements',
      { 'roles.role': 'read', 'roles.db': 'b' },
      {
        ...login,
        roles: [
          { role: 'read', db: 'a' },
          { role: 'x', db: 'b' },
        ],
      },
      'yes',
    ],
    [
      'one element has to meet both',
      { roles: { $elemMatch: { role: 'read', db: 'b' } } },
      {
        ...login,
        roles: [
          { role: 'read', db: 'a' },
          { role: 'x', db: 'b' },
        ],
      },
      'no',
    ],
    ['an element as a whole', { roles: { role: 'readWrite', db: 'shop' } }, login, 'yes'],
    ['an empty array', { users: [] }, { ...login, users: [] }, 'yes'],
    ['numbers', { result: { $gt: 0 } }, check('find', 'shop.a', 13), 'yes'],
    ['numbers are not text', { result: { $gt: '0' } }, check('find', 'shop.a', 13), 'no'],
    ['a prefix', { 'param.ns': { $regex: '^shop\\.' } }, check('find', 'shop.a', 0), 'yes'],
    ['a dot that is not escaped', { 'param.ns': { $regex: '^shop.' } }, check('find', 'shopping.a', 0), 'yes'],
    ['several prefixes', { 'param.ns': { $regex: '^(shop|billing)' } }, check('find', 'billing.a', 0), 'yes'],
    ['an expression that nobody runs here', { 'param.ns': { $regex: '^(a+)+$' } }, check('find', 'a', 0), 'unknown'],
    ['a field that is not known', { 'param.args.filter': {} }, check('find', 'shop.a', 0), 'unknown'],
    [
      'what is not known does not matter where another branch decides',
      { $or: [{ 'param.args.x': 1 }, { atype: 'authCheck' }] },
      check('find', 'shop.a', 0),
      'yes',
    ],
    ['none of', { $nor: [{ atype: 'authCheck' }] }, check('find', 'shop.a', 0), 'no'],
    ['an operator in a list is refused by the server', { atype: { $in: [{ $regex: 'a' }] } }, login, 'unknown'],
    ['expressions', { $expr: { $eq: ['$result', 0] } }, login, 'unknown'],
    ['exists', { 'param.ns': { $exists: false } }, login, 'yes'],
    ['a size', { users: { $size: 1 } }, login, 'yes'],
  ];
  it.each(cases)('%s', (_, filter, event, expected) => {
    expect(selectsEvent(filter, event)).toBe(expected);
  });

  describeShared('known filters', ['data/audit-filters.known.json'], () => {
    it('those that find nothing find nothing, and the others something', () => {
      const known = sharedJson('data/audit-filters.known.json') as readonly {
        id: string;
        ok: boolean | string;
        filter?: JsonObject;
      }[];
      const events = [
        login,
        { ...login, param: { user: 'myClusterAdministrator', db: 'admin', mechanism: 'SCRAM-SHA-256' } },
        { ...login, param: { user: 'app', db: 'test', mechanism: 'SCRAM-SHA-256' } },
        { ...login, users: [{ user: 'x', db: 'admin' }], roles: [{ role: 'readWrite', db: 'test' }] },
        { ...login, roles: [{ role: 'atlasDataAccessReadWrite', db: 'admin' }] },
        check('find', 'test.orders', 0),
        check('insert', 'finance.books', 0),
        { ...login, atype: 'createCollection', param: { ns: 'test.orders' } },
      ];
      const outcome = Object.fromEntries(
        known
          .filter((one): one is typeof one & { filter: JsonObject } => one.filter !== undefined)
          .map(({ id, filter }) => [id, events.filter((event) => selectsEvent(filter, event) === 'yes').length]),
      );
      for (const id of ['prowler-test', 'web-crud-atype']) expect(outcome[id], id).toBe(0);
      for (const { id, ok, filter } of known)
        if (ok === true && filter !== undefined) expect(outcome[id], id).toBeGreaterThan(0);
      expect(Object.keys(outcome).length).toBeGreaterThan(12);
    });
  });
});

describe('the audit layer', () => {
  const of = (kind: string) => startup.models.find((seed) => seed.kind === kind)?.model as never;
  const cluster = of('cluster') as ModelOf<'cluster'>;
  const accessWith = (audit: Partial<ModelOf<'audit-configuration'>>) =>
    createAccess(
      snapshotOf(
        startup.models.map((seed) =>
          seed.kind === 'audit-configuration' ? { ...seed, model: { ...(seed.model as object), ...audit } } : seed,
        ),
      ),
    );
  const request = (command: string, extra: Partial<DataRequest> = {}): DataRequest => ({
    projectId: cluster.projectId,
    cluster: cluster.name,
    source: { via: 'public', address: '203.0.113.9' },
    principal: { username: 'export', databaseName: 'admin' },
    command,
    target: { type: 'namespace', database: 'shop', collection: 'orders' },
    at: TAKEN_AT,
    ...extra,
  });
  const recorded = (audit: Partial<ModelOf<'audit-configuration'>>, ask: DataRequest) => {
    const access = accessWith(audit);
    return auditOf(access, ask, access.decide(ask)).recorded;
  };
  const on = { enabled: true, auditAuthorizationSuccess: false, configurationType: 'FILTER_JSON' } as const;

  it('says what would be written', () => {
    expect(recorded({ enabled: false }, request('find'))).toBe('no');
    expect(recorded({ ...on, auditFilter: '{"atype":"authCheck"}' }, request('find'))).toBe('no');
    expect(recorded({ ...on, auditFilter: '{"atype":"authCheck"}' }, request('update'))).toBe('yes');
    expect(
      recorded({ ...on, auditAuthorizationSuccess: true, auditFilter: '{"atype":"authCheck"}' }, request('find')),
    ).toBe('yes');
    expect(
      recorded(
        { ...on, auditAuthorizationSuccess: true, auditFilter: '{"atype":"authCheck","param.ns":"shop.users"}' },
        request('find'),
      ),
    ).toBe('no');
    expect(
      recorded(
        { ...on, auditFilter: '{"atype":"authenticate"}' },
        request('find', { principal: { username: 'nobody', databaseName: 'admin' } }),
      ),
    ).toBe('yes');
    expect(recorded({ ...on, auditFilter: 'no json' }, request('update'))).toBe('unknown');
    expect(
      recorded({ ...on, auditFilter: '{}' }, request('find', { source: { via: 'public', address: '10.0.0.1' } })),
    ).toBe('no');
  });
});

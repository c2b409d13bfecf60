/** The decision procedure against oracles that are written another way. */
import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../test/chance.ts';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import { describeShared, sharedJson } from '../../test/shared.ts';
import { shrink } from '../../test/shrink.ts';
import type { Instant } from '../core/instant.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { startup } from '../emulator/samples/startup.ts';
import { builtInRoles } from './built-in-roles.ts';
import { commands, createAccess, type DataRequest, parsePrincipal, proveInvariants, whoCan } from './index.ts';
import { allowing, expandRoles, type Target } from './privileges.ts';
import { serverActions } from './server-actions.ts';

const NOW = TAKEN_AT;
const LATER = '2026-11-25T12:00:00Z' as Instant;
const EARLIER = '2026-11-23T12:00:00Z' as Instant;
const PROJECT = '656000000000000000000001';

describeShared('transcribed tables', ['data/builtin-roles.json', 'data/command-actions.json'], () => {
  const roles = (
    sharedJson('data/builtin-roles.json') as { roles: Record<string, { effective?: object; direct: object }> }
  ).roles;
  const known = sharedJson('data/command-actions.json') as {
    commands: Record<string, { actions: string[]; resource: string; conditional?: unknown }>;
    actionToAtlasEnum: Record<string, string | null>;
  };

  it('roles', () => {
    expect(Object.keys(builtInRoles).length).toBeGreaterThanOrEqual(13);
    for (const [name, table] of Object.entries(builtInRoles)) {
      const expected = roles[name]?.effective ?? roles[name]?.direct;
      const ours = Object.fromEntries(Object.entries(table).map(([where, text]) => [where, text.split(' ')]));
      const theirs = Object.fromEntries(
        Object.entries(expected ?? {}).map(([where, actions]) => [where, [...(actions as string[])].sort()]),
      );
      expect(ours, name).toEqual(theirs);
    }
  });

  it('commands and actions', () => {
    const on = { ns: 'namespace', db: 'database', cluster: 'cluster', none: 'none' } as Record<string, string>;
    const expected = Object.entries(known.commands).filter(([, { resource }]) => resource in on);
    expect(expected.length).toBeGreaterThan(150);
    expect(commands.size).toBe(expected.length);
    for (const [name, { actions, resource, conditional }] of expected)
      expect(commands.get(name), name).toEqual({ on: on[resource], actions, varies: conditional !== undefined });
    const grantable = Object.entries(known.actionToAtlasEnum).filter(([, atlas]) => atlas !== null);
    expect(
      Object.entries(serverActions)
        .map(([atlas, server]) => [server, atlas])
        .sort(),
    ).toEqual(grantable.sort());
  });
});

describe('role expansion', () => {
  const databases = ['shop', 'admin', 'local', 'config', 'other'];
  const collections = ['orders', 'settings', 'system.js', 'system.profile', 'system.users', 'system.buckets.t', null];

  /** The namespaces of a place in the table, one by one. */
  function enumerated(where: string, grantedOn: string): ReadonlySet<string> {
    const ordinary = (name: string | null) => name === null || !/^system\./.test(name);
    const every = databases.flatMap((db) => collections.map((name) => ({ db, name })));
    const places = every.filter(({ db, name }) => {
      if (where === 'any') return true;
      if (where === 'cluster') return false;
      if (where === 'system_buckets:*') return name !== null && /^system\.buckets\./.test(name);
      const [, left = '', right] = /^([^.]+)(?:\.(.*))?$/.exec(where) ?? [];
      const wanted = left === '<db>' ? grantedOn : left;
      const inDatabase = left === '*' ? right !== undefined || !['local', 'config'].includes(db) : db === wanted;
      return inDatabase && (right === undefined ? ordinary(name) : name === right);
    });
    return new Set(places.map(({ db, name }) => `${db} ${name}`));
  }

  it('agrees with the table, for every role, database, collection and action', () => {
    let compared = 0;
    const actions = [
      ...new Set(Object.values(builtInRoles).flatMap((table) => Object.values(table).join(' ').split(' '))),
    ];
    for (const [roleName, table] of Object.entries(builtInRoles)) {
      for (const databaseName of ['shop', 'admin']) {
        const privileges = expandRoles([{ roleName, databaseName, collectionName: null }], new Map());
        const places = Object.entries(table).map(([where, text]) => ({
          in: enumerated(where, databaseName),
          cluster: where === 'cluster' || where === 'any',
          actions: new Set(text.split(' ')),
        }));
        for (const action of actions) {
          for (const database of databases) {
            for (const collection of collections) {
              const target: Target = { type: 'namespace', database, collection };
              const expected = places.some(
                (place) => place.actions.has(action) && place.in.has(`${database} ${collection}`),
              );
              if ((allowing(privileges, action, target) !== undefined) !== expected)
                expect.fail(`${roleName}@${databaseName} ${action} on ${database}.${collection}: expected ${expected}`);
              compared += 1;
            }
          }
          const onCluster = places.some((place) => place.cluster && place.actions.has(action));
          expect(allowing(privileges, action, { type: 'cluster' }) !== undefined).toBe(onCluster);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(70_000);
  });

  it('follows custom roles through what they inherit, and does not go round in circles', () => {
    const role = (roleName: string, inherits: readonly string[]): ModelOf<'custom-database-role'> => ({
      projectId: PROJECT,
      roleName,
      actions:
        roleName === 'c'
          ? [{ action: 'FIND', resources: [{ type: 'collection', database: 'shop', collection: 'orders' }] }]
          : [],
      inheritedRoles: inherits.map((name) => ({ databaseName: 'admin', roleName: name })),
    });
    const roles = new Map([role('a', ['b']), role('b', ['c', 'a']), role('c', [])].map((one) => [one.roleName, one]));
    const given = [{ roleName: 'a', databaseName: 'admin', collectionName: null }];
    const orders: Target = { type: 'namespace', database: 'shop', collection: 'orders' };
    expect(allowing(expandRoles(given, roles), 'find', orders)?.from).toBe('a@admin');
    expect(allowing(expandRoles(given, roles), 'find', { ...orders, collection: 'users' })).toBeUndefined();
    roles.delete('c');
    expect(expandRoles(given, roles).missing).toEqual(['c']);
  });
});

/** A database user with a password and one role. */
function userOf(username: string, roleName: string, on: string): ModelOf<'database-user'> {
  return {
    projectId: PROJECT,
    databaseName: 'admin',
    username,
    mechanism: { type: 'scram' },
    roles: [{ roleName, databaseName: /Any|atlas/.test(roleName) ? 'admin' : on, collectionName: null }],
    scopes: [],
    labels: [],
    description: '',
    deleteAfterDate: null,
  };
}

describe('decisions', () => {
  const cluster = startup.models.find(({ kind }) => kind === 'cluster')?.model as ModelOf<'cluster'>;
  const args = startup.models.find(({ kind }) => kind === 'cluster-process-arguments')
    ?.model as ModelOf<'cluster-process-arguments'>;
  const project = startup.models.find(({ kind }) => kind === 'project')?.model as ModelOf<'project'>;
  const organization = startup.models.find(({ kind }) => kind === 'organization');

  it('agrees with an enumeration of small worlds', () => {
    const chance = chanceFrom(20_261_124);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    let compared = 0;
    const verdicts = { yes: 0, no: 0, unknown: 0 };
    for (let world = 0; world < 1000; world += 1) {
      // 198.51.100.0/24 is the whole internet here: 256 addresses, one bit each.
      const entries = Array.from({ length: Math.floor(chance() * 6) }, () => {
        const bits = Math.floor(chance() * 9);
        const first = (Math.floor(chance() * 256) >> bits) << bits;
        return {
          first,
          last: first + 2 ** bits - 1,
          cidr: `198.51.100.${first}/${32 - bits}`,
          until: pick([null, null, EARLIER, LATER]),
        };
      });
      const seen = new Set<string>();
      const list = entries.filter(({ cidr }) => !seen.has(cidr) && seen.add(cidr) !== undefined);
      const floor = pick(['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3', null] as const);
      const users = ['app', 'batch', 'report'].map((username) => ({
        username,
        role: pick(['read', 'readWrite', 'readWriteAnyDatabase', 'dbAdmin', 'atlasAdmin']),
        on: pick(['shop', 'other']),
        scope: pick([null, null, cluster.name, 'elsewhere']),
        until: pick([null, null, null, EARLIER, LATER]),
      }));
      const paused = chance() < 0.05;
      const accessOf = (listed: readonly (typeof list)[number][], logins: readonly (typeof users)[number][]) =>
        createAccess(
          snapshotOf([
            { kind: 'organization', model: organization?.model },
            { kind: 'project', model: project },
            { kind: 'cluster', model: { ...cluster, paused } },
            { kind: 'cluster-process-arguments', model: { ...args, minimumEnabledTlsProtocol: floor } },
            ...listed.map(({ cidr, until }) => ({
              kind: 'project-ip-access-list',
              model: { projectId: project.id, type: 'cidr', entry: cidr, comment: '', deleteAfterDate: until },
            })),
            ...logins.map(({ username, role, on, scope, until }) => ({
              kind: 'database-user',
              model: {
                ...userOf(username, role, on),
                scopes: scope === null ? [] : [{ type: 'CLUSTER', name: scope }],
                deleteAfterDate: until,
              },
            })),
          ]),
        );
      const access = accessOf(list, users);
      for (let ask = 0; ask < 100; ask += 1) {
        const host = Math.floor(chance() * 256);
        const username = pick(['app', 'batch', 'report', 'nobody']);
        const tls = pick(['1.0', '1.1', '1.2', '1.3'] as const);
        const command = pick(['find', 'update', 'dropDatabase', 'serverStatus', 'ping']);
        const database = pick(['shop', 'other', 'local']);
        const request: DataRequest = {
          projectId: project.id,
          cluster: cluster.name,
          source: { via: 'public', address: `198.51.100.${host}` },
          principal: { username, databaseName: 'admin' },
          tls,
          command,
          target: { type: 'namespace', database, collection: 'orders' },
          at: NOW,
        };
        const expectedOf = (
          listed: readonly (typeof list)[number][],
          logins: readonly (typeof users)[number][],
        ): boolean => {
          const user = logins.find((candidate) => candidate.username === username);
          const lowest = Math.max(2, floor === null ? 2 : Number(floor.slice(-1)));
          const may = (): boolean => {
            if (user === undefined) return false;
            const { role, on } = user;
            const everywhere = /Any|atlas/.test(role);
            const here = everywhere ? database !== 'local' : database === on;
            if (command === 'ping') return true;
            if (command === 'serverStatus') return role === 'atlasAdmin';
            if (command === 'find')
              return here && role !== 'dbAdmin' ? true : role === 'atlasAdmin' && database === 'local';
            if (command === 'update') return here && role !== 'dbAdmin' && role !== 'read';
            return here && (role === 'dbAdmin' || role === 'atlasAdmin');
          };
          return (
            listed.some(({ first, last, until }) => until !== EARLIER && host >= first && host <= last) &&
            !paused &&
            Number(tls.slice(-1)) >= lowest &&
            user !== undefined &&
            user.until !== EARLIER &&
            (user.scope === null || user.scope === cluster.name) &&
            may()
          );
        };
        const expected = expectedOf(list, users);
        const { verdict } = access.decide(request);
        if (verdict !== (expected ? 'yes' : 'no')) {
          // Told in its least form.
          const differs = (listed: readonly (typeof list)[number][], logins: readonly (typeof users)[number][]) =>
            accessOf(listed, logins).decide(request).verdict !== (expectedOf(listed, logins) ? 'yes' : 'no');
          const least = shrink(list, (some) => differs(some, users));
          const logins = shrink(users, (some) => differs(least, some));
          expect.fail(
            `world ${world}: ${JSON.stringify({ request, list: least, users: logins, paused, floor })}: ${verdict}`,
          );
        }
        verdicts[verdict] += 1;
        compared += 1;
      }
    }
    expect(compared).toBe(100_000);
    expect(verdicts.yes).toBeGreaterThan(1000);
    expect(verdicts.no).toBeGreaterThan(1000);
  });

  it('answers unknown, never no, for what was not read', () => {
    const full = snapshotOf(startup.models);
    for (const kind of [
      'project-ip-access-list',
      'database-user',
      'custom-database-role',
      'cluster-process-arguments',
    ]) {
      const partial = {
        ...full,
        resources: full.resources.filter((resource) => resource.kind !== kind),
        reads: full.reads.map((read) =>
          read.kind === kind ? { ...read, notRead: { cause: 'forbidden', because: 'Atlas refused it.' } } : read,
        ),
      } as Snapshot;
      const access = createAccess(partial);
      const [first] = access.projects.filter(({ clusters }) => clusters.has(cluster.name));
      const user =
        [
          ...(createAccess(full)
            .project(first?.id ?? '')
            ?.principals.keys() ?? []),
        ][0] ?? 'app@admin';
      const { verdict, layers } = access.decide({
        projectId: first?.id ?? '',
        cluster: cluster.name,
        source: { via: 'public', address: '203.0.113.10' },
        principal: parsePrincipal(user),
        command: 'find',
        target: { type: 'namespace', database: 'shop', collection: 'orders' },
        at: NOW,
      });
      if (kind !== 'custom-database-role')
        expect(
          layers.some((layer) => layer.verdict === 'unknown'),
          kind,
        ).toBe(true);
      expect(verdict, `${kind}: ${JSON.stringify(layers)}`).not.toBe('no');
    }
  });

  it('finds those who need no login of the database', () => {
    const rows = whoCan(createAccess(snapshotOf(startup.models)), {
      command: 'find',
      target: { type: 'namespace', database: 'shop', collection: 'orders' },
      at: NOW,
    });
    expect(rows.some(({ plane }) => plane === 'data')).toBe(true);
    expect(rows.some(({ plane, because }) => plane === 'control' && /database user/.test(because))).toBe(true);
    expect(rows.some(({ fromInternet }) => fromInternet)).toBe(true);
  });

  it('says perhaps for a list that was not read, and for security groups that nobody can look into', () => {
    const full = snapshotOf(startup.models);
    const unread = {
      ...full,
      resources: full.resources.filter(({ kind }) => kind !== 'project-ip-access-list'),
      reads: full.reads.map((read) =>
        read.kind === 'project-ip-access-list'
          ? { ...read, notRead: { cause: 'forbidden', because: 'Atlas refused it.' } }
          : read,
      ),
    } as Snapshot;
    const question = {
      command: 'find',
      target: { type: 'namespace', database: 'shop', collection: 'orders' },
      at: NOW,
    } as const;
    const rows = whoCan(createAccess(unread), question).filter(({ plane }) => plane === 'data');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ verdict, fromInternet }) => verdict === 'unknown' && fromInternet)).toBe(true);
    const group = {
      projectId: PROJECT,
      type: 'aws-security-group',
      entry: 'sg-0123',
      comment: '',
      deleteAfterDate: null,
    };
    const grouped = createAccess(
      snapshotOf([
        ...startup.models.filter(({ kind }) => kind !== 'project-ip-access-list'),
        { kind: 'project-ip-access-list', model: group },
      ]),
    );
    const profile = { ...ASSUMED_PROFILE, invariants: [{ name: 'nobody', projects: [PROJECT] }] };
    const [found] = proveInvariants(grouped, profile, NOW);
    expect(found?.verdict).toBe('unknown');
    expect(found?.unknown.join(' ')).toContain('security groups');
  });

  it('proves invariants over every address, as an enumeration of all 256 finds', () => {
    const chance = chanceFrom(815);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    const counted = { holds: 0, violated: 0 };
    for (let world = 0; world < 400; world += 1) {
      const block = () => {
        const bits = Math.floor(chance() * 9);
        return { bits, first: (Math.floor(chance() * 256) >> bits) << bits };
      };
      const entries = [
        ...new Map(
          Array.from({ length: Math.floor(chance() * 4) }, block).map((one) => [JSON.stringify(one), one]),
        ).values(),
      ];
      const office = block();
      const cidr = ({ bits, first }: { bits: number; first: number }) => `198.51.100.${first}/${32 - bits}`;
      const within = (host: number, { bits, first }: { bits: number; first: number }) =>
        host >= first && host < first + 2 ** bits;
      const users = ['app', 'batch'].map((username) => ({
        username,
        role: pick(['read', 'readWrite']),
        on: pick(['billing', 'other']),
      }));
      const access = createAccess(
        snapshotOf([
          { kind: 'organization', model: organization?.model },
          { kind: 'project', model: project },
          { kind: 'cluster', model: { ...cluster, paused: false } },
          ...entries.map((entry) => ({
            kind: 'project-ip-access-list',
            model: { projectId: project.id, type: 'cidr', entry: cidr(entry), comment: '', deleteAfterDate: null },
          })),
          ...users.map(({ username, role, on }) => ({
            kind: 'database-user',
            model: userOf(username, role, on),
          })),
        ]),
      );
      const profile = {
        ...ASSUMED_PROFILE,
        knownNetworks: [{ name: 'office', cidrs: [cidr(office)] }],
        invariants: [{ name: 'billing', may: ['insert', 'update'], on: 'billing', outside: ['office'] }],
      };
      const [found] = proveInvariants(access, profile, NOW);
      const hosts = Array.from({ length: 256 }, (_, host) => host).filter(
        (host) => entries.some((entry) => within(host, entry)) && !within(host, office),
      );
      const writers = users
        .filter(({ role, on }) => role === 'readWrite' && on === 'billing')
        .map(({ username }) => username);
      const expected = hosts.length > 0 && writers.length > 0 ? 'violated' : 'holds';
      expect(found?.verdict, `world ${world}`).toBe(expected);
      counted[expected] += 1;
      if (expected !== 'violated') continue;
      expect(found?.violations.map(({ who }) => who).sort()).toEqual(writers.map((name) => `${name}@admin`).sort());
      for (const { witness } of found?.violations ?? []) expect(hosts).toContain(Number(witness.split('.')[3]));
    }
    expect(counted.violated).toBeGreaterThan(50);
    expect(counted.holds).toBeGreaterThan(50);
  });
});

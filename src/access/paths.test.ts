/** Paths to data and the least that cuts them, against oracles that try everything. */
import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../test/chance.ts';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import { applyChanges } from '../core/change.ts';
import { ASSUMED_PROFILE, type Profile } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import { indexSnapshot, withResources } from '../core/snapshot.ts';
import { enterprise } from '../emulator/samples/enterprise.ts';
import { hardened } from '../emulator/samples/hardened.ts';
import { startup } from '../emulator/samples/startup.ts';
import { compareRoles, createAccess, type DataRequest, expandRoles, findAttacks, leastChange } from './index.ts';
import { allowing, type Target } from './privileges.ts';
import { smallestCut } from './smallest-cut.ts';

describe('the smallest cut', () => {
  it('weighs what trying every choice finds', () => {
    const chance = chanceFrom(31_337);
    let compared = 0;
    for (let round = 0; round < 3000; round += 1) {
      const cuts = 1 + Math.floor(chance() * 9);
      const weights = Array.from({ length: cuts }, () => 1 + Math.floor(chance() * 5));
      const paths = Array.from({ length: 1 + Math.floor(chance() * 10) }, () => {
        const size = 1 + Math.floor(chance() * 3);
        return [...new Set(Array.from({ length: size }, () => Math.floor(chance() * cuts)))];
      });
      let best = Number.POSITIVE_INFINITY;
      for (let choice = 0; choice < 2 ** cuts; choice += 1) {
        if (!paths.every((path) => path.some((cut) => (choice >> cut) & 1))) continue;
        best = Math.min(
          best,
          weights.reduce((sum, weight, cut) => sum + ((choice >> cut) & 1) * weight, 0),
        );
      }
      const found = smallestCut(paths, weights);
      expect(found.weight, JSON.stringify({ paths, weights })).toBe(best);
      expect(found.atLeast).toBe(best);
      expect(paths.every((path) => path.some((cut) => found.chosen.includes(cut)))).toBe(true);
      compared += 1;
    }
    expect(compared).toBe(3000);
  });

  it('says how far off it may be where it gives up', () => {
    const chance = chanceFrom(7);
    const paths = Array.from({ length: 200 }, () => [
      ...new Set(Array.from({ length: 4 }, () => Math.floor(chance() * 60))),
    ]);
    const weights = Array.from({ length: 60 }, () => 1);
    const found = smallestCut(paths, weights, 3);
    expect(found.atLeast).toBeLessThan(found.weight);
    expect(paths.every((path) => path.some((cut) => found.chosen.includes(cut)))).toBe(true);
  });
});

const starts = ['internet', 'leaked-key', 'person'] as const;
const question = { starts, command: 'find', at: TAKEN_AT };

describe('paths to data', () => {
  it('are there in the samples that are open, and none from outside in the one that is hardened', () => {
    for (const sample of [startup, enterprise]) {
      const { paths, cut, left } = findAttacks(createAccess(snapshotOf(sample.models)), ASSUMED_PROFILE, question);
      expect(paths.some(({ start }) => start === 'internet')).toBe(true);
      expect(paths.some(({ start }) => start === 'leaked-key')).toBe(true);
      expect(cut.length).toBeGreaterThan(0);
      // What is left is what no cut was offered for: an organization keeps an owner.
      expect(left.filter(({ cuts }) => cuts.length > 0)).toEqual([]);
      expect(left.every(({ start }) => start === 'person')).toBe(true);
    }
    const outside = findAttacks(createAccess(snapshotOf(hardened.models)), hardened.profile ?? ASSUMED_PROFILE, {
      ...question,
      starts: ['internet', 'leaked-key'],
    });
    expect(outside.paths.filter(({ verdict }) => verdict === 'allow')).toEqual([]);
  });

  it('leave no stranger a way in once they are cut, and every named client its own', () => {
    const chance = chanceFrom(2718);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    const base = startup.models.filter(({ kind }) => kind !== 'project-ip-access-list');
    const projects = base.filter(({ kind }) => kind === 'project').map(({ model }) => model as ModelOf<'project'>);
    let cutWorlds = 0;
    let strangers = 0;
    for (let world = 0; world < 1000; world += 1) {
      const entries = projects.flatMap(({ id }) =>
        [
          ...new Set(
            Array.from({ length: Math.floor(chance() * 4) }, () =>
              pick([
                '0.0.0.0/0',
                '0.0.0.0/1',
                '128.0.0.0/1',
                '64.0.0.0/2',
                '203.0.113.0/24',
                '198.51.100.9/32',
                '::/0',
              ]),
            ),
          ),
        ].map((entry) => ({
          kind: 'project-ip-access-list',
          model: { projectId: id, type: 'cidr', entry, comment: '', deleteAfterDate: null },
        })),
      );
      const snapshot = snapshotOf([...base, ...entries]);
      const client = { name: 'app', addresses: [`203.0.113.${Math.floor(chance() * 256)}`] };
      const profile: Profile = { ...ASSUMED_PROFILE, knownClients: chance() < 0.9 ? [client] : [] };
      const access = createAccess(snapshot);
      const attack = findAttacks(access, profile, { ...question, starts: ['internet'] });
      const after = createAccess(
        withResources(
          snapshot,
          applyChanges(
            indexSnapshot(snapshot).byAddress,
            attack.cut.flatMap(({ changes }) => changes),
          ).values(),
        ),
      );
      expect(attack.left, `world ${world}`).toEqual([]);
      if (attack.cut.length > 0) cutWorlds += 1;
      // What is not known yet is nothing to apply.
      for (const { needs, changes } of attack.cut) expect(changes.length === 0).toBe(needs !== undefined);
      const can = (which: typeof access, projectId: string, address: string, user: string, cluster: string) =>
        which.decide({
          projectId,
          cluster,
          source: { via: 'public', address },
          principal: { username: user, databaseName: 'admin' },
          command: 'find',
          target: { type: 'namespace', database: 'shop', collection: 'orders' },
          at: TAKEN_AT,
        }).verdict;
      for (const project of access.projects) {
        const [cluster] = [...project.clusters.keys()];
        const [principal] = [...project.principals.values()];
        if (cluster === undefined || principal === undefined) continue;
        const { username } = principal.user;
        if (profile.knownClients.length > 0) {
          const [address = ''] = client.addresses;
          const before = can(access, project.id, address, username, cluster);
          const now = can(after, project.id, address, username, cluster);
          if (before === 'yes') expect(now, `world ${world}: the named client`).toBe('yes');
        }
        // Of sixteen addresses all over the internet at most the few of one holder get in.
        if (attack.cut.some(({ needs }) => needs !== undefined)) continue;
        const inside = Array.from({ length: 16 }, (_, n) => `${n * 16 + 1}.${Math.floor(chance() * 256)}.7.7`).filter(
          (address) => can(after, project.id, address, username, cluster) === 'yes',
        );
        expect(inside.length, `world ${world}: ${inside.join(', ')}`).toBeLessThanOrEqual(1);
        strangers += 16;
      }
    }
    expect(cutWorlds).toBeGreaterThan(300);
    expect(strangers).toBeGreaterThan(10_000);
  });
});

describe('comparing roles', () => {
  it('agrees with looking at every place of a small world', () => {
    const chance = chanceFrom(1618);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    const databases = ['shop', 'billing', 'never-named', 'admin', 'local', 'config'];
    const collections = ['orders', 'system.js', 'system.users', 'system.buckets.x', 'never-named', null];
    const targets: readonly Target[] = [
      { type: 'cluster' },
      ...databases.flatMap((database) =>
        collections.map((collection): Target => ({ type: 'namespace', database, collection })),
      ),
    ];
    const relations = new Map<string, number>();
    for (let round = 0; round < 2000; round += 1) {
      const roles = () =>
        Array.from({ length: 1 + Math.floor(chance() * 2) }, () => ({
          ...pick([
            { roleName: 'read', databaseName: pick(['shop', 'billing']) },
            { roleName: 'readWrite', databaseName: pick(['shop', 'billing']) },
            { roleName: 'dbAdmin', databaseName: pick(['shop', 'billing']) },
            { roleName: 'readAnyDatabase', databaseName: 'admin' },
            { roleName: 'readWriteAnyDatabase', databaseName: 'admin' },
            { roleName: 'clusterMonitor', databaseName: 'admin' },
            { roleName: 'atlasAdmin', databaseName: 'admin' },
          ]),
          collectionName: null,
        }));
      const custom = new Map();
      const [first, second] = [expandRoles(roles(), custom), expandRoles(roles(), custom)];
      const actions = [...new Set([...first.all, ...second.all].flatMap((privilege) => [...privilege.actions]))];
      let onlyFirst = 0;
      let onlySecond = 0;
      let both = 0;
      for (const target of targets)
        for (const action of actions) {
          const inFirst = allowing(first, action, target) !== undefined;
          const inSecond = allowing(second, action, target) !== undefined;
          if (inFirst && inSecond) both += 1;
          else if (inFirst) onlyFirst += 1;
          else if (inSecond) onlySecond += 1;
        }
      const expected =
        onlyFirst === 0
          ? onlySecond === 0
            ? 'same'
            : 'narrower'
          : onlySecond === 0
            ? 'wider'
            : both > 0
              ? 'overlapping'
              : 'disjoint';
      expect(compareRoles(first, second).relation, `round ${round}`).toBe(expected);
      relations.set(expected, (relations.get(expected) ?? 0) + 1);
    }
    expect(relations.size).toBeGreaterThanOrEqual(4);
  });
});

describe('the least change', () => {
  it('turns every verdict round that a setting can, and with as few changes as there are reasons', () => {
    const chance = chanceFrom(57_721);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    const access = createAccess(snapshotOf(startup.models));
    const counted = { yes: 0, no: 0, unknown: 0 };
    let turned = 0;
    for (let round = 0; round < 400; round += 1) {
      const project = pick(access.projects.filter(({ clusters }) => clusters.size > 0));
      const request: DataRequest = {
        projectId: project.id,
        cluster: pick([...project.clusters.keys()]),
        source: { via: 'public', address: pick(['203.0.113.9', '198.51.100.17', '2001:db8::1', '10.0.0.1']) },
        principal: { username: pick(['app', 'export', 'kim', 'nobody']), databaseName: 'admin' },
        tls: pick(['1.2', '1.3', '1.0']),
        command: pick(['find', 'update', 'dropDatabase', 'serverStatus']),
        target: { type: 'namespace', database: pick(['shop', 'other']), collection: 'orders' },
        at: TAKEN_AT,
      };
      const { verdict, layers } = access.decide(request);
      counted[verdict] += 1;
      const { flips, cannot } = leastChange(access, request);
      if (verdict === 'unknown') continue;
      const [least] = flips;
      if (least === undefined) {
        expect(cannot.length, JSON.stringify(request)).toBeGreaterThan(0);
        continue;
      }
      turned += 1;
      const after = createAccess(
        withResources(access.index.snapshot, applyChanges(access.index.byAddress, least.changes).values()),
      );
      expect(after.decide(request).verdict).toBe(verdict === 'yes' ? 'no' : 'yes');
      if (verdict === 'no')
        expect(least.changes.length).toBeLessThanOrEqual(layers.filter((layer) => layer.verdict === 'deny').length);
      else expect(least.changes.length).toBe(1);
    }
    expect(turned).toBeGreaterThan(100);
    expect(counted.yes).toBeGreaterThan(20);
    expect(counted.no).toBeGreaterThan(20);
  });
});

/** The planner, the choice of steps and the decision together: whoever is named keeps its way in, after each step. */
import { expect, it } from 'vitest';
import { chanceFrom } from '../../test/chance.ts';
import { snapshotOf } from '../../test/laws/snapshot-of.ts';
import { shrink } from '../../test/shrink.ts';
import { sha256 } from '../apps/platform.ts';
import { controls } from '../controls/catalogue.generated.ts';
import { applyChange, type Change } from '../core/change.ts';
import { ASSUMED_PROFILE, type Profile } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import { indexSnapshot } from '../core/snapshot.ts';
import { startup } from '../emulator/samples/startup.ts';
import { analyzers } from '../hazards/analyzers.generated.ts';
import { resources } from '../resources/index.generated.ts';
import { makePlan, selectSteps } from '../workflows/make-plan.ts';
import { stageClients, walk } from './index.ts';

const registry = new Map(resources.map((resource) => [resource.kind, resource]));
const network = controls.filter(({ id }) => id.startsWith('network/') || id.startsWith('authorization/'));

/** Numbers of an address, for an oracle that knows no CIDR sets. */
const numberOf = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
function admits(entry: string, address: string): boolean {
  const [host = '', bits = '32'] = entry.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(host) / size) === Math.floor(numberOf(address) / size);
}

const OPEN_LIST = 'network/no-open-ip-access-list';
/** Addresses of nobody in particular, all over the internet; 203.0.113.0/24 is the clients' own. */
const STRANGERS = Array.from({ length: 32 }, (_, n) => `${n * 7 + 1}.9.8.7`).filter((one) => !one.startsWith('203.'));
const projectOf = (change: { readonly type: string }) =>
  ((change as { before?: { projectId?: string } }).before ?? (change as { after?: { projectId?: string } }).after)
    ?.projectId;

it('cuts off nobody who is named and leaves no hole that it claims to close, in ten thousand random organizations', () => {
  const chance = chanceFrom(4711);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
  const base = startup.models.filter(({ kind }) => kind !== 'project-ip-access-list');
  let steps = 0;
  let decisions = 0;
  let closed = 0;
  let claimed = 0;
  for (let world = 0; world < 10_000; world += 1) {
    const projects = startup.models
      .filter(({ kind }) => kind === 'project')
      .map(({ model }) => model as ModelOf<'project'>);
    const address = () => `203.0.113.${Math.floor(chance() * 256)}`;
    const entries = projects.flatMap((project) =>
      [
        ...new Set(
          Array.from({ length: 1 + Math.floor(chance() * 4) }, () =>
            pick([
              '0.0.0.0/0',
              '0.0.0.0/1',
              '128.0.0.0/1',
              '203.0.113.0/24',
              '203.0.113.128/25',
              `${address()}/32`,
              '10.0.0.0/8',
            ]),
          ),
        ),
      ].map((entry) => ({ projectId: project.id, type: 'cidr', entry, comment: '', deleteAfterDate: null })),
    );
    const models = [...base, ...entries.map((model) => ({ kind: 'project-ip-access-list', model }))];
    const snapshot = snapshotOf(models);
    const profile: Profile = {
      ...ASSUMED_PROFILE,
      knownClients: Array.from({ length: Math.floor(chance() * 4) }, (_, n) => ({
        name: `client-${n}`,
        addresses: Array.from({ length: 1 + Math.floor(chance() * 2) }, address),
        ...(chance() < 0.5 ? { projects: [pick(projects).name] } : {}),
      })),
    };
    const plan = makePlan({ controls: network, snapshot, profile, resources, analyzers, sha256 });
    const { chosen } = selectSteps(plan, { ids: [], hazards: [] });
    const proof = walk(snapshot, chosen, profile);
    if (proof.cutOff.length > 0) {
      // Told in its least form: the entries without which the plan would cut nobody off.
      const least = shrink(entries, (some) => {
        const smaller = snapshotOf([...base, ...some.map((model) => ({ kind: 'project-ip-access-list', model }))]);
        const again = makePlan({ controls: network, snapshot: smaller, profile, resources, analyzers, sha256 });
        return walk(smaller, selectSteps(again, { ids: [], hazards: [] }).chosen, profile).cutOff.length > 0;
      });
      expect.fail(`world ${world}: ${JSON.stringify({ least, clients: profile.knownClients, cutOff: proof.cutOff })}`);
    }
    decisions += proof.decisions;
    steps += chosen.length;
    // The oracle: who got in before still gets in, and nothing but the lists is looked at.
    let state = indexSnapshot(snapshot).byAddress;
    const listOf = (projectId: string) =>
      [...state.values()]
        .filter(({ kind }) => kind === 'project-ip-access-list')
        .map(({ model }) => model as ModelOf<'project-ip-access-list'>)
        .filter((entry) => entry.projectId === projectId)
        .map(({ entry }) => entry);
    const inside = () =>
      profile.knownClients.flatMap((client) =>
        projects
          .filter(({ name }) => client.projects === undefined || client.projects.includes(name))
          .filter(({ id }) => client.addresses.every((one) => listOf(id).some((entry) => admits(entry, one))))
          .map(({ id }) => `${client.name} ${id}`),
      );
    const before = inside();
    for (const { change, id } of chosen) {
      state = applyChange(state, change);
      const now = inside();
      expect(
        before.filter((one) => !now.includes(one)),
        `world ${world}, step ${id}`,
      ).toEqual([]);
      if (change.kind === 'project-ip-access-list' && change.type === 'delete') closed += 1;
    }
    // Holes: what the plan claims to close is closed, to a stranger's eyes and to the control that found it.
    const claims = new Set(chosen.flatMap(({ closes }) => closes).filter((id) => id.includes(OPEN_LIST)));
    if (claims.size > 0) {
      const touched = new Set(
        chosen
          .filter(({ closes }) => closes.some((id) => id.includes(OPEN_LIST)))
          .map(({ change }) => projectOf(change)),
      );
      for (const { id, name } of projects) {
        if (!touched.has(id)) continue;
        const strangers = STRANGERS.filter((one) => listOf(id).some((entry) => admits(entry, one)));
        expect(strangers, `world ${world}, project ${name}`).toEqual([]);
        claimed += 1;
      }
    }
  }
  // Cautious is no merit where nothing is closed: entries were removed, and clients were looked at.
  expect(steps).toBeGreaterThan(5000);
  expect(closed).toBeGreaterThan(1000);
  expect(decisions).toBeGreaterThan(10_000);
  expect(claimed).toBeGreaterThan(1000);
}, 300_000);

it('sees the step that cuts a client off', () => {
  const snapshot = snapshotOf(startup.models);
  const open = startup.models.find(
    ({ kind, model }) => kind === 'project-ip-access-list' && (model as { entry: string }).entry === '0.0.0.0/0',
  );
  const change = registry.get('project-ip-access-list')?.delete(open?.model as never);
  if (change === undefined) throw new Error('the sample has an open entry');
  const profile = { ...ASSUMED_PROFILE, knownClients: [{ name: 'away', addresses: ['192.0.2.77'] }] };
  expect(walk(snapshot, [{ id: 's-1', change }], profile).cutOff).toMatchObject([{ step: 's-1', client: 'away' }]);
});

it('sees what happens to a client whose login was unknown, and to one whose user or cluster goes', () => {
  const snapshot = snapshotOf(startup.models);
  const of = (kind: string, fits: (model: Record<string, unknown>) => boolean) =>
    startup.models.find((seed) => seed.kind === kind && fits(seed.model as Record<string, unknown>))?.model as never;
  const open = of('project-ip-access-list', ({ entry }) => entry === '0.0.0.0/0') as { projectId: string };
  const inProject = ({ projectId }: Record<string, unknown>) => projectId === open.projectId;
  const user = of('database-user', inProject) as { username: string };
  const remove = (kind: string, model: unknown) => registry.get(kind as never)?.delete(model as never);
  const client = { name: 'away', addresses: ['192.0.2.77'], user: user.username };
  const profile = { ...ASSUMED_PROFILE, knownClients: [client] };
  const unread = {
    ...snapshot,
    resources: snapshot.resources.map((resource) =>
      resource.model === (user as unknown)
        ? { ...resource, model: { ...user, databaseName: '$external', mechanism: { type: 'oidc', principal: 'user' } } }
        : resource,
    ),
  };
  for (const [state, change] of [
    [unread, remove('project-ip-access-list', open)],
    [snapshot, remove('database-user', user)],
    [snapshot, remove('cluster', of('cluster', inProject))],
  ] as const) {
    if (change === undefined) throw new Error('no such change');
    expect(walk(state, [{ id: 's-1', change }], profile).cutOff, change.address).toMatchObject([{ client: 'away' }]);
  }
});

it('sees a pipeline, and Fivefold itself, lose their way to the Admin API', () => {
  const settings = startup.models.find(({ kind }) => kind === 'organization-settings')?.model as object;
  const snapshot = snapshotOf(startup.models);
  const require = registry
    .get('organization-settings')
    ?.update(settings as never, { apiAccessListRequired: true } as never);
  const key = startup.models.find(({ kind }) => kind === 'api-key')?.model as ModelOf<'api-key'>;
  const entry = registry.get('api-key-access-list-entry')?.create({
    orgId: key.orgId,
    apiKeyId: key.id,
    entry: '198.51.100.0/24',
    created: null,
    count: 0,
    lastUsed: null,
    lastUsedAddress: null,
  } as never);
  if (require === undefined || entry === undefined) throw new Error('no such change');
  const pipeline = (addresses: readonly string[]) => ({
    ...ASSUMED_PROFILE,
    knownClients: [{ name: 'pipeline', addresses, credential: key.publicKey }],
  });
  const cut = (change: Change, addresses: readonly string[]) =>
    walk(snapshot, [{ id: 's-1', change }], pipeline(addresses)).cutOff.map(({ client, from }) => `${client} ${from}`);
  expect(cut(require, ['198.51.100.7'])).toEqual(['pipeline the Admin API']);
  expect(cut(entry, ['203.0.113.7'])).toEqual(['pipeline the Admin API']);
  expect(cut(entry, ['198.51.100.7'])).toEqual([]);
  // Nobody knows from where this one calls.
  expect(cut(entry, [])).toEqual(['pipeline the Admin API']);
});

it('knows whom the last secret of its service account keeps in, and whom another one does', () => {
  const secret = (id: string, expiresAt: string) => ({
    id,
    createdAt: '2026-10-20T10:00:00Z',
    expiresAt,
    lastUsedAt: null,
  });
  const ended = secret('6600000000000000000000c1', '2026-11-01T10:00:00Z');
  const valid = secret('6600000000000000000000c2', '2027-01-18T10:00:00Z');
  const other = secret('6600000000000000000000c3', '2027-01-18T10:00:00Z');
  const { orgId } = startup;
  const cut = (secrets: readonly (typeof valid)[], removed: typeof valid) => {
    const account = {
      orgId,
      clientId: 'mdb_sa_id_6600000000000000000000c0',
      name: 'pipeline',
      description: 'pipeline',
      createdAt: '2026-10-20T10:00:00Z',
      roles: ['ORG_MEMBER'],
      secrets,
    };
    const { clientId } = account;
    const snapshot = snapshotOf([
      ...startup.models,
      { kind: 'service-account', model: account },
      ...secrets.map((one) => ({ kind: 'service-account-secret', model: { orgId, clientId, ...one } })),
    ]);
    const change = registry.get('service-account-secret')?.delete({ orgId, clientId, ...removed } as never) as Change;
    const knownClients = [{ name: 'pipeline', addresses: ['198.51.100.7'], credential: clientId }];
    return walk(snapshot, [{ id: 's-1', change }], { ...ASSUMED_PROFILE, knownClients }).cutOff.length;
  };
  expect(cut([valid], valid)).toBe(1);
  expect(cut([ended, valid], valid)).toBe(1);
  expect(cut([ended, valid], ended)).toBe(0);
  // Which of the two it uses nobody knows here: that is a hazard, not a fact.
  expect(cut([valid, other], valid)).toBe(0);
});

it('keeps whoever a careless plan would cut off in for a while, and nobody else', () => {
  const chance = chanceFrom(60_606);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
  const list = registry.get('project-ip-access-list');
  const base = startup.models.filter(({ kind }) => kind !== 'project-ip-access-list');
  const projects = startup.models
    .filter(({ kind }) => kind === 'project')
    .map(({ model }) => model as ModelOf<'project'>);
  const until = '2099-01-01T06:00:00Z' as never;
  const count = { staged: 0, left: 0, none: 0 };
  for (let world = 0; world < 500; world += 1) {
    const entries = projects.flatMap((project) =>
      [
        ...new Set(
          Array.from({ length: 1 + Math.floor(chance() * 3) }, () =>
            pick(['0.0.0.0/0', '203.0.113.0/24', '198.51.100.7/32']),
          ),
        ),
      ].map((entry) => ({ projectId: project.id, type: 'cidr' as const, entry, comment: '', deleteAfterDate: null })),
    );
    const snapshot = snapshotOf([...base, ...entries.map((model) => ({ kind: 'project-ip-access-list', model }))]);
    const profile: Profile = {
      ...ASSUMED_PROFILE,
      knownClients: Array.from({ length: 1 + Math.floor(chance() * 3) }, (_, n) => ({
        name: `client-${n}`,
        addresses: [pick([`203.0.113.${Math.floor(chance() * 256)}`, '198.51.100.7', '192.0.2.0/26'])],
      })),
    };
    // What a scanner's advice amounts to: every entry goes at once.
    const steps = entries
      .filter(() => chance() < 0.7)
      .map((model, n) => ({ id: `s-${n}`, change: list?.delete(model as never) as Change }));
    const before = walk(snapshot, steps, profile).cutOff;
    const { staged, left } = stageClients(snapshot, steps, profile, until);
    const after = walk(
      snapshot,
      [...staged.map(({ change }, n) => ({ id: `t-${n}`, change })), ...steps],
      profile,
    ).cutOff;
    expect(after).toEqual(left);
    // Only an entry that the plan itself removes stands in the way of a temporary one.
    for (const { client } of left)
      expect(profile.knownClients.find(({ name }) => name === client)?.addresses).toEqual(['198.51.100.7']);
    for (const { change } of staged) {
      const { entry, deleteAfterDate } = (change as { after: ModelOf<'project-ip-access-list'> }).after;
      expect(deleteAfterDate).toBe(until);
      expect(
        profile.knownClients
          .flatMap(({ addresses }) => addresses)
          .some((one) => entry === one || entry === `${one}/32`),
      ).toBe(true);
    }
    if (before.length === 0) {
      expect(staged).toEqual([]);
      count.none += 1;
    } else if (left.length > 0) count.left += 1;
    else count.staged += 1;
    // When the entry has ended, the way in has, too.
    if (staged.length > 0)
      expect(
        walk(
          snapshot,
          [...staged.map(({ change }, n) => ({ id: `t-${n}`, change })), ...steps],
          profile,
          '2099-01-02T00:00:00Z' as never,
        ).cutOff.length,
      ).toBeGreaterThan(0);
  }
  expect(Math.min(count.staged, count.left, count.none)).toBeGreaterThan(10);
});

it('tells a counterexample in its least form', () => {
  const items = Array.from({ length: 100 }, (_, n) => n);
  expect(shrink(items, (some) => some.includes(17) && some.includes(71))).toEqual([17, 71]);
  expect(shrink(items, (some) => some.length >= 3)).toHaveLength(3);
  expect(shrink([], () => true)).toEqual([]);
});

/** Law: every control has its place in the guide, every item says what it rests on, and states come from what was read. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/apps/platform.ts';
import { artifacts } from '../../src/artifacts/index.generated.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { LAYERS } from '../../src/core/control.ts';
import type { Instant } from '../../src/core/instant.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import { indexSnapshot, type Snapshot } from '../../src/core/snapshot.ts';
import { enterprise } from '../../src/emulator/samples/enterprise.ts';
import { hardened } from '../../src/emulator/samples/hardened.ts';
import type { Sample } from '../../src/emulator/samples/sample.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { defaultsOf, secureDefaults } from '../../src/guide/defaults.ts';
import { placed, progressOf } from '../../src/guide/progress.ts';
import { calendarOf, reviewOf } from '../../src/guide/review.ts';
import { guideSteps } from '../../src/guide/steps.generated.ts';
import { analyzers } from '../../src/hazards/analyzers.generated.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { judge } from '../../src/workflows/judge.ts';
import { makePlan } from '../../src/workflows/make-plan.ts';
import { snapshotOf, TAKEN_AT } from './snapshot-of.ts';

const steps = placed(guideSteps, controls);
const items = steps.flatMap((step) => step.items.map((item) => ({ step, item, id: `${step.id}/${item.id}` })));

function statesOf(snapshot: Snapshot, sample: Sample) {
  const profile = { ...ASSUMED_PROFILE, ...sample.profile };
  const { findings } = judge(snapshot, controls, profile, resources);
  const plan = makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
  const progress = progressOf(steps, findings, indexSnapshot(snapshot), plan, artifacts);
  return {
    findings,
    progress: new Map(progress.flatMap(({ step, items: own }) => own.map((one) => [`${step.id}/${one.item.id}`, one]))),
  };
}

describe('the guide', () => {
  it('has six steps in order', () => expect(guideSteps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]));

  it('has a place for every control, and one only', () => {
    const all = items.flatMap(({ item }) => item.controls);
    expect([...all].sort()).toEqual(controls.map(({ id }) => id).sort());
  });

  it('has a place for every artifact', () => {
    expect(artifacts.length).toBeGreaterThan(0);
    for (const { id, serves } of artifacts) {
      expect(serves.length, id).toBeGreaterThan(0);
      for (const place of serves)
        expect(
          items.map((item) => item.id),
          id,
        ).toContain(place);
    }
  });

  it('takes a new control of any layer without another file', () => {
    for (const layer of LAYERS) {
      const found = placed(guideSteps, [{ id: `${layer}/brand-new`, layer, reads: ['project', 'cluster'] }]).flatMap(
        (step) => step.items.filter((item) => item.controls.includes(`${layer}/brand-new`)),
      );
      expect(found.length, layer).toBe(1);
    }
  });

  it('finds the place of a new control by what it reads, before its layer says', () => {
    const control = { id: 'auditing/brand-new', layer: 'auditing', reads: ['project', 'network-peering'] } as const;
    const found = placed(guideSteps, [control]).flatMap((step) =>
      step.items.filter((item) => item.controls.includes(control.id)).map((item) => `${step.id}/${item.id}`),
    );
    expect(found).toEqual(['network-access/peering']);
  });

  it.each(items.map((one) => [one.id, one.item] as const))('%s', (_, item) => {
    for (const text of [item.title, item.why, item.atlas, item.yours]) expect(text.length).toBeGreaterThan(2);
    expect(item.pages.length).toBeGreaterThan(0);
    for (const kind of item.kinds ?? []) expect(resources.map((resource) => resource.kind)).toContain(kind);
    for (const id of item.dependsOn ?? []) expect(items.map((one) => one.id)).toContain(id);
    // Where nothing can be read, a person is told what to do.
    if (item.controls.length === 0) expect(item.always ?? item.byHand?.length).toBeTruthy();
  });

  it('finds a hardened organization done, and a start-up not', () => {
    const good = statesOf(snapshotOf(hardened.models), hardened).progress;
    const open = [...good].filter(([, { state }]) => state === 'open' || state === 'partly').map(([id]) => id);
    expect(open).toEqual([]);
    expect([...good.values()].filter(({ state }) => state === 'done').length).toBeGreaterThan(15);
    const bad = statesOf(snapshotOf(startup.models), startup).progress;
    for (const id of [
      'network-access/ip-access-list',
      'monitoring/auditing',
      'authentication-and-authorization/database-users',
    ]) {
      expect(['open', 'partly'], id).toContain(bad.get(id)?.state);
      expect(bad.get(id)?.left.length, id).toBeGreaterThan(0);
    }
    expect(bad.get('network-access/ip-access-list')?.steps.length).toBeGreaterThan(0);
    expect(bad.get('monitoring/auditing')?.notAvailable.join()).toContain('free');
  });

  it('links to the federation of the organization, where it has one', () => {
    const link = (sample: Sample) =>
      statesOf(snapshotOf(sample.models), sample).progress.get('policies/federation')?.link;
    expect(link(enterprise)).toMatch(/^https:\/\/cloud\.mongodb\.com\/v2#\/federation\/[0-9a-f]{24}\/overview$/);
    expect(link(startup)).toBeUndefined();
  });

  it('calls unknown what was not read, never done', () => {
    const full = snapshotOf(startup.models);
    const blind = {
      ...full,
      resources: full.resources.filter(({ kind }) => kind !== 'audit-configuration'),
      reads: full.reads.map((read) =>
        read.kind === 'audit-configuration'
          ? { ...read, notRead: { cause: 'forbidden', because: 'Atlas refused it.' } }
          : read,
      ),
    } as Snapshot;
    const auditing = statesOf(blind, startup).progress.get('monitoring/auditing');
    expect(auditing?.state).toBe('unknown');
    expect(auditing?.unknown.length).toBeGreaterThan(0);
  });
});

describe('secure defaults', () => {
  it('rest on controls that exist', () => {
    const ids = controls.map(({ id }) => id);
    for (const { controls: own } of secureDefaults) for (const id of own) expect(ids).toContain(id);
  });

  it('hold in a hardened organization, and were weakened in a start-up', () => {
    const good = defaultsOf(statesOf(snapshotOf(hardened.models), hardened).findings);
    expect(good.filter(({ state }) => state === 'weakened')).toEqual([]);
    const bad = defaultsOf(statesOf(snapshotOf(startup.models), startup).findings);
    expect(bad.find(({ title }) => title === 'Nobody is let in')).toMatchObject({ state: 'weakened' });
    expect(bad.find(({ title }) => title === 'Disks are encrypted')).toMatchObject({ state: 'fixed' });
  });
});

describe('the review', () => {
  const since = TAKEN_AT as Instant;
  const index = indexSnapshot(snapshotOf(enterprise.models));
  const waivers = [
    { control: 'network/no-ldap', address: '*', reason: 'x', owner: 'kim', expires: '2026-12-24T00:00:00Z' as Instant },
  ];
  const { items: due } = reviewOf(index, { ...ASSUMED_PROFILE, waivers }, since);

  it('finds what ends, each once, in the order of the dates', () => {
    expect(due.some(({ what }) => what.includes('secret of service account'))).toBe(true);
    expect(due.some(({ id }) => id.startsWith('expiry:waiver/'))).toBe(true);
    expect(new Set(due.map(({ id }) => id)).size).toBe(due.length);
    expect(due.map((item) => item.due)).toEqual(due.map((item) => item.due).sort());
  });

  it('writes a calendar that a strict reader takes', () => {
    const long = {
      id: 'expiry:x',
      type: 'expiry' as const,
      due: '2027-01-01T10:00:00Z' as Instant,
      what: `Zürich; "${'ä'.repeat(60)}", x\ny`,
      todo: 'nothing',
    };
    const text = calendarOf([...due, long], { id: '5f0000000000000000000001', name: 'Nimbus, Inc.' }, since);
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const unfolded = text.replaceAll('\r\n ', '').split('\r\n');
    for (const line of unfolded) if (line !== '') expect(line).toMatch(/^[A-Z-]+(;[A-Z]+=[A-Z]+)*:.+$/);
    const count = (name: string) => unfolded.filter((line) => line === name).length;
    expect(count('BEGIN:VEVENT')).toBe(due.length + 1);
    expect(count('END:VEVENT')).toBe(count('BEGIN:VEVENT'));
    expect(count('BEGIN:VALARM')).toBe(count('END:VALARM'));
    const uids = unfolded.filter((line) => line.startsWith('UID:'));
    expect(new Set(uids).size).toBe(uids.length);
    expect(unfolded).toContain(`SUMMARY:Atlas: Zürich\\; "${'ä'.repeat(60)}"\\, x y`);
    expect(calendarOf(due, { id: 'a', name: 'b' }, since)).toBe(calendarOf(due, { id: 'a', name: 'b' }, since));
  });
});

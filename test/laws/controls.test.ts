import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controls } from '../../src/controls/catalogue.generated.ts';
import type { Address } from '../../src/core/address.ts';
import { assess } from '../../src/core/assess.ts';
import { applyChange } from '../../src/core/change.ts';
import { addressSetOf, covers } from '../../src/core/cidr.ts';
import type { AnyControl, ControlExample } from '../../src/core/control.ts';
import { publicClientsOf } from '../../src/core/known-clients.ts';
import { orderPlan } from '../../src/core/plan.ts';
import { ASSUMED_PROFILE, type Profile } from '../../src/core/profile.ts';
import { indexSnapshot, type Snapshot, type SnapshotResource, withResources } from '../../src/core/snapshot.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { kindParents } from '../../src/workflows/judge.ts';
import { EXAMPLE_INSTANT, exampleSnapshot } from '../../tools/example-snapshot.ts';

const registry = new Map(resources.map((resource) => [resource.kind, resource]));
const PARENTS = kindParents(resources);

const snapshotOf = (example: ControlExample, { scope }: AnyControl): Snapshot => exampleSnapshot(example, scope);

function judgementOf(control: AnyControl, snapshot: Snapshot, profile: Profile) {
  const index = indexSnapshot(snapshot);
  const [judgement] = assess({ index, controls: [control], profile, parents: PARENTS, now: EXAMPLE_INSTANT });
  if (!judgement) throw new Error(`${control.id}: nothing in scope`);
  return judgement;
}

const cases = controls.map((control) => [control.id, control] as const);
const profileOf = (example: ControlExample): Profile => ({ ...ASSUMED_PROFILE, ...example.profile });

describe('controls', () => {
  it('sees the catalogue, and every id is its path', () => {
    expect(controls.length).toBeGreaterThanOrEqual(50);
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
    for (const { id, layer } of controls) {
      expect(existsSync(`src/controls/${id}.ts`), id).toBe(true);
      expect(id.startsWith(`${layer}/`), id).toBe(true);
    }
  });

  it.each(cases)('%s: every example is judged as it says, and a failure names its resource', (_, control) => {
    const { pass, fail, notApplicable = [] } = control.examples;
    expect(pass.length).toBeGreaterThan(0);
    expect(fail.length).toBeGreaterThan(0);
    for (const example of pass) {
      expect(judgementOf(control, snapshotOf(example, control), profileOf(example)).verdict.status, example.name).toBe(
        'pass',
      );
    }
    for (const example of notApplicable) {
      const { verdict } = judgementOf(control, snapshotOf(example, control), profileOf(example));
      expect(verdict.status, example.name).toBe('not-applicable');
    }
    for (const example of fail) {
      const snapshot = snapshotOf(example, control);
      const { verdict, findings } = judgementOf(control, snapshot, profileOf(example));
      expect(verdict.status, example.name).toBe('fail');
      for (const finding of findings) {
        expect(
          snapshot.resources.some(({ address }) => address === finding.address),
          finding.address,
        ).toBe(true);
        expect(finding.because.length).toBeGreaterThan(10);
      }
    }
  });

  it.each(cases)('%s: the remedy makes it pass, and no named client is cut off on the way', (_, control) => {
    let tried = 0;
    for (const example of control.examples.fail) {
      const profile = profileOf(example);
      const snapshot = snapshotOf(example, control);
      const judgement = judgementOf(control, snapshot, profile);
      const remedy = judgement.remedy();
      tried += 1;
      if (remedy === undefined || remedy.type !== 'changes') {
        if (remedy?.type === 'needs') expect(remedy.needs.length).toBeGreaterThan(0);
        continue;
      }
      const proposals = remedy.changes.map((change) => ({ change, closes: [], wave: 0 }));
      const { steps } = orderPlan(
        proposals,
        registry,
        () => [],
        (change) => change.address,
      );
      expect(steps.length).toBeGreaterThan(0);
      const project = snapshot.resources.find(({ kind }) => kind === 'project')?.model as
        | { id: string; name: string }
        | undefined;
      const clients = project === undefined ? [] : publicClientsOf(profile, project);
      let state: ReadonlyMap<Address, SnapshotResource> = indexSnapshot(snapshot).byAddress;
      for (const { change } of steps) {
        state = applyChange(state, change);
        const entries = [...state.values()].filter(({ kind }) => kind === 'project-ip-access-list');
        const admitted = addressSetOf(entries.map(({ model }) => (model as { entry: string }).entry));
        for (const client of clients) expect(covers(admitted, addressSetOf(client.addresses)), client.name).toBe(true);
      }
      const after = withResources(snapshot, state.values());
      expect(judgementOf(control, after, profile).verdict.status, example.name).not.toBe('fail');
    }
    expect(tried).toBeGreaterThan(0);
  });

  it('an open list without a known client is never closed: it asks who connects', () => {
    const control = controls.find(({ id }) => id === 'network/no-open-ip-access-list') as AnyControl;
    const example = control.examples.fail[0] as ControlExample;
    const remedy = judgementOf(control, snapshotOf(example, control), ASSUMED_PROFILE).remedy();
    expect(remedy).toMatchObject({ type: 'needs', needs: [{ where: 'knownClients' }] });
  });

  it('what was not read is unknown, with the role that would read it', () => {
    for (const control of controls) {
      const example = control.examples.fail[0] as ControlExample;
      const snapshot = snapshotOf(example, control);
      const [kind] = (control.reads as readonly string[]).filter((read) => read !== control.scope);
      if (kind === undefined) {
        // It reads nothing but what it is judged on: what cannot be listed is unknown one level higher, not silent.
        const resources = snapshot.resources.filter((resource) => resource.kind !== control.scope);
        const reads = snapshot.reads.map((read) =>
          read.kind === control.scope ? { ...read, notRead: { cause: 'failed' as const, because: 'Refused.' } } : read,
        );
        if (control.scope !== 'cluster') continue;
        const { verdict } = judgementOf(control, { ...snapshot, resources, reads }, profileOf(example));
        expect(verdict, control.id).toEqual({ status: 'unknown', because: 'Refused.' });
        continue;
      }
      const reads = snapshot.reads.map((read) =>
        read.kind === kind
          ? { ...read, notRead: { cause: 'forbidden' as const, because: 'Refused.', neededRole: 'GROUP_OWNER' } }
          : read,
      );
      const { verdict } = judgementOf(control, { ...snapshot, reads }, profileOf(example));
      expect(verdict, control.id).toEqual({
        status: 'unknown',
        because: 'Refused. Grant GROUP_OWNER to read it.',
        neededRole: 'GROUP_OWNER',
      });
    }
  });
});

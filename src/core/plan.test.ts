import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from './address.ts';
import type { Change } from './change.ts';
import { type HazardName, orderPlan, type Proposal, stepId } from './plan.ts';
import type { AnyResource } from './resource.ts';

const NO_RESOURCES: ReadonlyMap<string, AnyResource> = new Map();
const parent = 'project:p' as Address;
const at = (name: string) => `thing:p/${name}` as Address;

function create(name: string): Change {
  return { type: 'create', kind: 'thing', address: at(name), parent, after: { name } };
}
function remove(name: string): Change {
  return { type: 'delete', kind: 'thing', address: at(name), parent, before: { name } };
}
function update(name: string, patch: Record<string, unknown>): Change {
  const before = { name, a: 0, b: 0 };
  return { type: 'update', kind: 'thing', address: at(name), parent, before, after: { ...before, ...patch } };
}
function proposals(changes: readonly Change[], wave = 0): readonly Proposal[] {
  return changes.map((change, index) => ({ change, closes: [`finding ${index}`], wave }));
}
function order(changes: readonly Change[], hazards: (change: Change) => readonly HazardName[] = () => []) {
  return orderPlan(
    proposals(changes),
    NO_RESOURCES,
    (change) => hazards(change).map((name) => ({ name, because: 'Because.' })),
    (change) => change.address,
  );
}

describe('orderPlan', () => {
  it('adds before it removes, within one parent', () => {
    const { steps } = order([remove('old'), create('new')]);
    expect(steps.map(({ change }) => change.type)).toEqual(['create', 'delete']);
    expect(steps[1]?.after).toEqual([steps[0]?.id]);
  });

  it('merges updates of one resource, and reports two that want different values', () => {
    const { steps, conflicts } = order([update('x', { a: 1 }), update('x', { b: 2 }), update('x', { a: 3 })]);
    expect(steps).toHaveLength(1);
    expect(steps[0]?.change).toMatchObject({ after: { a: 1, b: 2 } });
    expect(conflicts).toEqual([{ address: at('x'), field: 'a', values: [1, 3] }]);
  });

  it('reports different values of one field also where hazards keep the updates apart', () => {
    const { steps, conflicts } = order([update('x', { a: 1 }), update('x', { a: 2 })], (change) =>
      (change as { after: { a: number } }).after.a === 2 ? ['restart'] : [],
    );
    expect(steps).toHaveLength(2);
    expect(conflicts).toEqual([{ address: at('x'), field: 'a', values: [1, 2] }]);
  });

  it('does not change what it removes', () => {
    const { steps } = order([update('x', { a: 1 }), remove('x')]);
    expect(steps.map(({ change }) => change.type)).toEqual(['delete']);
    expect(steps[0]?.closes).toEqual(['finding 0', 'finding 1']);
  });

  it('makes what a change needs before it, and removes what it no longer needs after it', () => {
    const thing = { kind: 'thing', dependsOn: ({ needs = [] }: { needs?: readonly string[] }) => needs.map(at) };
    const list = [remove('old'), update('user', { needs: ['new'] }), create('new')].map((change) =>
      change.type === 'update' ? { ...change, before: { ...(change.before as object), needs: ['old'] } } : change,
    );
    const { steps } = orderPlan(
      // The removal comes in an earlier wave than what waits for it.
      list.map((change) => ({ change, closes: [], wave: change.type === 'delete' ? 0 : 1 })),
      new Map([['thing', thing as unknown as AnyResource]]),
      () => [],
      (change) => change.address,
    );
    expect(steps.map(({ change }) => change.address)).toEqual([at('new'), at('user'), at('old')]);
  });

  it('keeps every proposal, whatever its place in the list, and every step after what it waits for', () => {
    const one = fc.record({
      type: fc.constantFrom('create', 'delete', 'update'),
      name: fc.integer({ min: 0, max: 12 }).map(String),
      wave: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(one, { maxLength: 20, selector: ({ name }) => name }), (drawn) => {
        const list = drawn.map(({ type, name, wave }): Proposal => {
          const change = type === 'create' ? create(name) : type === 'delete' ? remove(name) : update(name, { a: 1 });
          return { change, closes: [name], wave };
        });
        const run = (given: readonly Proposal[]) =>
          orderPlan(
            given,
            NO_RESOURCES,
            () => [],
            (change) => change.address,
          ).steps;
        const steps = run(list);
        expect(steps.map(({ id }) => id).sort()).toEqual(list.map(({ change }) => stepId(change)).sort());
        expect(run([...list].reverse())).toEqual(steps);
        const done = new Set<string>();
        for (const step of steps) {
          for (const id of step.after) expect(done.has(id)).toBe(true);
          done.add(step.id);
        }
      }),
      { seed: 20261124, numRuns: 300 },
    );
  });
});

/** What is offered to turn a decision about the Admin API round does turn it, and something is offered wherever it can be. */
import { expect, it } from 'vitest';
import { chanceFrom } from '../../test/chance.ts';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import { applyChanges } from '../core/change.ts';
import { indexSnapshot, withResources } from '../core/snapshot.ts';
import { enterprise } from '../emulator/samples/enterprise.ts';
import { startup } from '../emulator/samples/startup.ts';
import { createAccess, knownOperations, leastCallChange } from './index.ts';

it('turns verdicts round, to yes and to no, for every type of caller', () => {
  const chance = chanceFrom(31_415);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
  const turned = new Map<string, number>();
  for (const sample of [startup, enterprise]) {
    const snapshot = snapshotOf(sample.models);
    const access = createAccess(snapshot);
    const { actors } = access.controlPlane();
    for (let ask = 0; ask < 1500; ask += 1) {
      const actor = pick(actors);
      const from = pick([undefined, '203.0.113.9', '198.51.100.0/28']);
      const request = {
        actor: actor.id,
        operationId: pick(knownOperations),
        projectId: pick(access.projects).id,
        ...(from === undefined || !['api-key', 'service-account'].includes(actor.type) ? {} : { from }),
        at: TAKEN_AT as never,
      };
      const { from: was, to, flips, cannot } = leastCallChange(access, request);
      expect(was).toBe(access.controlPlane().decide(request).verdict);
      if (flips.length === 0 && was !== 'unknown') {
        // A person is in no list, and a role that nobody documents is one that nobody can give.
        expect(cannot.length, JSON.stringify({ request, was })).toBeGreaterThan(0);
      }
      for (const [position, flip] of flips.entries()) {
        const state = applyChanges(indexSnapshot(snapshot).byAddress, flip.changes);
        const after = createAccess(withResources(snapshot, state.values()));
        expect(after.controlPlane().decide(request).verdict, flip.titles.join()).toBe(to);
        expect(flip.alsoTouches).toBeGreaterThanOrEqual(flips[position - 1]?.alsoTouches ?? 0);
        turned.set(`${actor.type} ${to}`, (turned.get(`${actor.type} ${to}`) ?? 0) + 1);
      }
    }
  }
  for (const type of ['api-key', 'user', 'service-account'])
    for (const to of ['yes', 'no']) expect(turned.get(`${type} ${to}`) ?? 0, `${type} ${to}`).toBeGreaterThan(20);
});

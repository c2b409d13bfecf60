/** A change that takes several calls, and is cut off after any of them, is finished by the same plan. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { callsOf } from '../../src/core/change-calls.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { Secret } from '../../src/core/secret.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { applyPlan } from '../../src/workflows/apply-plan.ts';
import { changesOf, stepOf, worldFor } from './changes.ts';

class Killed extends Error {}

/** Applies the change; the program is gone when `lives` calls that write were answered. Undefined: it never is. */
async function cutOff(resource: AnyResource, change: Change, lives: number): Promise<readonly string[]> {
  const world = worldFor(resource, change);
  const lines: string[] = [];
  const run = (left: number | undefined) => {
    let writes = 0;
    return applyPlan('law', [stepOf(change)], resources, {
      send: async (call) => {
        if (call.operation.method !== 'GET' && left !== undefined) {
          if (writes >= left) throw new Killed();
          writes += 1;
        }
        return world.send(call);
      },
      now: world.now,
      sleep: async (milliseconds) => world.pass(Math.ceil(milliseconds / 1000)),
      append: async (line) => void lines.push(line),
      readLines: async () => [...lines],
      secretFor: async () => new Secret('Stand-in-9f2c-7b1e-secret'),
      takeSecret: async () => undefined,
    });
  };
  await expect(run(lives)).rejects.toThrow(Killed);
  return (await run(undefined)).applied;
}

const many = resources.flatMap((resource) =>
  changesOf(resource)
    .map((change) => ({ change, count: resource.write === undefined ? 0 : callsOf(change, resource).length }))
    .filter(({ change, count }) => change.type === 'update' && count > 1)
    .map(({ change, count }, position) => [`${resource.kind} ${position}`, resource, change, count] as const),
);

describe('an update that was cut off', () => {
  it('is seen for several kinds', () => {
    expect(many.length).toBeGreaterThanOrEqual(5);
  });

  it.each(many)('%s: is finished by the same plan', async (_, resource, change, count) => {
    for (let lives = 1; lives < count; lives += 1)
      expect(await cutOff(resource, change, lives), `after ${lives} of ${count} calls`).toEqual(['s']);
  });
});

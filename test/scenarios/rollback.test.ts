import { expect, it } from 'vitest';
import type { AnyResource } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { simulateRollback, stepsOfEverySort } from './kill-run.ts';

const registry = new Map<string, AnyResource>(resources.map((resource) => [resource.kind, resource]));

/** Models by address, without what Atlas or time sets. */
function plain(models: Awaited<ReturnType<typeof simulateRollback>>['before']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    models.map(({ kind, model }) => {
      const resource = registry.get(kind) as AnyResource;
      const entries = Object.entries(model).filter(([name]) => !resource.assigned?.includes(name));
      return [resource.address(model), Object.fromEntries(entries)];
    }),
  );
}

it('brings back what was there, wherever apply and rollback are killed', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { before, after, left } = await simulateRollback({
      seed: seed * 7919,
      faults: 0.2,
      steps: stepsOfEverySort(),
    });
    expect(left, `seed ${seed}`).toEqual([]);
    expect(plain(after), `seed ${seed}`).toEqual(plain(before));
  }
}, 120_000);

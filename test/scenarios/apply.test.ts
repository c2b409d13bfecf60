import { expect, it } from 'vitest';
import { simulateKills } from './kill-run.ts';

it('loses, repeats and halves nothing when it is killed at any point under faults', async () => {
  const counts = await simulateKills({ points: 200, seed: 20_261_124, faults: 0.3 });
  expect(counts).toMatchObject({ lost: 0, repeated: 0, halfApplied: 0 });
  expect(counts.kills).toBeGreaterThan(200);
}, 120_000);

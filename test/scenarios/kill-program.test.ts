import { afterAll, beforeAll, expect, it } from 'vitest';
import { killProgram } from './kill-run.ts';
import { buildProgram, type Program } from './program.ts';

let program: Program;

beforeAll(() => {
  program = buildProgram();
}, 120_000);

afterAll(() => program.remove());

it('loses, repeats and halves nothing when the program is ended with SIGKILL and started again', async () => {
  const counts = await killProgram({ program, points: 20, seed: 4711, faults: '429=3%,500=3%,reset=6%,half=2%' });
  expect(counts).toMatchObject({ lost: 0, repeated: 0, halfApplied: 0 });
  // A run may be done before its turn to be killed comes; most are not.
  expect(counts.kills).toBeGreaterThanOrEqual(15);
}, 600_000);

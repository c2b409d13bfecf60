/** A process of its own that loads and judges a generated snapshot. */

import { readFileSync } from 'node:fs';
import { parsedSnapshot } from '../../src/apps/cli/inputs.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { judge } from '../../src/workflows/judge.ts';
import { median } from './process.ts';

/** Where the snapshot lies, and how often it is judged. */
export interface JudgeTask {
  readonly path: string;
  readonly rounds: number;
}

/** What loading and judging took. */
export interface JudgeFigures {
  readonly controls: number;
  readonly resources: number;
  readonly judgements: number;
  readonly findings: number;
  readonly loadSeconds: number;
  /** The first time, before the code is warm: what a person waits for. */
  readonly coldSeconds: number;
  readonly seconds: number;
  /** Of the process, without what it takes before the snapshot is loaded. */
  readonly peakMebibytes: number;
  readonly heldMebibytes: number;
}

const { path, rounds } = JSON.parse(process.argv[2] ?? '{}') as JudgeTask;
const collectGarbage = (globalThis as { readonly gc?: () => void }).gc;
if (collectGarbage === undefined) throw new Error('Run with --expose-gc.');
collectGarbage();
const peakBefore = process.resourceUsage().maxRSS;
const heldBefore = process.memoryUsage().heapUsed;

const loading = performance.now();
const snapshot = parsedSnapshot(readFileSync(path, 'utf8'), path);
const loadSeconds = (performance.now() - loading) / 1000;
collectGarbage();
const heldMebibytes = (process.memoryUsage().heapUsed - heldBefore) / 2 ** 20;

const times: number[] = [];
let judged = { judgements: 0, findings: 0 };
for (let round = 0; round < rounds; round += 1) {
  const started = performance.now();
  const { judgements, findings } = judge(snapshot, controls, ASSUMED_PROFILE, resources);
  times.push((performance.now() - started) / 1000);
  judged = { judgements: judgements.length, findings: findings.length };
}
process.send?.({
  controls: controls.length,
  resources: snapshot.resources.length,
  ...judged,
  loadSeconds,
  coldSeconds: times[0] ?? Number.NaN,
  seconds: median(times),
  peakMebibytes: (process.resourceUsage().maxRSS - peakBefore) / 1024,
  heldMebibytes,
} satisfies JudgeFigures);

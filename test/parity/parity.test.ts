import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeShared } from '../shared.ts';
import { EXPLANATIONS } from './explain.ts';
import { type ParityFigures, parity, parityTable, reasonOf } from './parity.ts';
import { RECORDINGS } from './recordings.ts';

/** Ids of exchanges by class, each a digest that quotes nothing. Written anew with `PARITY_BASELINE=write`. */
interface Baseline {
  readonly counts: {
    readonly agrees: number;
    readonly agreesSeeded: number;
    readonly differs: number;
    readonly notReplayable: number;
  };
  readonly agrees: readonly string[];
  readonly agreesSeeded: readonly string[];
  readonly differs: Readonly<Record<string, readonly string[]>>;
  readonly notReplayable: Readonly<Record<string, readonly string[]>>;
}

const PATH = join(import.meta.dirname, 'baseline.json');

function baselineOf({ outcomes, total }: ParityFigures): Baseline {
  const ids = (chosen: ParityFigures['outcomes']) => chosen.map(({ exchange }) => exchange.id).sort();
  const byReason = (verdict: string) => {
    const chosen = outcomes.filter((outcome) => outcome.verdict === verdict);
    const reasons = [...new Set(chosen.map(reasonOf))].sort();
    return Object.fromEntries(reasons.map((reason) => [reason, ids(chosen.filter((one) => reasonOf(one) === reason))]));
  };
  const { agrees, agreesSeeded, differs, notReplayable } = total;
  return {
    counts: { agrees, agreesSeeded, differs, notReplayable },
    agrees: ids(outcomes.filter(({ verdict, seeded }) => verdict === 'agrees' && !seeded)),
    agreesSeeded: ids(outcomes.filter(({ verdict, seeded }) => verdict === 'agrees' && seeded)),
    differs: byReason('differs'),
    notReplayable: byReason('not replayable'),
  };
}

function say(outcome: ParityFigures['outcomes'][number]): string {
  const { exchange, differences } = outcome;
  const places = differences.map(({ at, kind }) => `${kind} ${at}`).slice(0, 4);
  return `${exchange.id} ${exchange.test} #${exchange.seq} ${exchange.method} ${exchange.operationId}: ${places.join(', ') || outcome.obstacle}`;
}

describeShared('the emulator against recorded exchanges with Atlas', RECORDINGS, () => {
  let figures: ParityFigures;
  beforeAll(() => {
    figures = parity();
    console.info(parityTable(figures));
    if (process.env.PARITY_BASELINE === 'write')
      writeFileSync(PATH, `${JSON.stringify(baselineOf(figures), undefined, 1)}\n`);
  }, 120_000);

  it('replays most of what was recorded', () => {
    const { agrees, agreesSeeded, differs } = figures.total;
    expect(figures.exchanges).toBeGreaterThanOrEqual(1900);
    expect(agrees + agreesSeeded + differs).toBeGreaterThanOrEqual(1500);
  });

  it('agrees wherever it agreed before', () => {
    const baseline = JSON.parse(readFileSync(PATH, 'utf8')) as Baseline;
    const agreed = new Set([...baseline.agrees, ...baseline.agreesSeeded]);
    const lost = figures.outcomes.filter(({ exchange, verdict }) => agreed.has(exchange.id) && verdict !== 'agrees');
    expect(lost.map(say)).toEqual([]);
  });

  it('keeps no explanation that explains nothing', () => {
    const differing = figures.outcomes.filter(({ verdict }) => verdict === 'differs');
    const idle = EXPLANATIONS.filter(
      ({ covers }) =>
        !differing.some((outcome) => outcome.differences.some((difference) => covers(difference, outcome))),
    );
    expect(idle.map(({ reason }) => reason)).toEqual([]);
  });

  it('can explain every difference that is not in the baseline', () => {
    const baseline = JSON.parse(readFileSync(PATH, 'utf8')) as Baseline;
    const known = new Set(baseline.differs.unexplained ?? []);
    const found = figures.outcomes.filter(
      (outcome) =>
        outcome.verdict === 'differs' && reasonOf(outcome) === 'unexplained' && !known.has(outcome.exchange.id),
    );
    expect(found.map(say)).toEqual([]);
  });
});

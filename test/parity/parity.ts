/** The figures of parity: how many recorded exchanges the emulator answers as Atlas did. */
import { explain } from './explain.ts';
import { readStories } from './recordings.ts';
import { type Outcome, replay } from './replay.ts';

/** Counts of one area. */
export interface AreaFigures {
  readonly area: string;
  /** Agreeing, with state that replayed writes made. */
  readonly agrees: number;
  /** Agreeing, with state taken from a recorded answer through our model: shows that reading and answering fit together. */
  readonly agreesSeeded: number;
  readonly differs: number;
  readonly notReplayable: number;
}

/** Everything that a replay of the recordings says. */
export interface ParityFigures {
  readonly exchanges: number;
  readonly areas: readonly AreaFigures[];
  readonly total: AreaFigures;
  /** Why exchanges differ or cannot be replayed, with how many. `unexplained` where no rule covers a difference. */
  readonly reasons: readonly {
    readonly verdict: Outcome['verdict'];
    readonly reason: string;
    readonly count: number;
  }[];
  readonly outcomes: readonly Outcome[];
}

/** The reason of an outcome that does not agree. */
export function reasonOf(outcome: Outcome): string {
  return outcome.obstacle ?? explain(outcome) ?? 'unexplained';
}

function count(area: string, outcomes: readonly Outcome[]): AreaFigures {
  const of = (verdict: Outcome['verdict'], seeded?: boolean) =>
    outcomes.filter((one) => one.verdict === verdict && (seeded === undefined || one.seeded === seeded)).length;
  return {
    area,
    agrees: of('agrees', false),
    agreesSeeded: of('agrees', true),
    differs: of('differs'),
    notReplayable: of('not replayable'),
  };
}

/** Replays all recordings and counts. Throws where `../shared` has none: ask first. */
export function parity(): ParityFigures {
  const outcomes = replay(readStories());
  const areas = [...new Set(outcomes.map(({ exchange }) => exchange.area))].sort();
  const reasons = new Map<string, { verdict: Outcome['verdict']; reason: string; count: number }>();
  for (const outcome of outcomes) {
    if (outcome.verdict === 'agrees') continue;
    const reason = reasonOf(outcome);
    const key = `${outcome.verdict} ${reason}`;
    const entry = reasons.get(key) ?? { verdict: outcome.verdict, reason, count: 0 };
    entry.count += 1;
    reasons.set(key, entry);
  }
  return {
    exchanges: outcomes.length,
    areas: areas.map((area) =>
      count(
        area,
        outcomes.filter(({ exchange }) => exchange.area === area),
      ),
    ),
    total: count('total', outcomes),
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
    outcomes,
  };
}

/** The figures as a table for a terminal. */
export function parityTable(figures: ParityFigures): string {
  const head = ['area', 'agrees', 'agrees, seeded', 'differs', 'not replayable'];
  const rows = [...figures.areas, figures.total].map(({ area, agrees, agreesSeeded, differs, notReplayable }) => [
    area,
    ...[agrees, agreesSeeded, differs, notReplayable].map(String),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const { total, exchanges } = figures;
  const replayed = total.agrees + total.agreesSeeded + total.differs;
  const share = ((100 * (total.agrees + total.agreesSeeded)) / replayed).toFixed(1);
  return [
    line(head),
    ...rows.map(line),
    '',
    `${share} % of ${replayed} replayed exchanges agree (${exchanges} recorded).`,
    ...figures.reasons.map(({ verdict, reason, count }) => `${String(count).padStart(5)} ${verdict}: ${reason}`),
  ].join('\n');
}

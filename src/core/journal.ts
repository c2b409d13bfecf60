import { isObject } from './json.ts';

/** How far one step has come. */
export type StepState =
  | { readonly status: 'waiting' }
  /** The intent is on disk; whether Atlas got the call is not known. */
  | { readonly status: 'sending' }
  | { readonly status: 'sent' }
  | { readonly status: 'done' }
  | { readonly status: 'failed'; readonly because: string }
  | { readonly status: 'undone' };

/** One line of the journal; appended and synced before and after every call. */
export type JournalEvent =
  | {
      readonly event: 'started';
      readonly formatVersion: 1;
      readonly fingerprint: string;
      readonly steps: readonly string[];
      readonly at: string;
    }
  | { readonly event: 'sending' | 'sent' | 'done' | 'undone'; readonly step: string; readonly at: string }
  | { readonly event: 'failed'; readonly step: string; readonly because: string; readonly at: string }
  | { readonly event: 'finished'; readonly at: string };

/** What the journal says so far. */
export interface JournalState {
  readonly fingerprint: string | undefined;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly finished: boolean;
}

/** The state of a journal that does not exist yet. */
export const NO_JOURNAL: JournalState = { fingerprint: undefined, steps: new Map(), finished: false };

/** The state after one more event. */
export function advance(state: JournalState, event: JournalEvent): JournalState {
  switch (event.event) {
    case 'started': {
      const steps = new Map(
        event.steps.map((step): [string, StepState] => [step, state.steps.get(step) ?? { status: 'waiting' }]),
      );
      return { fingerprint: event.fingerprint, steps, finished: false };
    }
    case 'sending':
    case 'sent':
    case 'done':
    case 'undone':
      return { ...state, steps: new Map(state.steps).set(event.step, { status: event.event }) };
    case 'failed':
      return { ...state, steps: new Map(state.steps).set(event.step, { status: 'failed', because: event.because }) };
    case 'finished':
      return { ...state, finished: true };
    default:
      return event satisfies never;
  }
}

/** Reads journal lines. A last line that was cut off by a kill is left out; a broken line before the last is an error. */
export function readJournal(
  lines: readonly string[],
): { readonly state: JournalState } | { readonly brokenLine: number } {
  let state = NO_JOURNAL;
  for (const [position, line] of lines.entries()) {
    let event: unknown;
    try {
      event = JSON.parse(line);
    } catch {
      if (position === lines.length - 1) break;
      return { brokenLine: position + 1 };
    }
    if (!isObject(event) || typeof event.event !== 'string') return { brokenLine: position + 1 };
    state = advance(state, event as unknown as JournalEvent);
  }
  return { state };
}

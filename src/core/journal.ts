import { isObject } from './json.ts';

/** How far one step has come. */
export type StepState =
  | { readonly status: 'waiting' }
  /** The intent is on disk; whether Atlas got the call is not known. `known`: look-alikes that were there before. */
  | { readonly status: 'sending'; readonly known: readonly string[] }
  /** Atlas took every call, and every new secret is where it was asked for. */
  | { readonly status: 'sent'; readonly known: readonly string[] }
  /** `made`: the resource as Atlas made it, where Atlas gives the id. `already`: nothing was sent for it. */
  | { readonly status: 'done'; readonly made?: unknown; readonly already?: true }
  /** `known` is absent where nothing had been sent; `sent` as above. */
  | { readonly status: 'failed'; readonly because: string; readonly known?: readonly string[]; readonly sent?: true }
  /** The intent to undo it is on disk. */
  | { readonly status: 'undoing'; readonly made?: unknown; readonly known?: readonly string[] }
  /** `made`: what was made again in place of what the step had removed. */
  | { readonly status: 'undone'; readonly made?: unknown };

/** One line of the journal; appended and synced before and after every call. */
export type JournalEvent =
  | {
      readonly event: 'started';
      readonly formatVersion: 1;
      readonly fingerprint: string;
      readonly steps: readonly string[];
      readonly at: string;
    }
  | { readonly event: 'sending'; readonly step: string; readonly known?: readonly string[]; readonly at: string }
  | { readonly event: 'sent'; readonly step: string; readonly at: string }
  | {
      readonly event: 'done';
      readonly step: string;
      readonly made?: unknown;
      readonly already?: true;
      readonly at: string;
    }
  /** `performed: false`: Atlas refused the first call, so nothing has changed. */
  | {
      readonly event: 'failed';
      readonly step: string;
      readonly because: string;
      readonly performed?: false;
      readonly at: string;
    }
  | { readonly event: 'finished'; readonly at: string }
  /** Who logs in is looked at until then; an end that nobody wrote down is overdue. */
  | { readonly event: 'watching'; readonly until: string; readonly at: string }
  | { readonly event: 'watched'; readonly against: readonly string[]; readonly at: string }
  | { readonly event: 'undoing'; readonly step: string; readonly known?: readonly string[]; readonly at: string }
  | { readonly event: 'undone'; readonly step: string; readonly made?: unknown; readonly at: string };

/** What the journal says so far. */
export interface JournalState {
  readonly fingerprint: string | undefined;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly finished: boolean;
  /** Until when who logs in is watched; undefined: not at all, or no longer. */
  readonly watchedUntil?: string;
}

/** The state of a journal that does not exist yet. */
export const NO_JOURNAL: JournalState = { fingerprint: undefined, steps: new Map(), finished: false };

function knownOf(state: StepState | undefined): readonly string[] | undefined {
  return state !== undefined && 'known' in state ? state.known : undefined;
}

function madeOf(state: StepState | undefined): { readonly made?: unknown } {
  return state !== undefined && 'made' in state ? { made: state.made } : {};
}

/** True where Atlas had taken every call of the step, whatever came afterwards. */
export function wasSent(state: StepState | undefined): boolean {
  return state?.status === 'sent' || (state?.status === 'failed' && state.sent === true);
}

/** The state after one more event. */
export function advance(state: JournalState, event: JournalEvent): JournalState {
  const withStep = (step: string, next: StepState): JournalState => ({
    ...state,
    steps: new Map(state.steps).set(step, next),
  });
  switch (event.event) {
    case 'started': {
      // Steps that this run leaves out keep what is known of them, so that a rollback finds them.
      const steps = new Map(state.fingerprint === event.fingerprint ? state.steps : []);
      for (const step of event.steps) if (!steps.has(step)) steps.set(step, { status: 'waiting' });
      return { fingerprint: event.fingerprint, steps, finished: false };
    }
    case 'sending':
      // What stood there before the first sending stays the measure: a later one may see our own.
      return withStep(event.step, {
        status: 'sending',
        known: knownOf(state.steps.get(event.step)) ?? event.known ?? [],
      });
    case 'sent':
      return withStep(event.step, { status: 'sent', known: knownOf(state.steps.get(event.step)) ?? [] });
    case 'done': {
      const before = state.steps.get(event.step);
      // A later run over a finished plan finds our own work there.
      const already = event.already && !(before?.status === 'done' && before.already === undefined);
      return withStep(event.step, {
        status: 'done',
        ...(event.made === undefined ? {} : { made: event.made }),
        ...(already ? { already } : {}),
      });
    }
    case 'failed': {
      const before = state.steps.get(event.step);
      const known = event.performed === false ? undefined : knownOf(before);
      return withStep(event.step, {
        status: 'failed',
        because: event.because,
        ...(known === undefined ? {} : { known }),
        ...(known !== undefined && wasSent(before) ? { sent: true as const } : {}),
      });
    }
    case 'undoing': {
      const before = state.steps.get(event.step);
      const known = (before?.status === 'undoing' ? before.known : undefined) ?? event.known;
      return withStep(event.step, {
        status: 'undoing',
        ...madeOf(before),
        ...(known === undefined ? {} : { known }),
      });
    }
    case 'undone':
      return withStep(event.step, { status: 'undone', ...(event.made === undefined ? {} : { made: event.made }) });
    case 'finished':
      return { ...state, finished: true };
    case 'watching':
      return { ...state, watchedUntil: event.until };
    case 'watched': {
      const { watchedUntil: _, ...rest } = state;
      return rest;
    }
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

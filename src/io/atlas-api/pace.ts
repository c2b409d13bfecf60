/** Decides when a call may go: at most `concurrency` at once, fewer per token bucket while the bucket runs low. */
export interface Pace {
  /** Waits for a place; every `enter` is followed by one `leave`. */
  enter(bucketKey: string): Promise<void>;
  leave(bucketKey: string): void;
  /** What a success said of its bucket (`RateLimit-Remaining`, not always sent). */
  observe(bucketKey: string, remaining: number | undefined): void;
  /** Nothing more leaves for this bucket until the time has passed; afterwards it starts with half its places. */
  block(bucketKey: string, milliseconds: number): void;
}

interface BucketState {
  active: number;
  /** Halved by a 429, raised by one with each success. */
  limit: number;
  remaining: number;
  blocks: number;
  readonly waiting: (() => void)[];
}

/** Makes a pace. `sleep` must not reject. */
export function createPace(concurrency: number, sleep: (milliseconds: number) => Promise<void>): Pace {
  const buckets = new Map<string, BucketState>();
  // Only buckets that somebody waits for, oldest turn first: a project whose bucket is empty holds up no other.
  const queue = new Map<string, BucketState>();
  let active = 0;

  function stateOf(key: string): BucketState {
    let state = buckets.get(key);
    if (state === undefined) {
      state = { active: 0, limit: concurrency, remaining: concurrency, blocks: 0, waiting: [] };
      buckets.set(key, state);
    }
    return state;
  }

  function mayGo(state: BucketState): boolean {
    return state.blocks === 0 && state.active < Math.max(1, Math.min(state.limit, state.remaining));
  }

  function start(state: BucketState): void {
    active += 1;
    state.active += 1;
  }

  function pump(): void {
    while (active < concurrency) {
      let chosen: [string, BucketState] | undefined;
      for (const entry of queue) {
        if (mayGo(entry[1])) {
          chosen = entry;
          break;
        }
      }
      if (chosen === undefined) return;
      const [key, state] = chosen;
      const go = state.waiting.shift();
      queue.delete(key);
      if (state.waiting.length > 0) queue.set(key, state);
      if (go === undefined) continue;
      start(state);
      go();
    }
  }

  return {
    enter(key) {
      const state = stateOf(key);
      if (active < concurrency && state.waiting.length === 0 && mayGo(state)) {
        start(state);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        state.waiting.push(resolve);
        if (state.waiting.length === 1) queue.set(key, state);
      });
    },
    leave(key) {
      active -= 1;
      stateOf(key).active -= 1;
      pump();
    },
    observe(key, remaining) {
      const state = stateOf(key);
      state.limit = Math.min(concurrency, state.limit + 1);
      state.remaining = remaining ?? concurrency;
    },
    block(key, milliseconds) {
      const state = stateOf(key);
      state.blocks += 1;
      state.limit = Math.max(1, Math.floor(state.limit / 2));
      void sleep(milliseconds).then(() => {
        state.blocks -= 1;
        pump();
      });
    },
  };
}

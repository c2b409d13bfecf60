import type { Bucket } from '../core/call.ts';

/** Token buckets, one per endpoint set and scope. */
export interface Buckets {
  /** Takes one token. `retryAfterSeconds` is set where there was none. */
  take(
    bucket: Bucket,
    scopeKey: string,
    nowMilliseconds: number,
  ): { readonly remaining: number; readonly retryAfterSeconds?: number };
}

/** Buckets that start full and are refilled once a minute, as Atlas's "API rate limits" page describes. */
export function createBuckets(): Buckets {
  const filled = new Map<string, { tokens: number; at: number }>();
  return {
    take: (bucket, scopeKey, now) => {
      const key = `${bucket.name} ${scopeKey}`;
      const state = filled.get(key) ?? { tokens: bucket.capacity, at: now };
      const minutes = Math.floor((now - state.at) / 60_000);
      if (minutes > 0) {
        state.tokens = Math.min(bucket.capacity, state.tokens + minutes * bucket.refillPerMinute);
        state.at += minutes * 60_000;
      }
      filled.set(key, state);
      if (state.tokens < 1) {
        return { remaining: 0, retryAfterSeconds: Math.max(1, Math.ceil((state.at + 60_000 - now) / 1000)) };
      }
      state.tokens -= 1;
      return { remaining: state.tokens };
    },
  };
}

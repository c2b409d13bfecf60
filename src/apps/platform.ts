/** What Node gives to pure code: the time, and digests. Apart from compose.ts, so that it loads no emulator. */
import { createHash } from 'node:crypto';
import { instantFromEpochSeconds } from '../core/instant.ts';

/** The wall clock. */
export function now() {
  return instantFromEpochSeconds(Date.now() / 1000);
}

/** Lower-case hex SHA-256 of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

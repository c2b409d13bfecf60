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

/** A UUID of version 5 (RFC 9562): the same name gives the same one. */
export function uuidOf(name: string): string {
  // The namespace for URLs, so that nobody else's names give ours.
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const digest = createHash('sha1').update(namespace).update(`https://fivefold.dev/${name}`).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** The checksum that ends a gzip file (RFC 1952, section 8). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const LARGEST_BLOCK = 0xffff;

/**
 * Text as a gzip file without compression (RFC 1951, stored blocks), for the emulator: one character for each byte, as
 * latin-1 has it. Real compression is a Node module's work, and pure code has none.
 */
export function storedGzip(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const out: number[] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
  for (let at = 0; at === 0 || at < bytes.length; at += LARGEST_BLOCK) {
    const block = bytes.subarray(at, at + LARGEST_BLOCK);
    const isLast = at + LARGEST_BLOCK >= bytes.length;
    const { length } = block;
    out.push(isLast ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255, ...block);
  }
  for (const number of [crc32(bytes), bytes.length >>> 0])
    out.push(number & 255, (number >>> 8) & 255, (number >>> 16) & 255, number >>> 24);
  return out.map((byte) => String.fromCharCode(byte)).join('');
}

/** An IP range: all addresses of `family` from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A set of IPv4 and IPv6 addresses: sorted, disjoint, never adjacent ranges, so equal sets are equal values. */
export interface AddressSet {
  readonly v4: readonly AddressRange[];
  readonly v6: readonly AddressRange[];
}

const BITS = { 4: 32, 6: 128 } as const;

/** The empty set. */
export const NO_ADDRESSES: AddressSet = { v4: [], v6: [] };

/** Every IPv4 and IPv6 address. */
export const ALL_ADDRESSES: AddressSet = {
  v4: [{ family: 4, first: 0n, last: (1n << 32n) - 1n }],
  v6: [{ family: 6, first: 0n, last: (1n << 128n) - 1n }],
};

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | undefined {
  let source = text;
  const lastColon = source.lastIndexOf(':');
  if (source.includes('.')) {
    const v4 = parseV4(source.slice(lastColon + 1));
    if (v4 === undefined) return undefined;
    source = `${source.slice(0, lastColon + 1)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const head = groups(halves[0] as string);
  const tail = halves.length === 2 ? groups(halves[1] as string) : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<string>(Math.max(missing, 0)).fill('0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value;
}

/**
 * Reads an address or a CIDR block of either family. Host bits below the prefix are cleared (`10.1.2.3/8` is `10.0.0.0/8`),
 * as Atlas does for wildcard entries. `undefined` when the text is neither.
 */
export function parseCidr(text: string): AddressRange | undefined {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const range = readCidr(text);
  if (range === undefined) return undefined;
  // Several controls read the same entries, and the same offices stand in every project's list.
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(text, range);
  return range;
}

const MOST_PARSED = 16_384;
const parsed = new Map<string, AddressRange>();

function readCidr(text: string): AddressRange | undefined {
  const match = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text.trim());
  if (!match) return undefined;
  const host = match[1] as string;
  const family = host.includes(':') ? 6 : 4;
  const value = family === 6 ? parseV6(host) : parseV4(host);
  if (value === undefined) return undefined;
  const bits = BITS[family];
  const prefix = match[2] === undefined ? bits : Number(match[2]);
  if (prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
}

/** The block in CIDR notation where the range is one block; undefined where it needs several. */
export function blockOf(range: AddressRange): string | undefined {
  const blocks = blocksOf(range);
  return blocks.length === 1 ? blocks[0] : undefined;
}

/** The least list of CIDR blocks that covers exactly this range. */
export function blocksOf(range: AddressRange): readonly string[] {
  const bits = BITS[range.family];
  const blocks: string[] = [];
  let next = range.first;
  while (next <= range.last) {
    let size = next === 0n ? 1n << BigInt(bits) : next & -next;
    while (next + size - 1n > range.last) size >>= 1n;
    const prefix = bits - (size.toString(2).length - 1);
    blocks.push(`${printAddress(range.family, next)}/${prefix}`);
    next += size;
  }
  return blocks;
}

/** Writes an address in its usual short form (RFC 5952 for IPv6). */
export function printAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - index * 16)) & 0xffffn);
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0n) length += 1;
    if (length > best.length) best = { start, length };
  }
  const text = (items: readonly bigint[]) => items.map((group) => group.toString(16)).join(':');
  if (best.start < 0) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}

function normalize(ranges: readonly AddressRange[]): readonly AddressRange[] {
  if (ranges.length <= 1) return ranges;
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const out: AddressRange[] = [];
  for (const range of sorted) {
    const last = out[out.length - 1];
    if (last && range.first <= last.last + 1n) {
      if (range.last > last.last) out[out.length - 1] = { ...last, last: range.last };
    } else out.push(range);
  }
  return out;
}

/** The set that holds exactly these ranges. */
export function addressSet(ranges: Iterable<AddressRange>): AddressSet {
  const v4: AddressRange[] = [];
  const v6: AddressRange[] = [];
  for (const range of ranges) (range.family === 4 ? v4 : v6).push(range);
  return { v4: normalize(v4), v6: normalize(v6) };
}

/** The set of these addresses and blocks; texts that are neither are left out (check them with `parseCidr` first). */
export function addressSetOf(texts: Iterable<string>): AddressSet {
  const ranges: AddressRange[] = [];
  for (const text of texts) {
    const range = parseCidr(text);
    if (range) ranges.push(range);
  }
  return addressSet(ranges);
}

/** Addresses in either set. */
export function union(a: AddressSet, b: AddressSet): AddressSet {
  return addressSet([...a.v4, ...a.v6, ...b.v4, ...b.v6]);
}

function intersectRanges(a: readonly AddressRange[], b: readonly AddressRange[]): AddressRange[] {
  const out: AddressRange[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] as AddressRange;
    const y = b[j] as AddressRange;
    const first = x.first > y.first ? x.first : y.first;
    const last = x.last < y.last ? x.last : y.last;
    if (first <= last) out.push({ family: x.family, first, last });
    if (x.last < y.last) i += 1;
    else j += 1;
  }
  return out;
}

/** Addresses in both sets. */
export function intersection(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: intersectRanges(a.v4, b.v4), v6: intersectRanges(a.v6, b.v6) };
}

function subtractRanges(a: readonly AddressRange[], b: readonly AddressRange[]): AddressRange[] {
  const out: AddressRange[] = [];
  let from = 0;
  for (const range of a) {
    let first = range.first;
    while (from < b.length && (b[from] as AddressRange).last < first) from += 1;
    for (let index = from; index < b.length; index += 1) {
      const cut = b[index] as AddressRange;
      if (cut.first > range.last) break;
      if (cut.first > first) out.push({ family: range.family, first, last: cut.first - 1n });
      if (cut.last >= first) first = cut.last + 1n;
    }
    if (first <= range.last) out.push({ family: range.family, first, last: range.last });
  }
  return out;
}

/** Addresses in `a` that are not in `b`. */
export function difference(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: subtractRanges(a.v4, b.v4), v6: subtractRanges(a.v6, b.v6) };
}

/** True when the set holds no address. */
export function isEmpty(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

/** True when every address of `inner` is in `outer`. */
export function covers(outer: AddressSet, inner: AddressSet): boolean {
  return isEmpty(difference(inner, outer));
}

/** How many addresses the set holds, by family. */
export function sizeOf(set: AddressSet): { readonly v4: bigint; readonly v6: bigint } {
  const count = (ranges: readonly AddressRange[]) =>
    ranges.reduce((sum, range) => sum + range.last - range.first + 1n, 0n);
  return { v4: count(set.v4), v6: count(set.v6) };
}

/** The least list of CIDR blocks that covers exactly this set, IPv4 first. */
export function blocksOfSet(set: AddressSet): readonly string[] {
  return [...set.v4, ...set.v6].flatMap(blocksOf);
}

/**
 * Addresses that are not reachable from the public internet: RFC 1918, carrier-grade NAT (RFC 6598), loopback and
 * link-local, and unique local IPv6 (RFC 4193). Such an entry works only over peering, or not at all.
 */
export const PRIVATE_ADDRESSES: AddressSet = addressSetOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]);

/** The largest blocks ever given to one holder of addresses are an IPv4 /8 and an IPv6 /16 or so (IANA registries). */
export const LARGEST_HOLDING = { v4: 1n << 24n, v6: 1n << 112n } as const;

/** How many addresses of the public internet the set admits. */
export function publicSizeOf(set: AddressSet): { readonly v4: bigint; readonly v6: bigint } {
  return sizeOf(difference(set, PRIVATE_ADDRESSES));
}

/** True where the set admits more of the public internet than any one holder of addresses has, so that it admits strangers. */
export function admitsStrangers(
  set: AddressSet,
  limit = LARGEST_HOLDING as { readonly v4: bigint; readonly v6: bigint },
): boolean {
  const size = publicSizeOf(set);
  return size.v4 > limit.v4 || size.v6 > limit.v6;
}

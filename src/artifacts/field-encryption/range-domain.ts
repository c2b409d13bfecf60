import type { RangeType } from './bson-types.ts';
import { bitLength, type ExactNumber, scaledTo } from './exact-number.ts';

/** A range as far as it decides how large the index is. */
export interface RangeDomain {
  readonly type: RangeType;
  readonly min?: ExactNumber;
  readonly max?: ExactNumber;
  /** Digits after the point; for double and decimal only. */
  readonly precision?: number;
}

/** Bits of the whole type: what an index without bounds spans. */
const WHOLE_TYPE_BITS: Readonly<Record<RangeType, number>> = { int: 32, long: 64, date: 64, double: 64, decimal: 128 };

/** Bits that a value of the range takes, as the server counts them (getNumberOfBitsInDomain). */
export function domainBits(domain: RangeDomain): number {
  return bitLength(spanOf(domain));
}

/** How far the largest value lies from the smallest, in steps of the type or of the precision. */
function spanOf({ type, min, max, precision }: RangeDomain): bigint {
  const whole = WHOLE_TYPE_BITS[type];
  const floating = type === 'double' || type === 'decimal';
  if (floating && (min === undefined || max === undefined || precision === undefined)) return 2n ** BigInt(whole) - 1n;
  const scale = floating ? (precision as number) : 0;
  const lowest = min === undefined ? -(2n ** BigInt(whole - 1)) : scaledTo(min, scale);
  const highest = max === undefined ? 2n ** BigInt(whole - 1) - 1n : scaledTo(max, scale);
  return highest - lowest;
}

/** A double or decimal range works by its precision only where it takes fewer bits than the type itself. */
export function isTooFine(domain: RangeDomain): boolean {
  return (domain.type === 'double' || domain.type === 'decimal') && domainBits(domain) >= WHOLE_TYPE_BITS[domain.type];
}

/** Most tags that a query may grow to, so that it still fits into a document (kMaxTagLimit). */
const MOST_TAGS = 300_000;
const MOST_TAGS_BITS = 19;

/** The server's code for a range query that could outgrow a document, which it reckons where `trimFactor` is given (validateRangeBounds). */
export function outgrowsQuery(
  domain: RangeDomain,
  sparsity: number,
  trimFactor: number,
): 9203504 | 9203508 | undefined {
  const span = Number(spanOf(domain));
  if (span < MOST_TAGS) return undefined;
  if (trimFactor + sparsity - 1 >= MOST_TAGS_BITS) return 9203504;
  return 2 ** sparsity * (2 ** trimFactor + 2 * Math.log2(span + 1) - 1) >= MOST_TAGS ? 9203508 : undefined;
}

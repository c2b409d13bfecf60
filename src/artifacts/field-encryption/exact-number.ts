/** A finite number without rounding: `digits` × 10^-`scale`. */
export interface ExactNumber {
  readonly digits: bigint;
  /** Digits after the point, without trailing zeros; never negative. */
  readonly scale: number;
}

/** No BSON number has more digits after the point, or more zeros before it. */
const LARGEST_EXPONENT = 6176;

/** The number that a decimal text says, or undefined where it is not a finite number. */
export function parseExact(text: string): ExactNumber | undefined {
  const [, sign, whole = '', fraction = '', exponentText = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  let digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  let scale = fraction.length - exponent;
  if (digits === 0n) return { digits, scale: 0 };
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  if (scale < 0) {
    digits *= 10n ** BigInt(-scale);
    scale = 0;
  }
  return { digits, scale };
}

/** Negative where a < b, 0 where they are equal. */
export function compareExact(a: ExactNumber, b: ExactNumber): number {
  const difference = scaledTo(a, Math.max(a.scale, b.scale)) - scaledTo(b, Math.max(a.scale, b.scale));
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The number × 10^scale as a whole number; what lies beyond that is cut off. */
export function scaledTo({ digits, scale: own }: ExactNumber, scale: number): bigint {
  return scale >= own ? digits * 10n ** BigInt(scale - own) : digits / 10n ** BigInt(own - scale);
}

/** The number as people write it. */
export function formatExact({ digits, scale }: ExactNumber): string {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(text.length - scale)}`}`;
}

/** How many bits the number takes; 0 for 0. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type BsonType, fitsType, type RangeType } from './bson-types.ts';
import { type ExactNumber, formatExact, parseExact } from './exact-number.ts';

/**
 * A value with its BSON type, as MongoDB Extended JSON v2 writes both.
 * https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
 */
export interface TypedValue {
  readonly type: BsonType;
  /** True for a number without a wrapper, whose type is a guess: relaxed Extended JSON writes 5 for an int, a long and, in some tools, a double. */
  readonly guessed?: true;
  readonly text?: string;
  readonly number?: ExactNumber;
  readonly items?: readonly Json[];
  readonly fields?: JsonObject;
}

const WRAPPERS: Readonly<Record<string, BsonType>> = {
  $oid: 'objectId',
  $binary: 'binData',
  $uuid: 'binData',
  $regularExpression: 'regex',
  $regex: 'regex',
  $timestamp: 'timestamp',
  $symbol: 'symbol',
  $dbPointer: 'dbPointer',
  $minKey: 'minKey',
  $maxKey: 'maxKey',
  $undefined: 'undefined',
};

const NUMBERS: Readonly<Record<string, BsonType>> = {
  $numberInt: 'int',
  $numberLong: 'long',
  $numberDouble: 'double',
  $numberDecimal: 'decimal',
};

const INT_MAX = 2 ** 31 - 1;

/** The BSON value that a piece of Extended JSON stands for. */
export function typedValue(json: Json | undefined): TypedValue {
  if (json === undefined) return { type: 'undefined' };
  if (json === null) return { type: 'null' };
  if (typeof json === 'string') return { type: 'string', text: json };
  if (typeof json === 'boolean') return { type: 'bool', text: String(json) };
  if (typeof json === 'number') return { ...numberOf(guessNumberType(json), String(json)), guessed: true };
  if (Array.isArray(json)) return { type: 'array', items: json as readonly Json[] };
  const fields = json as JsonObject;
  const [key = ''] = Object.keys(fields);
  const value = fields[key];
  if ('$code' in fields)
    return { type: '$scope' in fields ? 'javascriptWithScope' : 'javascript', text: String(fields.$code) };
  if (key in NUMBERS && typeof value === 'string') return numberOf(NUMBERS[key] as BsonType, value);
  if (key === '$date') return dateOf(value);
  if (key in WRAPPERS) return { type: WRAPPERS[key] as BsonType, text: JSON.stringify(value) };
  return { type: 'object', fields };
}

/** The type of a number that nothing is said about. */
export function guessNumberType(value: number): 'int' | 'long' | 'double' {
  if (!Number.isInteger(value)) return 'double';
  if (Math.abs(value) <= INT_MAX) return 'int';
  return Number.isSafeInteger(value) ? 'long' : 'double';
}

function numberOf(type: BsonType, text: string): TypedValue {
  const number = parseExact(text);
  const fits =
    number !== undefined &&
    ((type !== 'int' && type !== 'long') || (number.scale === 0 && fitsType(type, number.digits)));
  return fits ? { type, text, number } : { type, text };
}

function dateOf(value: Json | undefined): TypedValue {
  const milliseconds =
    isObject(value) && typeof value.$numberLong === 'string'
      ? parseExact(value.$numberLong)
      : typeof value === 'number'
        ? parseExact(String(value))
        : typeof value === 'string'
          ? parseInstant(value)
          : undefined;
  return milliseconds === undefined
    ? { type: 'date' }
    : { type: 'date', text: formatDate(milliseconds), number: milliseconds };
}

const DAY_MS = 86_400_000n;

/** Milliseconds since 1970 of an ISO 8601 day or instant in UTC or with an offset. */
export function parseInstant(text: string): ExactNumber | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month)))
    return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const offset =
    zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const seconds = Number(hour) * 3600 + (Number(minute) - offset) * 60 + Number(second);
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const days = BigInt(daysSinceEpoch(Number(year), Number(month), Number(day)));
  return { digits: days * DAY_MS + BigInt(seconds * 1000 + milliseconds), scale: 0 };
}

/** The instant in ISO 8601: the day alone at midnight. */
export function formatDate({ digits }: ExactNumber): string {
  const days = digits >= 0n ? digits / DAY_MS : -((-digits + DAY_MS - 1n) / DAY_MS);
  const rest = Number(digits - days * DAY_MS);
  const [year, month, day] = civilDay(Number(days));
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (rest === 0) return date;
  const seconds = Math.floor(rest / 1000);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${date}T${time}${rest % 1000 === 0 ? '' : `.${String(rest % 1000).padStart(3, '0')}`}Z`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

// Days and civil dates of the proleptic Gregorian calendar, counted in eras of 400 years from 0000-03-01.
const DAYS_OF_ERA = 146_097;
const EPOCH_DAY = 719_468;

function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * DAYS_OF_ERA +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    EPOCH_DAY
  );
}

function civilDay(days: number): readonly [year: number, month: number, day: number] {
  const shifted = days + EPOCH_DAY;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [year, month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1];
}

/** A bound of a range in canonical Extended JSON, so that every driver reads the very type of the field. */
export function boundJson(type: RangeType, value: ExactNumber): JsonObject {
  switch (type) {
    case 'int':
      return { $numberInt: formatExact(value) };
    case 'long':
      return { $numberLong: formatExact(value) };
    case 'double':
      return { $numberDouble: value.scale === 0 ? `${formatExact(value)}.0` : formatExact(value) };
    case 'decimal':
      return { $numberDecimal: formatExact(value) };
    case 'date':
      return { $date: { $numberLong: formatExact(value) } };
    default:
      return type satisfies never;
  }
}

/** A bound as a person writes it: a number, or a day in ISO 8601. */
export function formatBound(type: RangeType, value: ExactNumber): string {
  return type === 'date' ? formatDate(value) : formatExact(value);
}

/** What a person wrote as a bound; undefined where it is none of this type. */
export function parseBound(type: RangeType, text: string): ExactNumber | undefined {
  if (type === 'date') return parseInstant(text);
  const { number } = numberOf(type, text);
  return number;
}

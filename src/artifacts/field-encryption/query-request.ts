import type { Problem } from '../../core/failure.ts';
import { optionProblem } from '../choose.ts';
import { type BsonType, fitsType, isRangeType, type RangeType, WHOLE_BITS } from './bson-types.ts';
import { DEFAULT_CONTENTION, type FieldQuery } from './design.ts';
import type { ExactNumber } from './exact-number.ts';
import { parseBound } from './extended-json.ts';
import { familyOf, isQueryType, type QueryType, RANGE_PARAMETERS, TEXT_PARAMETERS, textKind } from './query-types.ts';

/** How a person wants a field to be asked for, as written: `range,min=0,max=100`. */
export interface QueryRequest {
  /** No query type: the field is stored and never asked for. */
  readonly queryTypes: readonly QueryType[];
  readonly parameters: Readonly<Record<string, string>>;
}

const GRAMMAR =
  'equality, range, prefix, suffix, prefix+suffix, substring or none, then parameters: range,min=0,max=100';

/** Reads `TYPE[,PARAMETER=VALUE…]`; gives the problem where it cannot. */
export function parseQueryRequest(text: string, place: string): QueryRequest | Problem {
  const [types = '', ...settings] = text.split(',').map((part) => part.trim());
  const queryTypes = types === 'none' ? [] : types.split('+');
  const unknown = queryTypes.filter((type) => !isQueryType(type));
  if (unknown.length > 0)
    return optionProblem(`Could not read ${place}.`, `There is no query type "${unknown[0]}".`, `Write ${GRAMMAR}.`);
  const parameters: Record<string, string> = {};
  for (const setting of settings) {
    const [, name, value] = /^([A-Za-z]+)=(.+)$/.exec(setting) ?? [];
    if (name === undefined || value === undefined || !PARAMETERS.includes(name))
      return optionProblem(
        `Could not read ${place}.`,
        `"${setting}" is no parameter with a value.`,
        `The parameters are ${PARAMETERS.join(', ')}.`,
      );
    parameters[name] = value;
  }
  return { queryTypes: queryTypes as readonly QueryType[], parameters };
}

const PARAMETERS: readonly string[] = ['contention', ...RANGE_PARAMETERS, ...TEXT_PARAMETERS];

/** True for a problem in the place of a request. */
export function isProblem<T extends object>(value: T | Problem): value is Problem {
  return 'code' in value && 'fix' in value;
}

/** What is used where a request leaves something open. */
export interface QueryDefaults {
  readonly min?: ExactNumber;
  readonly max?: ExactNumber;
  readonly precision?: number;
  readonly longest?: number;
}

/** The queries that a request asks for on a field of this type; gives the problems of its parameters. */
export function queriesFor(
  { queryTypes, parameters }: QueryRequest,
  bsonType: BsonType,
  defaults: QueryDefaults,
  place: string,
): readonly FieldQuery[] | readonly Problem[] {
  const problems: Problem[] = [];
  const whole = (name: string): number | undefined => {
    const text = parameters[name];
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    problems.push(
      optionProblem(
        `Could not read ${name} of ${place}.`,
        `"${text}" is no whole number.`,
        `Write ${name}=8, for example.`,
      ),
    );
    return undefined;
  };
  const truth = (name: string): boolean => {
    const text = parameters[name];
    if (text !== undefined && text !== 'true' && text !== 'false')
      problems.push(
        optionProblem(
          `Could not read ${name} of ${place}.`,
          `"${text}" is neither true nor false.`,
          `Write ${name}=false.`,
        ),
      );
    return text === 'true';
  };
  const bound = (name: 'min' | 'max'): ExactNumber | undefined => {
    const text = parameters[name];
    if (text === undefined || !isRangeType(bsonType)) return undefined;
    const value = parseBound(bsonType, text);
    if (value === undefined)
      problems.push(
        optionProblem(
          `Could not read ${name} of ${place}.`,
          `"${text}" is no ${bsonType}.`,
          bsonType === 'date' ? `Write a day: ${name}=1900-01-01.` : `Write a number: ${name}=0.`,
        ),
      );
    return value;
  };
  const contention = whole('contention') ?? DEFAULT_CONTENTION;
  const queries = queryTypes.map((queryType): FieldQuery => {
    const family = familyOf(queryType);
    switch (family) {
      case 'equality':
        return { kind: 'equality', contention };
      case 'range': {
        const [sparsity, trimFactor] = [whole('sparsity'), whole('trimFactor')];
        // Bounds of a person count as they are; those of the samples fill what is open.
        const own = { min: bound('min'), max: bound('max'), precision: whole('precision') };
        const min = own.min ?? defaults.min;
        const max = own.max ?? defaults.max;
        const precision = own.precision ?? defaults.precision;
        return {
          kind: 'range',
          contention,
          // A type without ranges stays as it is: the rules say why it cannot be.
          type: isRangeType(bsonType) ? bsonType : 'int',
          ...(min === undefined ? {} : { min }),
          ...(max === undefined ? {} : { max }),
          ...(precision === undefined ? {} : { precision }),
          ...(sparsity === undefined ? {} : { sparsity }),
          ...(trimFactor === undefined ? {} : { trimFactor }),
        };
      }
      case 'text': {
        const substring = textKind(queryType) === 'substring';
        const strMaxLength = whole('strMaxLength') ?? (substring ? defaults.longest : undefined);
        return {
          kind: 'text',
          queryType,
          contention,
          strMinQueryLength: whole('strMinQueryLength') ?? (substring ? 3 : 2),
          strMaxQueryLength: whole('strMaxQueryLength') ?? (substring ? 6 : 10),
          ...(strMaxLength === undefined ? {} : { strMaxLength }),
          caseSensitive: truth('caseSensitive'),
          diacriticSensitive: truth('diacriticSensitive'),
        };
      }
      default:
        return family satisfies never;
    }
  });
  return problems.length > 0 ? problems : queries;
}

/** Bounds that leave room beside the values that were seen, so that a bound tells no single value; undefined where the calendar ends. */
export function roomyBounds(
  type: RangeType,
  min: ExactNumber,
  max: ExactNumber,
): { readonly min: ExactNumber; readonly max: ExactNumber } | undefined {
  if (type === 'date') {
    const [from, to] = [decade(min, -1), decade(max, 2)];
    return from === undefined || to === undefined ? undefined : { min: from, max: to };
  }
  return {
    min: withinType(type, min.digits < 0n ? powerOfTen(min) : ZERO),
    max: withinType(type, max.digits < 0n ? ZERO : powerOfTen(max)),
  };
}

const ZERO: ExactNumber = { digits: 0n, scale: 0 };

function withinType(type: RangeType, value: ExactNumber): ExactNumber {
  if (type === 'double' || type === 'decimal' || fitsType(type, value.digits)) return value;
  const limit = 2n ** WHOLE_BITS[type];
  return { digits: value.digits < 0n ? -limit : limit - 1n, scale: 0 };
}

/** The next power of ten, away from zero, with a digit of room. */
function powerOfTen({ digits, scale }: ExactNumber): ExactNumber {
  const whole = (digits < 0n ? -digits : digits) / 10n ** BigInt(scale);
  const power = 10n ** BigInt(whole.toString().length + (whole === 0n ? 0 : 1));
  return { digits: digits < 0n ? -power : power, scale: 0 };
}

const YEAR_MS = 31_556_952_000n;

/** The start of a decade of the calendar, `later` decades on; undefined outside the years 1 to 9999. */
function decade({ digits }: ExactNumber, later: number): ExactNumber | undefined {
  const year = Math.floor((1970 + Number(digits / YEAR_MS)) / 10) * 10 + later * 10;
  return year < 1 || year > 9999 ? undefined : parseBound('date', `${String(year).padStart(4, '0')}-01-01`);
}

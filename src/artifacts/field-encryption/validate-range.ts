import type { Json, JsonObject } from '../../core/json.ts';
import { type BsonType, isRangeType, type RangeType } from './bson-types.ts';
import { compareExact, type ExactNumber } from './exact-number.ts';
import { typedValue } from './extended-json.ts';
import { domainBits, isTooFine, outgrowsQuery, type RangeDomain } from './range-domain.ts';
import type { ProblemList } from './rules.ts';
import { atLeast, formatVersion, type ServerVersion, TEXT_PREVIEW_SINCE } from './server-version.ts';
import { validateWhole, wholeOf } from './whole-number.ts';

const DEFAULT_SPARSITY = 2;

/** Holds the parameters of a range to the server's rules. */
export function validateRange(
  config: JsonObject,
  { path, bsonType }: { readonly path: string; readonly bsonType: BsonType | undefined },
  server: ServerVersion,
  problems: ProblemList,
): void {
  validateSparsity(config.sparsity, path, server, problems);
  const trimFactor = validateWhole('trimFactor', config, 'trim-factor-value', path, problems);
  if (bsonType === undefined) return;
  if (!isRangeType(bsonType)) {
    problems.error('bson-type-range', path, {
      what: `The field "${path}" of type ${bsonType} cannot be asked by range.`,
      why: 'Ranges are of int, long, double, decimal or date.',
      fix: 'Use equality, or store the value as one of these types.',
      serverCode: 6775201,
    });
    return;
  }
  const floating = bsonType === 'double' || bsonType === 'decimal';
  const precision = validatePrecision(config, bsonType, path, problems);
  const min = validateBound('min', config, bsonType, path, problems);
  const max = validateBound('max', config, bsonType, path, problems);
  const ordered = min === undefined || max === undefined || compareExact(min, max) < 0;
  if (!ordered)
    problems.error('range-bound-order', path, {
      what: `The smallest value of "${path}" is not below the largest.`,
      why: 'min must be less than max.',
      fix: 'Exchange them, or widen the range.',
      serverCode: 6720005,
    });
  const given = ['min', 'max', ...(floating ? ['precision'] : [])].filter((name) => config[name] !== undefined);
  if (floating && given.length > 0 && given.length < 3)
    problems.error('range-bounds-together', path, {
      what: `The range of "${path}" has ${given.join(' and ')} alone.`,
      why: `A ${bsonType} range has all of min, max and precision, or none.`,
      fix: 'Add what is missing.',
      serverCode: 6967100,
    });
  else if (given.length === 0)
    problems.warn('range-bounds-missing', path, {
      what: `The range of "${path}" has no bounds.`,
      why: floating
        ? 'The documentation asks for min, max and precision of a double or decimal; the whole type makes queries and writes slow.'
        : 'The whole type makes queries and writes slower than a narrow range.',
      fix: `Add the smallest and the largest value that can ever occur${floating ? ', and the digits after the point' : ''}.`,
    });
  if (!ordered || (floating && given.length > 0 && (min === undefined || max === undefined || precision === undefined)))
    return;
  const domain: RangeDomain = {
    type: bsonType,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(floating && precision !== undefined ? { precision } : {}),
  };
  validateDomain(domain, config, trimFactor, path, problems);
}

function validateSparsity(value: Json | undefined, path: string, server: ServerVersion, problems: ProblemList): void {
  const most = atLeast(server, TEXT_PREVIEW_SINCE) ? 8n : 4n;
  const sparsity = value === undefined ? BigInt(DEFAULT_SPARSITY) : wholeOf(value);
  if (sparsity === undefined || sparsity < 1n || sparsity > most)
    problems.error('sparsity-value', path, {
      what: `The sparsity of "${path}" is ${JSON.stringify(value)}.`,
      why: `On MongoDB ${formatVersion(server)} it is a whole number from 1 to ${most}.`,
      fix: `Leave it out for ${DEFAULT_SPARSITY}.`,
      serverCode: 6775214,
    });
}

function validatePrecision(
  config: JsonObject,
  bsonType: RangeType,
  path: string,
  problems: ProblemList,
): number | undefined {
  if (config.precision === undefined) return undefined;
  if (bsonType === 'double' || bsonType === 'decimal')
    return validateWhole('precision', config, 'precision-value', path, problems);
  problems.error('precision-type', path, {
    what: `The range of "${path}" has a precision.`,
    why: `A ${bsonType} has no digits after a point.`,
    fix: 'Leave precision out.',
    serverCode: 8574113,
  });
  return undefined;
}

function validateBound(
  name: 'min' | 'max',
  config: JsonObject,
  bsonType: RangeType,
  path: string,
  problems: ProblemList,
): ExactNumber | undefined {
  const given = config[name];
  if (given === undefined) return undefined;
  const { type, number, guessed } = typedValue(given);
  // A number without a wrapper becomes what the driver makes of it: an int fits nothing but an int.
  if (type !== bsonType || number === undefined) {
    problems.error('range-bound-type', path, {
      what: `The ${name} of "${path}" is ${type === bsonType ? 'no finite value' : `of type ${type}`}.`,
      why: `It must be of the field's type, ${bsonType}${guessed === true ? '; drivers read a plain number as int, long or double' : ''}.`,
      fix: `Write it in canonical Extended JSON: ${EXAMPLE_BOUNDS[bsonType]}.`,
      serverCode: name === 'min' ? 7018200 : 7018201,
    });
    return undefined;
  }
  return number;
}

const EXAMPLE_BOUNDS: Readonly<Record<RangeType, string>> = {
  int: '{"$numberInt": "0"}',
  long: '{"$numberLong": "0"}',
  double: '{"$numberDouble": "0.0"}',
  decimal: '{"$numberDecimal": "0"}',
  date: '{"$date": "2000-01-01T00:00:00Z"}',
};

const DIGITS_CODES = {
  double: { min: 6966805, max: 6966806 },
  decimal: { min: 6966807, max: 6966808 },
} as const;

function validateDomain(
  domain: RangeDomain,
  config: JsonObject,
  trimFactor: number | undefined,
  path: string,
  problems: ProblemList,
): void {
  const { type, precision } = domain;
  if (precision !== undefined && (type === 'double' || type === 'decimal')) {
    let exact = true;
    for (const name of ['min', 'max'] as const)
      if ((domain[name]?.scale ?? 0) > precision) {
        exact = false;
        problems.error('precision-digits', path, {
          what: `The ${name} of "${path}" has more digits after the point than the precision of ${precision}.`,
          why: 'The server refuses bounds that are finer than the precision.',
          fix: `Round ${name}, or raise precision.`,
          serverCode: DIGITS_CODES[type][name],
        });
      }
    if (!exact) return;
    if (isTooFine(domain)) {
      problems.error('precision-domain', path, {
        what: `The range of "${path}" is too fine.`,
        why: `From min to max in steps of the precision it takes ${domainBits(domain)} bits; a ${type} has room for fewer than ${type === 'double' ? 64 : 128}.`,
        fix: 'Bring min and max nearer, or lower precision.',
        serverCode: type === 'double' ? 9157100 : 9157101,
      });
      return;
    }
  }
  if (trimFactor === undefined) return;
  const bits = domainBits(domain);
  if (trimFactor > 0 && trimFactor >= bits) {
    problems.error('trim-factor-domain', path, {
      what: `The trimFactor of "${path}" is ${trimFactor}.`,
      why: `A value of this range takes ${bits} bits, and trimFactor must be less than that, or 0.`,
      fix: 'Leave it out for the default of 6, which the library lowers for a small range.',
      serverCode: 8574000,
    });
    return;
  }
  const code = outgrowsQuery(
    domain,
    Number(wholeOf(config.sparsity ?? DEFAULT_SPARSITY) ?? DEFAULT_SPARSITY),
    trimFactor,
  );
  if (code !== undefined)
    problems.error('range-outgrows-query', path, {
      what: `A range query of "${path}" could outgrow a document.`,
      why: 'Sparsity, trimFactor and the width of the range make more tags than a query can hold.',
      fix: 'Lower trimFactor or sparsity, or bring min and max nearer.',
      serverCode: code,
    });
}

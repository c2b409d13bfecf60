import type { JsonObject } from '../../core/json.ts';
import type { BsonType } from './bson-types.ts';
import { type QueryType, textKind, textLimitsOf } from './query-types.ts';
import type { ProblemList } from './rules.ts';
import { validateWhole } from './whole-number.ts';

const TEXT_MISSING_CODES: Readonly<Record<string, number>> = {
  strMinQueryLength: 9783402,
  strMaxQueryLength: 9783403,
  caseSensitive: 9783404,
  diacriticSensitive: 9783405,
  strMaxLength: 9783407,
};

/** Holds the parameters of a prefix, suffix or substring query to the server's rules. */
export function validateText(
  type: QueryType,
  config: JsonObject,
  { path, bsonType }: { readonly path: string; readonly bsonType: BsonType | undefined },
  problems: ProblemList,
): void {
  if (bsonType !== undefined && bsonType !== 'string')
    problems.error('bson-type-text', path, {
      what: `The field "${path}" of type ${bsonType} cannot be asked by ${type}.`,
      why: 'Prefix, suffix and substring queries are of strings.',
      fix: 'Use equality or range, or store the value as a string.',
      serverCode: 9783400,
    });
  const substring = textKind(type) === 'substring';
  for (const [name, serverCode] of Object.entries(TEXT_MISSING_CODES))
    if (config[name] === undefined && (substring || name !== 'strMaxLength'))
      problems.error('text-parameter-missing', path, {
        what: `The ${type} query of "${path}" has no ${name}.`,
        why: 'It has no default.',
        fix: `Add ${name}.`,
        serverCode,
      });
  if (!substring && config.strMaxLength !== undefined)
    problems.warn('query-parameter-ignored', path, {
      what: `The ${type} query of "${path}" has a strMaxLength.`,
      why: 'Only substring queries have one.',
      fix: 'Leave it out.',
    });
  for (const name of ['caseSensitive', 'diacriticSensitive'])
    if (config[name] !== undefined && typeof config[name] !== 'boolean')
      problems.error('text-parameter-value', path, {
        what: `The ${name} of "${path}" is ${JSON.stringify(config[name])}.`,
        why: 'It is true or false.',
        fix: `Set ${name} to true or false.`,
      });
  const least = validateWhole('strMinQueryLength', config, 'text-parameter-value', path, problems);
  const most = validateWhole('strMaxQueryLength', config, 'text-parameter-value', path, problems);
  const longest = substring ? validateWhole('strMaxLength', config, 'text-parameter-value', path, problems) : undefined;
  validateTextLimits(type, { least, most, longest }, path, problems);
  if (least !== undefined && most !== undefined && least > most)
    problems.error('text-length-order', path, {
      what: `The shortest query of "${path}" is longer than the longest.`,
      why: `strMinQueryLength is ${least}, strMaxQueryLength ${most}.`,
      fix: 'Exchange them.',
      serverCode: 9783406,
    });
  if (most !== undefined && longest !== undefined && most > longest)
    problems.error('text-length-order', path, {
      what: `The longest query of "${path}" is longer than the text itself.`,
      why: `strMaxQueryLength is ${most}, strMaxLength ${longest}.`,
      fix: 'Lower strMaxQueryLength, or raise strMaxLength.',
      serverCode: 9783408,
    });
}

function validateTextLimits(
  type: QueryType,
  {
    least,
    most,
    longest,
  }: { readonly least: number | undefined; readonly most: number | undefined; readonly longest: number | undefined },
  path: string,
  problems: ProblemList,
): void {
  const limits = textLimitsOf(type);
  if (limits === undefined) return;
  const refuse = (name: string, value: number, why: string) =>
    problems.error('text-limit', path, {
      what: `The ${name} of "${path}" is ${value}.`,
      why: `For ${type} it is ${why}.`,
      fix: `Set ${name} within that.`,
    });
  if (least !== undefined && least < limits.minQueryLength)
    refuse('strMinQueryLength', least, `at least ${limits.minQueryLength}`);
  const { maxQueryLength, minLength = 0, maxLength } = limits;
  if (most !== undefined && maxQueryLength !== undefined && most > maxQueryLength)
    refuse('strMaxQueryLength', most, `at most ${maxQueryLength}`);
  if (longest !== undefined && maxLength !== undefined && (longest > maxLength || longest < minLength))
    refuse('strMaxLength', longest, `from ${minLength} to ${maxLength}`);
}

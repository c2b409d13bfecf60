import type { Json, JsonObject } from '../../core/json.ts';
import { typedValue } from './extended-json.ts';
import type { ProblemList } from './rules.ts';

/** A whole number of 0 or more; a problem where the parameter is given and is none. */
export function validateWhole(
  name: string,
  config: JsonObject,
  rule: 'trim-factor-value' | 'precision-value' | 'text-parameter-value',
  path: string,
  problems: ProblemList,
): number | undefined {
  const given = config[name];
  if (given === undefined) return undefined;
  const whole = wholeOf(given);
  if (whole !== undefined && whole >= 0n && whole <= 2n ** 31n - 1n) return Number(whole);
  problems.error(rule, path, {
    what: `The ${name} of "${path}" is ${JSON.stringify(given)}.`,
    why: 'It is a whole number of 0 or more.',
    fix: `Set ${name} to such a number, or leave it out where it has a default.`,
  });
  return undefined;
}

/** The whole number that a piece of Extended JSON stands for. */
export function wholeOf(json: Json): bigint | undefined {
  const { number } = typedValue(json);
  return number === undefined || number.scale > 0 ? undefined : number.digits;
}

/**
 * Audit filters as the server matches them ("Configure Audit Filters" page: a find predicate over the event), over events of
 * which a part is not known: yes, no, or unknown. What this cannot judge (`$expr`, `$jsonSchema`, most regular expressions) is
 * unknown, never guessed.
 */
import { isObject, type JsonObject } from '../core/json.ts';

/** Stands for a value that is not known. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** Whether a filter selects an event. */
export type Selected = 'yes' | 'no' | 'unknown';

const MISSING: unique symbol = Symbol('missing');
type Value = unknown;

const from = (is: boolean): Selected => (is ? 'yes' : 'no');
const not = (selected: Selected): Selected => (selected === 'unknown' ? 'unknown' : from(selected === 'no'));

function all(parts: Iterable<Selected>): Selected {
  let result: Selected = 'yes';
  for (const part of parts) {
    if (part === 'no') return 'no';
    if (part === 'unknown') result = 'unknown';
  }
  return result;
}

const any = (parts: Iterable<Selected>): Selected => not(all([...parts].map(not)));

/** Whether a filter selects an event; `UNKNOWN` may stand anywhere in the event. */
export function selectsEvent(filter: JsonObject, event: Readonly<Record<string, unknown>>): Selected {
  return all(
    Object.entries(filter).map(([key, condition]): Selected => {
      const branches = () =>
        Array.isArray(condition) && condition.length > 0 && condition.every(isObject)
          ? condition.map((branch) => selectsEvent(branch as JsonObject, event))
          : undefined;
      switch (key) {
        case '$and':
          return all(branches() ?? ['unknown']);
        case '$or':
          return any(branches() ?? ['unknown']);
        case '$nor':
          return not(any(branches() ?? ['unknown']));
        case '$comment':
        case '$alwaysTrue':
          return 'yes';
        case '$alwaysFalse':
          return 'no';
        default:
          return key.startsWith('$') ? 'unknown' : onPath(event, key.split('.'), condition);
      }
    }),
  );
}

/** The values that a path reaches, through arrays as the server goes; the array itself counts, too, at the end of the path. */
function valuesAt(value: Value, path: readonly string[]): readonly Value[] {
  if (value === UNKNOWN) return [UNKNOWN];
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (Array.isArray(value)) {
    const through = value.filter((item) => isObject(item) || item === UNKNOWN).flatMap((item) => valuesAt(item, path));
    return /^\d+$/.test(name) && Number(name) < value.length
      ? [...valuesAt(value[Number(name)], rest), ...through]
      : through;
  }
  if (!isObject(value) || !(name in value)) return [MISSING];
  return valuesAt(value[name], rest);
}

function onPath(event: unknown, path: readonly string[], condition: unknown): Selected {
  const reached = valuesAt(event, path);
  const values = reached.length === 0 ? [MISSING] : reached;
  if (!isOperators(condition)) return equalsSome(values, condition);
  return all(Object.entries(condition).map(([operator, operand]) => onOperator(values, operator, operand, condition)));
}

function isOperators(condition: unknown): condition is JsonObject {
  return isObject(condition) && Object.keys(condition)[0]?.startsWith('$') === true && !isExtendedJson(condition);
}

/** `{"$date": …}` and its like are values. */
function isExtendedJson(value: Readonly<Record<string, unknown>>): boolean {
  const [first, ...others] = Object.keys(value);
  return others.length === 0 && ['$date', '$oid', '$numberLong', '$numberInt', '$numberDouble'].includes(first ?? '');
}

/** The value and, where it is an array, its items. */
function candidates(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function equalsSome(values: readonly Value[], wanted: unknown): Selected {
  return any(candidates(values).map((value) => equals(value, wanted)));
}

/** Field order counts in documents; null equals what is missing. */
function equals(value: Value, wanted: unknown): Selected {
  if (value === UNKNOWN) return 'unknown';
  if (value === MISSING) return from(wanted === null);
  if (isObject(wanted) && (isExtendedJson(wanted) || (isObject(value) && isExtendedJson(value)))) return 'unknown';
  if (Array.isArray(value) && Array.isArray(wanted))
    return value.length === wanted.length ? all(value.map((item, position) => equals(item, wanted[position]))) : 'no';
  if (isObject(value) && isObject(wanted)) {
    const [own, theirs] = [Object.keys(value), Object.keys(wanted)];
    if (own.length !== theirs.length || own.some((name, position) => name !== theirs[position])) {
      // Which fields an event has at a place that is not known, nobody knows either.
      return own.some((name) => value[name] === UNKNOWN) ? 'unknown' : 'no';
    }
    return all(own.map((name) => equals(value[name], wanted[name])));
  }
  return from(value === wanted);
}

function onOperator(values: readonly Value[], operator: string, operand: unknown, condition: JsonObject): Selected {
  switch (operator) {
    case '$eq':
      return equalsSome(values, operand);
    case '$ne':
      return not(equalsSome(values, operand));
    case '$in':
    case '$nin': {
      // The server refuses operators in such a list.
      if (!Array.isArray(operand) || operand.some(isOperators)) return 'unknown';
      const found = any(operand.map((item) => equalsSome(values, item)));
      return operator === '$in' ? found : not(found);
    }
    case '$exists':
      return typeof operand === 'boolean'
        ? any(values.map((value) => (value === UNKNOWN ? 'unknown' : from((value !== MISSING) === operand))))
        : 'unknown';
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return any(candidates(values).map((value) => compares(value, operator, operand)));
    case '$not':
      return isOperators(operand)
        ? not(all(Object.entries(operand).map(([name, inner]) => onOperator(values, name, inner, operand))))
        : 'unknown';
    case '$size':
      return any(
        values.map((value) => (value === UNKNOWN ? 'unknown' : from(Array.isArray(value) && value.length === operand))),
      );
    case '$all':
      return Array.isArray(operand) && operand.length > 0 && !operand.some(isOperators)
        ? all(operand.map((item) => equalsSome(values, item)))
        : 'unknown';
    case '$elemMatch':
      return isObject(operand) ? any(values.map((value) => someElement(value, operand as JsonObject))) : 'unknown';
    case '$regex':
      return any(candidates(values).map((value) => matchesText(value, operand, condition.$options)));
    case '$options':
      return '$regex' in condition ? 'yes' : 'unknown';
    default:
      return 'unknown';
  }
}

function someElement(value: Value, wanted: JsonObject): Selected {
  if (value === UNKNOWN) return 'unknown';
  if (!Array.isArray(value)) return 'no';
  return any(
    value.map((item): Selected => {
      if (item === UNKNOWN) return 'unknown';
      if (isOperators(wanted) && !('$or' in wanted || '$and' in wanted || '$nor' in wanted))
        return all(Object.entries(wanted).map(([name, operand]) => onOperator([item], name, operand, wanted)));
      return isObject(item) ? selectsEvent(wanted, item as JsonObject) : 'no';
    }),
  );
}

function compares(value: Value, operator: '$gt' | '$gte' | '$lt' | '$lte', operand: unknown): Selected {
  if (value === UNKNOWN) return 'unknown';
  // Only values of one sort are compared.
  if (typeof value !== typeof operand || (typeof value !== 'number' && typeof value !== 'string')) {
    return isObject(operand) ? 'unknown' : 'no';
  }
  const [left, right] = [value, operand as typeof value];
  return from({ $gt: left > right, $gte: left >= right, $lt: left < right, $lte: left <= right }[operator]);
}

/** Literal text, perhaps anchored, or several of them: what can be judged without running a stranger's expression. */
function matchesText(value: Value, pattern: unknown, options: unknown): Selected {
  if (value === UNKNOWN) return 'unknown';
  if (typeof value !== 'string') return 'no';
  if (typeof pattern !== 'string' || options !== undefined) return 'unknown';
  const parts = /^\^\((?:\?:)?([^()]*)\)(\$?)$/.exec(pattern);
  const branches =
    parts === null
      ? pattern.includes('|')
        ? undefined
        : [pattern]
      : (parts[1] ?? '').split('|').map((branch) => `^${branch}${parts[2]}`);
  if (branches === undefined) return 'unknown';
  return any(branches.map((branch) => matchesLiteral(value, branch)));
}

function matchesLiteral(value: string, pattern: string): Selected {
  const anchored = pattern.startsWith('^');
  const ended = /(^|[^\\])\$$/.test(pattern);
  let body = pattern.slice(anchored ? 1 : 0, ended ? -1 : undefined);
  const open = !ended && body.endsWith('.*');
  if (open) body = body.slice(0, -2);
  if (/\\[^.$^*+?()[\]{}|\\/-]/.test(body) || /[*+?()[\]{}|^$]/.test(body.replace(/\\./g, ''))) return 'unknown';
  const bare = body.replace(/\\./g, '');
  // A dot stands for any one character.
  if (bare.includes('.')) {
    const dotless = body.replace(/\\(.)/g, '$1');
    if (!anchored) return 'unknown';
    const literal = [...body.matchAll(/\\(.)|(.)/g)].map(
      ([, escaped, plain]) => (escaped ?? (plain === '.' ? null : plain)) as string | null,
    );
    if (value.length < dotless.length || (ended && value.length !== dotless.length)) return 'no';
    return from(literal.every((character, position) => character === null || value[position] === character));
  }
  const literal = body.replace(/\\(.)/g, '$1');
  if (anchored && ended) return from(value === literal);
  if (anchored) return from(value.startsWith(literal));
  return from(ended ? value.endsWith(literal) : value.includes(literal));
}

/** What is wrong with an audit filter before any event comes: operators that the server refuses, and comparisons that match nothing. */
import { isObject, type JsonObject } from '../core/json.ts';

/** Operators of a find predicate (manual, "Query and Projection Operators"), without those that the server refuses in a filter on events. */
const OPERATORS: ReadonlySet<string> = new Set([
  '$all',
  '$alwaysFalse',
  '$alwaysTrue',
  '$and',
  '$bitsAllClear',
  '$bitsAllSet',
  '$bitsAnyClear',
  '$bitsAnySet',
  '$comment',
  '$elemMatch',
  '$eq',
  '$exists',
  '$expr',
  '$gt',
  '$gte',
  '$in',
  '$jsonSchema',
  '$lt',
  '$lte',
  '$mod',
  '$ne',
  '$nin',
  '$nor',
  '$not',
  '$options',
  '$or',
  '$regex',
  '$sampleRate',
  '$size',
  '$type',
]);
/** Extended JSON: these mark a value, not a condition. */
const VALUES: ReadonlySet<string> = new Set([
  '$binary',
  '$date',
  '$maxKey',
  '$minKey',
  '$numberDecimal',
  '$numberDouble',
  '$numberInt',
  '$numberLong',
  '$oid',
  '$regularExpression',
  '$timestamp',
  '$uuid',
]);
const BRANCHES: readonly string[] = ['$and', '$nor', '$or'];
/** Their operand is a language of its own, which is not looked into. */
const OPAQUE: readonly string[] = ['$expr', '$jsonSchema'];

function isValue(item: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(item).some((key) => VALUES.has(key));
}

function isCondition(item: unknown): item is JsonObject {
  return isObject(item) && !isValue(item) && Object.keys(item)[0]?.startsWith('$') === true;
}

/** Why the server cannot take the filter, each once, as parts of a sentence; empty: nothing is known against it. */
export function refusals(filter: JsonObject): readonly string[] {
  const found = new Set<string>();
  const visitCondition = (condition: JsonObject): void => {
    for (const [operator, operand] of Object.entries(condition)) {
      if (!OPERATORS.has(operator)) found.add(`there is no operator ${operator} in a filter`);
      else if ((operator === '$in' || operator === '$nin') && !Array.isArray(operand))
        found.add(`${operator} takes a list`);
      else if ((operator === '$in' || operator === '$nin') && (operand as readonly unknown[]).some(isCondition))
        found.add(`${operator} holds values, no operators such as ${operatorIn(operand as readonly unknown[])}`);
      else if (operator === '$elemMatch') {
        if (!isObject(operand)) found.add('$elemMatch takes a document');
        else if (isCondition(operand) && !BRANCHES.includes(Object.keys(operand)[0] ?? '')) visitCondition(operand);
        else visitQuery(operand as JsonObject);
      } else if (operator === '$not') {
        if (isCondition(operand)) visitCondition(operand);
        else if (!isObject(operand) || !isValue(operand)) found.add('$not takes a condition');
      }
    }
  };
  const visitQuery = (query: JsonObject): void => {
    for (const [key, condition] of Object.entries(query)) {
      if (BRANCHES.includes(key)) {
        if (!Array.isArray(condition) || condition.length === 0 || !condition.every(isObject))
          found.add(`${key} takes a list of conditions that is not empty`);
        else for (const branch of condition) visitQuery(branch as JsonObject);
      } else if (key.startsWith('$')) {
        if (!OPERATORS.has(key)) found.add(`there is no operator ${key} in a filter`);
      } else if (isCondition(condition)) visitCondition(condition);
    }
  };
  visitQuery(filter);
  return [...found];
}

function operatorIn(list: readonly unknown[]): string {
  return Object.keys(list.find(isCondition) ?? {})[0] ?? '';
}

/** A comparison with a whole document, where the server wants every field of it, in its order, and takes operators for text. */
export interface WholeComparison {
  /** `param`, `users` … */
  readonly path: string;
  /** True where the document holds an operator: it can never be equal. */
  readonly never: boolean;
}

/** Fields of an audit event that hold documents or lists of them (manual, "System Event Audit Messages"). */
const DOCUMENTS: readonly string[] = ['intermediates', 'local', 'param', 'remote', 'roles', 'users'];

function holdsOperator(item: unknown): boolean {
  if (Array.isArray(item)) return item.some(holdsOperator);
  if (!isObject(item)) return false;
  return Object.entries(item).some(([key, value]) => (key.startsWith('$') && !VALUES.has(key)) || holdsOperator(value));
}

/** Every comparison of the filter with a whole document. Elements of users and roles compared whole are fine: they have two fields. */
export function wholeComparisons(filter: unknown): readonly WholeComparison[] {
  if (Array.isArray(filter)) return filter.flatMap(wholeComparisons);
  if (!isObject(filter)) return [];
  return Object.entries(filter).flatMap(([key, condition]): readonly WholeComparison[] => {
    if (OPAQUE.includes(key)) return [];
    if (key.startsWith('$')) return wholeComparisons(condition);
    if (!DOCUMENTS.includes(key.split('.')[0] ?? '') || !isObject(condition)) return [];
    if (isCondition(condition)) {
      const inner = (condition as JsonObject).$elemMatch;
      return inner === undefined ? [] : wholeComparisons(inner);
    }
    if (isValue(condition) || Object.keys(condition).length === 0) return [];
    const never = holdsOperator(condition);
    return never || !['roles', 'users'].includes(key) ? [{ path: key, never }] : [];
  });
}

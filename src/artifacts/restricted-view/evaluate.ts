import { isObject, type Json, type JsonObject, sameJson } from '../../core/json.ts';

/** What is not there: neither null nor a value. */
const MISSING = Symbol('missing');
type Value = Json | typeof MISSING;

/**
 * The documents that a caller with these roles (`admin.auditor`) sees through the stages of `pipelineOf`. It reads the stages
 * themselves, not the rules that they were written from; a stage or an operator that it does not know is an error.
 */
export function seenBy(
  pipeline: readonly JsonObject[],
  documents: readonly JsonObject[],
  roles: readonly string[],
): readonly JsonObject[] {
  const userRoles = roles.map((id): JsonObject => {
    const dot = id.indexOf('.');
    return { _id: id, role: id.slice(dot + 1), db: id.slice(0, dot) };
  });
  let current = documents;
  for (const stage of pipeline) {
    const [[name, body] = ['', null]] = Object.entries(stage);
    if (name === '$redact')
      current = current.filter((document) => {
        const verdict = evaluate(body as Json, document, userRoles, true);
        if (verdict === '$$KEEP') return true;
        if (verdict === '$$PRUNE') return false;
        throw new TypeError(`$redact answered ${String(verdict)}`);
      });
    else if (name === '$set')
      current = current.map((document) =>
        Object.entries(body as JsonObject).reduce(
          (result, [path, expression]) =>
            assign(result, path.split('.'), evaluate(expression as Json, document, userRoles)),
          document,
        ),
      );
    else throw new TypeError(`no stage ${name}`);
  }
  return current;
}

function field(value: Value, path: readonly string[]): Value {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    const found = (value as readonly Json[]).map((item) => field(item, path)).filter((item) => item !== MISSING);
    return found as readonly Json[] as Json;
  }
  if (!isObject(value) || !(name in value)) return MISSING;
  return field((value as JsonObject)[name] as Json, rest);
}

function evaluate(expression: Json, document: JsonObject, userRoles: readonly JsonObject[], isRedact = false): Value {
  if (typeof expression === 'string') {
    if (expression === '$$REMOVE') return MISSING;
    if (expression === '$$USER_ROLES._id') return userRoles.map(({ _id }) => _id as Json);
    if (isRedact && (expression === '$$KEEP' || expression === '$$PRUNE')) return expression;
    if (expression.startsWith('$$')) throw new TypeError(`no variable ${expression}`);
    return expression.startsWith('$') ? field(document, expression.slice(1).split('.')) : expression;
  }
  const of = (inner: Json) => evaluate(inner, document, userRoles, isRedact);
  if (Array.isArray(expression))
    return (expression as readonly Json[]).map((item) => {
      const value = of(item);
      return value === MISSING ? null : value;
    });
  if (!isObject(expression)) return expression;
  const [[operator, operand] = ['', null]] = Object.entries(expression as JsonObject);
  const parts = (Array.isArray(operand) ? operand : [operand]) as readonly Json[];
  const list = (inner: Json | undefined) => {
    const value = of(inner as Json);
    if (!Array.isArray(value)) throw new TypeError(`${operator} takes a list`);
    return value as readonly Json[];
  };
  switch (operator) {
    case '$literal':
      return operand as Json;
    case '$cond':
      return truthy(of(parts[0] as Json)) ? of(parts[1] as Json) : of(parts[2] as Json);
    case '$and':
      return parts.every((part) => truthy(of(part)));
    case '$or':
      return parts.some((part) => truthy(of(part)));
    case '$not':
      return !truthy(of(parts[0] as Json));
    case '$isArray':
      return Array.isArray(of(parts[0] as Json));
    case '$in': {
      const wanted = of(parts[0] as Json);
      return list(parts[1]).some((item) => sameJson(item, wanted));
    }
    case '$gt':
      return Number(of(parts[0] as Json)) > Number(of(parts[1] as Json));
    case '$size':
      return list(operand as Json).length;
    case '$setIntersection': {
      const [first, second] = [list(parts[0]), list(parts[1])];
      return first.filter((item) => second.some((other) => sameJson(item, other)));
    }
    default:
      throw new TypeError(`no operator ${operator}`);
  }
}

function truthy(value: Value): boolean {
  return !(value === MISSING || value === null || value === false || value === 0);
}

/** Sets or removes what stands at a path, and leaves the rest as it is. */
function assign(document: JsonObject, path: readonly string[], value: Value): JsonObject {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    if (value !== MISSING) return { ...document, [name]: value };
    const { [name]: _, ...kept } = document;
    return kept;
  }
  const inner = document[name];
  if (isObject(inner)) return { ...document, [name]: assign(inner as JsonObject, rest, value) };
  // Nothing is made where nothing was: `$set` would make an empty object, which says that the path was there.
  return value === MISSING ? document : { ...document, [name]: assign({}, rest, value) };
}

import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type BsonType, isBsonType } from './bson-types.ts';
import { parseExact } from './exact-number.ts';
import type { FieldFacts } from './field-facts.ts';

/** Types of JSON Schema as BSON; `number` is what a driver makes of a fraction. */
const JSON_TYPES: Readonly<Record<string, BsonType>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  object: 'object',
  array: 'array',
  null: 'null',
};

/** Every path that a JSON Schema describes; undefined where it is none. Takes a validator with `$jsonSchema` too. */
export function fieldsOfSchema(json: Json): readonly FieldFacts[] | undefined {
  const schema = schemaIn(json);
  if (schema === undefined) return undefined;
  const found: FieldFacts[] = [];
  visitProperties(schema, '', undefined, found);
  return found;
}

function schemaIn(json: Json): JsonObject | undefined {
  if (!isObject(json)) return undefined;
  const value = json as JsonObject;
  for (const key of ['validator', '$jsonSchema', 'schema'])
    if (isObject(value[key])) return schemaIn(value[key] as Json);
  return isObject(value.properties) ? value : undefined;
}

function visitProperties(schema: JsonObject, prefix: string, array: string | undefined, found: FieldFacts[]): void {
  if (!isObject(schema.properties)) return;
  for (const [name, sub] of Object.entries(schema.properties)) {
    if (!isObject(sub)) continue;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const property = sub as JsonObject;
    found.push(factsOf(property, path, array));
    visitProperties(property, path, array, found);
    const items = Array.isArray(property.items) ? property.items[0] : property.items;
    if (isObject(items)) visitProperties(items as JsonObject, path, array ?? path, found);
  }
}

function factsOf(property: JsonObject, path: string, array: string | undefined): FieldFacts {
  const named = [property.bsonType ?? property.type ?? []].flat() as readonly Json[];
  const all = named
    .map((type) => (isBsonType(type) ? type : type === 'number' ? 'double' : JSON_TYPES[String(type)]))
    .filter((type) => type !== undefined);
  const implied: readonly BsonType[] = isObject(property.properties)
    ? ['object']
    : property.items !== undefined
      ? ['array']
      : [];
  const types = (all.length > 0 ? all : implied).filter((type) => type !== 'null');
  const listed = Array.isArray(property.enum) ? property.enum.length : undefined;
  const bound = (key: string) => (typeof property[key] === 'number' ? parseExact(String(property[key])) : undefined);
  const min = bound('minimum');
  const max = bound('maximum');
  return {
    path,
    documents: 0,
    present: 0,
    nulls: 0,
    values: [],
    types: types.map((type) => ({ type, count: 0 })),
    ...(array === undefined ? {} : { array }),
    ...(listed === undefined ? {} : { distinct: listed }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(typeof property.maxLength === 'number' ? { longest: property.maxLength } : {}),
  };
}

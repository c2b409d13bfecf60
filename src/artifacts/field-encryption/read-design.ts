import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { BsonType, RangeType } from './bson-types.ts';
import { DEFAULT_CONTENTION, type FieldDesign, type FieldQuery, type Treatment } from './design.ts';
import { typedValue } from './extended-json.ts';
import { familyOf, type QueryType } from './query-types.ts';
import { problemList } from './rules.ts';
import type { DesignForm } from './validate.ts';
import { type EncryptedProperty, validateSchema } from './validate-schema-map.ts';

/** The fields of a design that was given and breaks no rule. */
export function fieldsOfDesign(form: DesignForm): readonly FieldDesign[] {
  switch (form.mode) {
    case 'queryable':
      return ((form.encryptedFields as { readonly fields: readonly JsonObject[] }).fields ?? []).map(queryableField);
    case 'csfle':
      return validateSchema(form.schema, { keys: 'expected', place: form.place }, problemList()).map(csfleField);
    default:
      return form satisfies never;
  }
}

function given(path: string, treatment: Treatment): FieldDesign {
  return { path, treatment, confidence: 'high', because: 'It stands in the design that was given.', notes: [] };
}

function queryableField(field: JsonObject): FieldDesign {
  const bsonType = (field.bsonType ?? 'string') as BsonType;
  const queries = field.queries === undefined ? [] : ([field.queries].flat() as readonly JsonObject[]);
  return given(String(field.path), {
    mode: 'queryable',
    bsonType,
    queries: queries.map((query) => queryOf(query, bsonType)),
  });
}

function queryOf(query: JsonObject, bsonType: BsonType): FieldQuery {
  const queryType = query.queryType as QueryType;
  const contention = wholeOf(query.contention) ?? DEFAULT_CONTENTION;
  const optional = <K extends string>(key: K) => {
    const value = wholeOf(query[key]);
    return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: number };
  };
  const family = familyOf(queryType);
  switch (family) {
    case 'equality':
      return { kind: 'equality', contention };
    case 'range': {
      const min = query.min === undefined ? undefined : typedValue(query.min).number;
      const max = query.max === undefined ? undefined : typedValue(query.max).number;
      return {
        kind: 'range',
        contention,
        type: bsonType as RangeType,
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        ...optional('precision'),
        ...optional('sparsity'),
        ...optional('trimFactor'),
      };
    }
    case 'text':
      return {
        kind: 'text',
        queryType,
        contention,
        strMinQueryLength: wholeOf(query.strMinQueryLength) ?? 1,
        strMaxQueryLength: wholeOf(query.strMaxQueryLength) ?? 1,
        ...optional('strMaxLength'),
        caseSensitive: query.caseSensitive === true,
        diacriticSensitive: query.diacriticSensitive === true,
      };
    default:
      return family satisfies never;
  }
}

function wholeOf(json: Json | undefined): number | undefined {
  const number = json === undefined ? undefined : typedValue(json).number;
  return number === undefined ? undefined : Number(number.digits);
}

function csfleField({ path, deterministic, types }: EncryptedProperty): FieldDesign {
  return given(path, {
    mode: 'csfle',
    algorithm: deterministic ? 'deterministic' : 'random',
    bsonTypes: types,
  });
}

/** Paths of a schema that have no key, of their own or inherited. */
export function keylessPaths(schema: Json, path = '', inherited = false): readonly string[] {
  if (!isObject(schema)) return [];
  const value = schema as JsonObject;
  if (isObject(value.encrypt)) return inherited || value.encrypt.keyId !== undefined ? [] : [path];
  const below = inherited || (isObject(value.encryptMetadata) && value.encryptMetadata.keyId !== undefined);
  return isObject(value.properties)
    ? Object.entries(value.properties).flatMap(([name, sub]) =>
        keylessPaths(sub as Json, path === '' ? name : `${path}.${name}`, below),
      )
    : [];
}

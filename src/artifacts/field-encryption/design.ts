import type { Confidence } from '../../core/control.ts';
import type { JsonObject } from '../../core/json.ts';
import type { BsonType, RangeType } from './bson-types.ts';
import type { ExactNumber } from './exact-number.ts';
import { boundJson } from './extended-json.ts';
import type { QueryType } from './query-types.ts';
import { DETERMINISTIC, RANDOM } from './validate-schema-map.ts';

export type Mode = 'queryable' | 'csfle';

/** What `contention` is where nothing is said; written out, because it can never be changed. */
export const DEFAULT_CONTENTION = 8;

/** A range that can be asked for. */
export interface RangeQuery {
  readonly kind: 'range';
  readonly contention: number;
  readonly type: RangeType;
  readonly min?: ExactNumber;
  readonly max?: ExactNumber;
  readonly precision?: number;
  readonly sparsity?: number;
  readonly trimFactor?: number;
}

/** Beginnings, ends or parts that can be asked for. */
export interface TextQuery {
  readonly kind: 'text';
  readonly queryType: QueryType;
  readonly contention: number;
  readonly strMinQueryLength: number;
  readonly strMaxQueryLength: number;
  readonly strMaxLength?: number;
  readonly caseSensitive: boolean;
  readonly diacriticSensitive: boolean;
}

/** One way in which a field of Queryable Encryption is asked for. */
export type FieldQuery = { readonly kind: 'equality'; readonly contention: number } | RangeQuery | TextQuery;

/** How a field is encrypted. */
export type Treatment =
  | { readonly mode: 'queryable'; readonly bsonType: BsonType; readonly queries: readonly FieldQuery[] }
  | { readonly mode: 'csfle'; readonly algorithm: 'deterministic' | 'random'; readonly bsonTypes: readonly BsonType[] };

/** One encrypted field and why it is encrypted so. */
export interface FieldDesign {
  readonly path: string;
  readonly treatment: Treatment;
  /** What it is about, in a word or two; absent where somebody asked for it. */
  readonly category?: string;
  readonly confidence: Confidence;
  /** A sentence on what it is and why it is encrypted in this way. */
  readonly because: string;
  /** What the person should know or decide. */
  readonly notes: readonly string[];
}

/** A field that was looked at and stays in the clear. */
export interface LeftField {
  readonly path: string;
  readonly because: string;
}

/** The encrypted fields of one collection. */
export interface Design {
  readonly mode: Mode;
  /** Why this mode. */
  readonly modeBecause: string;
  readonly fields: readonly FieldDesign[];
  readonly left: readonly LeftField[];
}

/** `encryptedFields` as Extended JSON; keyId is null, so that drivers make a data key for each field. */
export function encryptedFieldsJson(fields: readonly FieldDesign[]): JsonObject {
  return {
    fields: fields.flatMap(({ path, treatment }) =>
      treatment.mode === 'queryable' ? [fieldJson(path, treatment)] : [],
    ),
  };
}

function fieldJson(path: string, { bsonType, queries }: Extract<Treatment, { mode: 'queryable' }>): JsonObject {
  const written = queries.map(queryJson);
  return {
    keyId: null,
    path,
    bsonType,
    ...(written.length === 0 ? {} : { queries: written.length === 1 ? written[0] : written }),
  };
}

function queryJson(query: FieldQuery): JsonObject {
  switch (query.kind) {
    case 'equality':
      return { queryType: 'equality', contention: query.contention };
    case 'range': {
      const { kind: _, contention, type, min, max, ...others } = query;
      return {
        queryType: 'range',
        contention,
        ...(min === undefined ? {} : { min: boundJson(type, min) }),
        ...(max === undefined ? {} : { max: boundJson(type, max) }),
        ...others,
      };
    }
    case 'text': {
      const { kind: _, queryType, contention, ...others } = query;
      return { queryType, contention, ...others };
    }
    default:
      return query satisfies never;
  }
}

type Schema = { -readonly [K in keyof JsonObject]: JsonObject[K] };

/** The JSON Schema of CSFLE, without keys: each field gets a data key of its own when keys are made. */
export function schemaJson(fields: readonly FieldDesign[]): JsonObject {
  const root: Schema = { bsonType: 'object', properties: {} };
  for (const { path, treatment } of fields) {
    if (treatment.mode !== 'csfle') continue;
    const parts = path.split('.');
    let schema = root;
    for (const part of parts.slice(0, -1)) schema = childOf(schema, part);
    const { algorithm, bsonTypes } = treatment;
    (schema.properties as Schema)[parts.at(-1) as string] = {
      encrypt: {
        algorithm: algorithm === 'deterministic' ? DETERMINISTIC : RANDOM,
        ...(bsonTypes.length === 0 ? {} : { bsonType: bsonTypes.length === 1 ? bsonTypes[0] : bsonTypes }),
      },
    };
  }
  return root;
}

function childOf(schema: Schema, name: string): Schema {
  const properties = schema.properties as Schema;
  properties[name] ??= { bsonType: 'object', properties: {} };
  return properties[name] as Schema;
}

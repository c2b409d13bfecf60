import type { Json, JsonObject } from '../../core/json.ts';
import type { BsonType } from './bson-types.ts';
import { compareExact, type ExactNumber, formatExact } from './exact-number.ts';
import { type TypedValue, typedValue } from './extended-json.ts';
import { type FieldFacts, mainType } from './field-facts.ts';

const MOST_VALUES = 100;
const MOST_DISTINCT = 1000;

/** What is gathered of a path while documents are read. */
interface Gathered {
  readonly path: string;
  array: string | undefined;
  readonly typed: Map<BsonType, number>;
  /** Plain JSON numbers by the type that each alone would have: relaxed Extended JSON does not say more. */
  readonly guessed: Map<BsonType, number>;
  readonly distinct: Set<string>;
  readonly values: string[];
  present: number;
  nulls: number;
  counted: number;
  /** Dates and numbers are not compared with each other. */
  readonly spans: Map<'date' | 'number', Span>;
  longest: number;
}

interface Span {
  readonly min: ExactNumber;
  readonly max: ExactNumber;
  readonly scale: number;
}

/** Every path of the documents, with the types and some of the values seen there; the paths in the order of their first sight. */
export function inferFields(documents: readonly JsonObject[]): readonly FieldFacts[] {
  const paths = new Map<string, Gathered>();
  for (const document of documents) gatherFields(document, '', undefined, paths);
  return [...paths.values()].map((gathered) => factsOf(gathered, documents.length));
}

function gatherFields(
  fields: JsonObject,
  prefix: string,
  array: string | undefined,
  paths: Map<string, Gathered>,
): void {
  for (const [name, json] of Object.entries(fields)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const value = typedValue(json);
    gatherValue(value, path, array, paths);
    if (value.fields !== undefined) gatherFields(value.fields, path, array, paths);
    else if (value.items !== undefined) gatherItems(value.items, path, array ?? path, paths);
  }
}

/** Elements count as values of the array, and documents in it as paths below it. */
function gatherItems(items: readonly Json[], path: string, array: string, paths: Map<string, Gathered>): void {
  const own = paths.get(path);
  for (const item of items) {
    const value = typedValue(item);
    if (value.fields !== undefined) gatherFields(value.fields, path, array, paths);
    else if (value.items !== undefined) gatherItems(value.items, path, array, paths);
    else if (own !== undefined && value.type !== 'null') note(own, value);
  }
}

function gatherValue(value: TypedValue, path: string, array: string | undefined, paths: Map<string, Gathered>): void {
  const known = paths.get(path);
  const gathered: Gathered = known ?? {
    path,
    array,
    typed: new Map(),
    guessed: new Map(),
    distinct: new Set(),
    values: [],
    present: 0,
    nulls: 0,
    counted: 0,
    spans: new Map(),
    longest: 0,
  };
  if (known === undefined) paths.set(path, gathered);
  // The outermost array counts, even where the value lies in none in other documents.
  if (array !== undefined && array.length < (gathered.array?.length ?? Number.POSITIVE_INFINITY))
    gathered.array = array;
  gathered.present += 1;
  if (value.type === 'null' || value.type === 'undefined') {
    gathered.nulls += 1;
    return;
  }
  const types = value.guessed === true ? gathered.guessed : gathered.typed;
  types.set(value.type, (types.get(value.type) ?? 0) + 1);
  if (value.fields === undefined && value.items === undefined) note(gathered, value);
}

function note(gathered: Gathered, { type, text, number }: TypedValue): void {
  gathered.counted += 1;
  if (number !== undefined) widen(gathered.spans, type === 'date' ? 'date' : 'number', number);
  const shown = text ?? (number === undefined ? undefined : formatExact(number));
  if (shown === undefined) return;
  if (type === 'string') gathered.longest = Math.max(gathered.longest, [...shown].length);
  if (gathered.distinct.has(shown) || gathered.distinct.size >= MOST_DISTINCT) return;
  gathered.distinct.add(shown);
  if (gathered.values.length < MOST_VALUES) gathered.values.push(shown);
}

function widen(spans: Map<'date' | 'number', Span>, kind: 'date' | 'number', number: ExactNumber): void {
  const { min, max, scale } = spans.get(kind) ?? { min: number, max: number, scale: 0 };
  spans.set(kind, {
    min: compareExact(number, min) < 0 ? number : min,
    max: compareExact(number, max) > 0 ? number : max,
    scale: Math.max(scale, number.scale),
  });
}

function factsOf(gathered: Gathered, documents: number): FieldFacts {
  const { path, array, present, nulls, values, counted, distinct, spans, longest } = gathered;
  const types = typesOf(gathered);
  return {
    path,
    documents,
    present,
    nulls,
    values,
    types,
    ...(array === undefined ? {} : { array }),
    ...(counted === 0 ? {} : { distinct: distinct.size, counted }),
    ...spans.get(mainType({ types }) === 'date' ? 'date' : 'number'),
    ...(longest === 0 ? {} : { longest }),
  };
}

/** Plain numbers of one path are of one type: that of the widest among them, or one that is written out there. */
function typesOf({ typed, guessed }: Gathered): FieldFacts['types'] {
  const types = new Map(typed);
  const total = [...guessed.values()].reduce((sum, count) => sum + count, 0);
  if (total > 0) {
    const widest = (['double', 'long', 'int'] as const).find((type) => guessed.has(type)) ?? 'int';
    const written = (['double', 'decimal', 'long', 'int'] as const).find((type) => typed.has(type));
    const fits = written !== undefined && (widest !== 'double' || written === 'double' || written === 'decimal');
    const type = fits ? written : widest;
    types.set(type, (types.get(type) ?? 0) + total);
  }
  return [...types]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

import { type BsonType, STORED_TYPES } from './bson-types.ts';
import type { ExactNumber } from './exact-number.ts';

/** What samples or a schema tell of one path. */
export interface FieldFacts {
  readonly path: string;
  /** Types of its values without null, the most frequent first; the count is 0 where a schema says so. */
  readonly types: readonly { readonly type: BsonType; readonly count: number }[];
  /** Samples in all. */
  readonly documents: number;
  readonly present: number;
  readonly nulls: number;
  /** The outermost array of documents that it lies in. */
  readonly array?: string;
  /** Some of its values as text, to tell what they are; they are shown to nobody. */
  readonly values: readonly string[];
  /** How many different values there are, where enough were seen or a schema lists them. */
  readonly distinct?: number;
  /** How many values `distinct` was counted over; undefined where a schema lists them all. */
  readonly counted?: number;
  readonly min?: ExactNumber;
  readonly max?: ExactNumber;
  /** Digits after the point, at most. */
  readonly scale?: number;
  /** The longest text, in characters. */
  readonly longest?: number;
}

/** The type that most values have, of those that can be encrypted. */
export function mainType({ types }: Pick<FieldFacts, 'types'>): BsonType | undefined {
  return types.find(({ type }) => STORED_TYPES.includes(type))?.type;
}

const FEW = 20;
const ENOUGH = 20;

/** True where there are so few different values that counting them tells them apart; undefined where too few were seen. */
export function hasFewValues({ distinct, counted, types }: FieldFacts): boolean | undefined {
  if (types[0]?.type === 'bool') return true;
  if (distinct === undefined) return undefined;
  if (counted === undefined) return distinct <= FEW;
  if (counted < ENOUGH) return undefined;
  return distinct <= FEW && distinct * 2 <= counted;
}

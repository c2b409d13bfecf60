/** Every name that `bsonType` can have. https://www.mongodb.com/docs/manual/reference/bson-types/ */
export const BSON_TYPES = [
  'double',
  'string',
  'object',
  'array',
  'binData',
  'undefined',
  'objectId',
  'bool',
  'date',
  'null',
  'regex',
  'dbPointer',
  'javascript',
  'symbol',
  'javascriptWithScope',
  'int',
  'timestamp',
  'long',
  'decimal',
  'minKey',
  'maxKey',
] as const;

export type BsonType = (typeof BSON_TYPES)[number];

/** True for a name of a BSON type. */
export function isBsonType(value: unknown): value is BsonType {
  return BSON_TYPES.includes(value as BsonType);
}

/** Types of a single value: nothing to hide, so neither mode encrypts them. */
export const NEVER_ENCRYPTED: readonly BsonType[] = ['null', 'undefined', 'minKey', 'maxKey'];

/** Types that no index over exact values is made for. */
const NOT_BY_EQUALITY: readonly BsonType[] = ['double', 'decimal', 'object', 'array', 'javascriptWithScope'];

/** Types that Queryable Encryption stores without queries. */
export const STORED_TYPES: readonly BsonType[] = BSON_TYPES.filter((type) => !NEVER_ENCRYPTED.includes(type));

/** Types that Queryable Encryption finds by equality. */
export const EQUALITY_TYPES: readonly BsonType[] = STORED_TYPES.filter((type) => !NOT_BY_EQUALITY.includes(type));

/** Types that Queryable Encryption finds by range. */
export const RANGE_TYPES = ['int', 'long', 'double', 'decimal', 'date'] as const satisfies readonly BsonType[];

export type RangeType = (typeof RANGE_TYPES)[number];

/** True for a type that ranges can be asked of. */
export function isRangeType(type: BsonType): type is RangeType {
  return (RANGE_TYPES as readonly BsonType[]).includes(type);
}

/** Types that CSFLE encrypts deterministically: as equality, without bool, whose two ciphertexts would tell all. */
export const DETERMINISTIC_TYPES: readonly BsonType[] = EQUALITY_TYPES.filter((type) => type !== 'bool');

/** Bits of the whole numbers that a type can hold. */
export const WHOLE_BITS = { int: 31n, long: 63n, date: 63n } as const satisfies Partial<Record<RangeType, bigint>>;

/** True where a whole number fits the type. */
export function fitsType(type: keyof typeof WHOLE_BITS, value: bigint): boolean {
  const limit = 2n ** WHOLE_BITS[type];
  return value >= -limit && value < limit;
}

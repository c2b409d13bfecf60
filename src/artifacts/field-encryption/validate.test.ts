import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../core/json.ts';
import { DETERMINISTIC_TYPES, EQUALITY_TYPES, NEVER_ENCRYPTED, RANGE_TYPES, STORED_TYPES } from './bson-types.ts';
import { type CollectionFacts, UNKNOWN_COLLECTION } from './collection-facts.ts';
import { RANGE_PARAMETERS, TEXT_PARAMETERS } from './query-types.ts';
import { RULES, type Rule } from './rules.ts';
import { parseServerVersion, type ServerVersion } from './server-version.ts';
import { type DesignForm, designForms, type ValidationContext, validateDesign } from './validate.ts';
import { DETERMINISTIC, RANDOM } from './validate-schema-map.ts';

type Tree = Record<string, unknown>;

const version = (text: string) => parseServerVersion(text) as ServerVersion;
const SERVERS = ['7.0', '8.0', '8.2', '9.0'] as const;

/** A copy in which nothing is shared. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function rulesOf(form: DesignForm, server: string, context: Partial<ValidationContext> = {}): readonly Rule[] {
  return validateDesign(form, { keys: 'expected', ...context, server: version(server) }).map(({ rule }) => rule);
}

const queryable = (fields: readonly unknown[], others: Tree = {}): DesignForm => ({
  mode: 'queryable',
  encryptedFields: { fields, ...others } as Json,
});

/** Rules that some row has broken. */
const broken = new Set<Rule>();

// ── Designs that a server takes without a word ──

function bound(type: string, value: number): Tree {
  switch (type) {
    case 'int':
      return { $numberInt: `${value}` };
    case 'long':
      return { $numberLong: `${value}` };
    case 'double':
      return { $numberDouble: `${value}.0` };
    case 'decimal':
      return { $numberDecimal: `${value}.25` };
    default:
      return { $date: { $numberLong: `${value}000` } };
  }
}

const range = fc
  .record({
    bsonType: fc.constantFrom(...RANGE_TYPES),
    min: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    width: fc.integer({ min: 1, max: 1_000_000 }),
    sparsity: fc.integer({ min: 1, max: 4 }),
    precision: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ bsonType, min, width, sparsity, precision }) => ({
    bsonType,
    queries: {
      queryType: 'range',
      sparsity,
      trimFactor: 0,
      min: bound(bsonType, min),
      max: bound(bsonType, min + width),
      ...(bsonType === 'double' || bsonType === 'decimal' ? { precision } : {}),
    },
  }));

const PREFIX = {
  queryType: 'prefix',
  strMinQueryLength: 2,
  strMaxQueryLength: 5,
  caseSensitive: true,
  diacriticSensitive: true,
};
const SUFFIX = { ...PREFIX, queryType: 'suffix' };
const SUBSTRING = { ...PREFIX, queryType: 'substring', strMaxLength: 30 };

const text = fc
  .constantFrom<unknown>(PREFIX, SUFFIX, SUBSTRING, [SUFFIX, PREFIX])
  .map((queries) => ({ bsonType: 'string', queries }));
const equality = fc.constantFrom(...EQUALITY_TYPES).map((bsonType) => ({
  bsonType,
  queries: { queryType: 'equality', contention: { $numberLong: '8' } },
}));
const stored = fc.constantFrom(...STORED_TYPES).map((bsonType) => ({ bsonType }));

function fieldFor(server: string): fc.Arbitrary<Tree> {
  return fc.oneof(equality, stored, ...(server >= '8.0' ? [range] : []), ...(server === '9.0' ? [text] : []));
}

const names = fc
  .uniqueArray(fc.stringMatching(/^[a-y][a-zA-Z0-9]{0,7}$/), { minLength: 1, maxLength: 5 })
  .map((list) => list.map((name, place) => `f${place}${name}${place % 2 === 0 ? '' : '.inner'}`));

function fieldsFor(server: string): fc.Arbitrary<Tree[]> {
  return names.chain((list) =>
    fc.tuple(
      ...list.map((path) =>
        fc
          .tuple(fieldFor(server), fc.option(fc.uuid().map(($uuid) => ({ $uuid }))))
          .map(([field, keyId]) => ({ path, keyId, ...field })),
      ),
    ),
  );
}

// ── What breaks one rule ──

type Change = (fields: Tree[]) => void;

interface Setting {
  /** The server; each of them where it is left out. */
  readonly server?: (typeof SERVERS)[number];
  /** The first field before the change. */
  readonly from?: Tree;
  readonly others?: Tree;
  readonly collection?: Partial<CollectionFacts>;
  readonly collectionName?: string;
}

type Row = readonly [rule: Rule, name: string, change: Change | readonly Change[], setting?: Setting];

const ABSENT = Symbol('absent');

function patch(target: Tree, values: Tree): void {
  for (const [key, value] of Object.entries(values))
    if (value === ABSENT) delete target[key];
    else target[key] = value;
}

/** Changes the first field. */
const field =
  (values: Tree): Change =>
  (fields) =>
    patch(fields[0] as Tree, values);
/** Changes the queries of the first field. */
const query =
  (values: Tree): Change =>
  (fields) =>
    patch((fields[0] as Tree).queries as Tree, values);
/** Changes the path of the first field. */
const path =
  (make: (path: string) => string): Change =>
  (fields) =>
    patch(fields[0] as Tree, { path: make(String((fields[0] as Tree).path)) });
const add =
  (make: (first: string) => Tree): Change =>
  (fields) =>
    fields.push(make(String((fields[0] as Tree).path)));
const each = (changes: (value: never) => Change, values: readonly unknown[]): readonly Change[] =>
  values.map((value) => changes(value as never));
const same: Change = () => undefined;

const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA==';
const EQUALITY = { bsonType: 'string', queries: { queryType: 'equality' } };
const RANGE = { bsonType: 'int', queries: { queryType: 'range', min: bound('int', 0), max: bound('int', 1000) } };
const DOUBLE = {
  bsonType: 'double',
  queries: { queryType: 'range', min: { $numberDouble: '0.5' }, max: { $numberDouble: '1000.25' }, precision: 2 },
};
const onText = (queries: unknown = PREFIX): Setting => ({ server: '9.0', from: { bsonType: 'string', queries } });
const onRange: Setting = { server: '8.0', from: RANGE };
const onDouble: Setting = { server: '8.0', from: DOUBLE };
const index = (facts: Partial<CollectionFacts['indexes'][number]>) => ({
  collection: { indexes: [{ name: 'i', paths: ['other', 'zz'], unique: false, expires: false, ...facts }] },
});
const onZz = path(() => 'zz');

const ROWS: readonly Row[] = [
  ['nothing-encrypted', 'no field', (fields) => fields.splice(0)],
  ['unknown-key', 'beside the list', same, { others: { queryPatterns: [] } }],
  ['unknown-key', 'of the preview of 6.0', same, { others: { eccCollection: 'enxcol_.a.ecc' } }],
  ['unknown-key', 'strEncodeVersion before 8.2', same, { server: '8.0', others: { strEncodeVersion: 1 } }],
  ['unknown-key', 'of a field', field({ algorithm: 'Indexed' })],
  ['state-collection-name', 'a free name', same, { others: { escCollection: 'mine' } }],
  [
    'state-collection-name',
    'of another collection',
    same,
    { others: { ecocCollection: 'enxcol_.b.ecoc' }, collectionName: 'a' },
  ],
  ['field-shape', 'a text', (fields) => fields.splice(0, 1, 'ssn' as unknown as Tree)],
  ['path-missing', 'absent or empty', each((value) => field({ path: value }), [ABSENT, '', 7])],
  ['path-malformed', 'parts', each((part) => path((own) => `${own}.${part}`), ['.x', '$x', 'x.', 'x\0'])],
  ['path-id', '_id', each((value) => field({ path: value }), ['_id', '_id.ssn'])],
  ['path-reserved', '__safeContent__', field({ path: '__safeContent__' })],
  ['path-duplicate', 'the same', add((own) => ({ path: own, keyId: null, bsonType: 'string' }))],
  ['path-prefix', 'within', add((own) => ({ path: `${own}.deep.er`, keyId: null, bsonType: 'string' }))],
  [
    'path-prefix',
    'around',
    (fields) =>
      fields.unshift({ path: 'o.i', keyId: null, bsonType: 'int' }, { path: 'o', keyId: null, bsonType: 'object' }),
  ],
  ['key-missing', 'neither', field({ keyId: ABSENT })],
  ['key-alt-name-library', 'a name', field({ keyId: ABSENT, keyAltName: 'a' })],
  ['key-alt-name-shape', 'no name', each((value) => field({ keyId: ABSENT, keyAltName: value }), ['', 7])],
  [
    'key-id-shape',
    'no UUID',
    each(
      (value) => field({ keyId: value }),
      [
        'b2c5',
        { $binary: { base64: ZERO, subType: '00' } },
        { $binary: { base64: 'AAAA', subType: '04' } },
        { $uuid: 'x' },
      ],
    ),
  ],
  [
    'key-id-duplicate',
    'written in two ways',
    (fields) => {
      patch(fields[0] as Tree, { keyId: { $uuid: '00000000-0000-0000-0000-000000000000' } });
      fields.push({ path: 'zz', bsonType: 'int', keyId: { $binary: { base64: ZERO, subType: '04' } } });
    },
  ],
  ['bson-type-missing', 'queried', field({ bsonType: ABSENT }), { from: EQUALITY }],
  ['bson-type-missing', 'not queried', field({ bsonType: ABSENT }), { from: { bsonType: 'int' } }],
  [
    'bson-type-unknown',
    'of JSON, or several',
    each((value) => field({ bsonType: value }), ['number', ['int', 'string'], 16]),
  ],
  ['bson-type-never', 'single values', each((value) => field({ bsonType: value }), NEVER_ENCRYPTED)],
  [
    'bson-type-equality',
    'no equality',
    each(
      (value) => field({ bsonType: value }),
      STORED_TYPES.filter((type) => !EQUALITY_TYPES.includes(type)),
    ),
    { from: EQUALITY },
  ],
  [
    'bson-type-range',
    'no range',
    each(
      (value) => field({ bsonType: value }),
      STORED_TYPES.filter((type) => !RANGE_TYPES.includes(type as never)),
    ),
    onRange,
  ],
  ['bson-type-text', 'no text', each((value) => field({ bsonType: value }), ['symbol', 'int', 'binData']), onText()],
  ['queries-shape', 'no object', each((value) => field({ queries: value }), ['equality', ['equality'], null])],
  ['queries-empty', 'no query', field({ queries: [] })],
  ['queries-too-many', 'three', field({ queries: [PREFIX, PREFIX, PREFIX] }), onText()],
  [
    'queries-too-many',
    'two on 8.0',
    field({ queries: [EQUALITY.queries, EQUALITY.queries] }),
    { server: '8.0', from: EQUALITY },
  ],
  [
    'queries-combination',
    'others',
    each((value) => field({ queries: [value, PREFIX] }), [EQUALITY.queries, PREFIX, SUBSTRING]),
    onText(),
  ],
  [
    'query-type-unknown',
    'none or another',
    each((value) => query({ queryType: value }), [ABSENT, 'fuzzy', 'none']),
    { from: EQUALITY },
  ],
  ['query-type-version', 'range on 7.0', same, { ...onRange, server: '7.0' }],
  ['query-type-version', 'rangePreview on 8.0', query({ queryType: 'rangePreview' }), onRange],
  ['query-type-version', 'prefix on 8.2', same, { ...onText(), server: '8.2' }],
  ['query-type-version', 'prefixPreview on 9.0', query({ queryType: 'prefixPreview' }), onText()],
  ['query-type-preview', 'prefixPreview on 8.2', query({ queryType: 'prefixPreview' }), { ...onText(), server: '8.2' }],
  ['query-parameter-unknown', 'misspelt', query({ contentionFactor: 4 }), { from: EQUALITY }],
  [
    'query-parameter-foreign',
    'on equality',
    each((name) => query({ [name]: 2 }), [...RANGE_PARAMETERS, ...TEXT_PARAMETERS]),
    { from: EQUALITY },
  ],
  ['query-parameter-foreign', 'on range', each((name) => query({ [name]: 2 }), TEXT_PARAMETERS), onRange],
  ['query-parameter-foreign', 'on text', each((name) => query({ [name]: 2 }), RANGE_PARAMETERS), onText()],
  ['query-parameter-ignored', 'strMaxLength of a prefix', query({ strMaxLength: 10 }), onText()],
  [
    'contention-value',
    'no whole number',
    each((value) => query({ contention: value }), [-1, 1.5, 'many', true]),
    { from: EQUALITY },
  ],
  ['contention-differs', 'one left out', field({ queries: [PREFIX, { ...SUFFIX, contention: 4 }] }), onText()],
  [
    'text-sensitivity-differs',
    'either',
    each((name) => field({ queries: [PREFIX, { ...SUFFIX, [name]: false }] }), ['caseSensitive', 'diacriticSensitive']),
    onText(),
  ],
  ['sparsity-value', 'on 8.0', each((value) => query({ sparsity: value }), [0, 5, 1.5, 'low']), onRange],
  ['sparsity-value', 'on 8.2', each((value) => query({ sparsity: value }), [0, 9]), { ...onRange, server: '8.2' }],
  [
    'range-bound-type',
    'another type',
    each((value) => query({ max: value }), [bound('long', 5), 5.5, 'five', { $date: '2020-01-01' }, null]),
    onRange,
  ],
  [
    'range-bound-type',
    'no finite value',
    each((value) => query({ min: value }), [{ $numberDouble: 'NaN' }, { $numberDouble: '-Infinity' }]),
    onDouble,
  ],
  ['range-bound-order', 'not below', each((value) => query({ max: bound('int', value) }), [-1, 0]), onRange],
  ['range-bounds-together', 'a part', each((name) => query({ [name]: ABSENT }), ['min', 'max', 'precision']), onDouble],
  ['range-bounds-missing', 'of double', query({ min: ABSENT, max: ABSENT, precision: ABSENT }), onDouble],
  ['range-bounds-missing', 'of int', query({ min: ABSENT, max: ABSENT }), onRange],
  ['precision-value', 'no whole number', each((value) => query({ precision: value }), [-1, 0.5, 'two']), onDouble],
  ['precision-type', 'of an int', query({ precision: 2 }), onRange],
  [
    'precision-digits',
    'finer',
    each((value) => query(value), [{ min: { $numberDouble: '0.125' } }, { max: { $numberDouble: '10.001' } }]),
    onDouble,
  ],
  ['precision-domain', 'too fine', query({ precision: 18 }), onDouble],
  ['trim-factor-value', 'no whole number', each((value) => query({ trimFactor: value }), [-1, 0.5, 'x']), onRange],
  ['trim-factor-domain', 'as many bits as the domain', query({ trimFactor: 10 }), onRange],
  [
    'range-outgrows-query',
    'either formula',
    each(
      (value) => query({ ...(value as Tree), max: ABSENT }),
      [
        { sparsity: 4, trimFactor: 17 },
        { sparsity: 1, trimFactor: 18 },
      ],
    ),
    onRange,
  ],
  ['text-parameter-missing', 'each', each((name) => query({ [name]: ABSENT }), TEXT_PARAMETERS), onText(SUBSTRING)],
  [
    'text-parameter-value',
    'each',
    each(
      (value) => query(value),
      [
        { strMinQueryLength: -2 },
        { strMaxQueryLength: 2.5 },
        { strMaxLength: 'long' },
        { caseSensitive: 1 },
        { diacriticSensitive: 'no' },
      ],
    ),
    onText(SUBSTRING),
  ],
  [
    'text-length-order',
    'either',
    each((value) => query(value), [{ strMinQueryLength: 6 }, { strMaxLength: 4 }]),
    onText(SUBSTRING),
  ],
  [
    'text-limit',
    'of substring',
    each((value) => query(value), [{ strMinQueryLength: 1 }, { strMaxQueryLength: 7 }, { strMaxLength: 51 }]),
    onText(SUBSTRING),
  ],
  ['text-limit', 'of prefix', query({ strMinQueryLength: 0 }), onText()],
  ['collection-kind', 'a view', same, { collection: { kind: 'view' } }],
  ['collection-kind', 'a time series', same, { collection: { kind: 'timeseries', exists: true } }],
  ['collection-kind', 'capped', same, { collection: { capped: true } }],
  ['collection-exists', 'in the clear', same, { collection: { exists: true } }],
  ['collection-validation-off', 'level', same, { collection: { validationLevel: 'off' } }],
  ['collection-validation-off', 'action', same, { collection: { validationAction: 'warn' } }],
  [
    'collection-validator-encrypts',
    'CSFLE',
    same,
    { collection: { validator: { $jsonSchema: { properties: { zz: { encrypt: {} } } } } } },
  ],
  [
    'collection-validator-fields',
    'an encrypted field',
    path(() => 'zz.ssn'),
    { collection: { validator: { $and: [{ $jsonSchema: { properties: { zz: { properties: { ssn: {} } } } } }] } } },
  ],
  ['shard-key', 'itself', path(() => 'zz.a'), { collection: { shardKey: ['zz.a'] } }],
  ['shard-key', 'around', path(() => 'zz.a'), { collection: { shardKey: ['zz'] } }],
  ['shard-key', 'within', path(() => 'zz.a'), { collection: { shardKey: ['zz.a.b'] } }],
  ['index-unique', 'a part of the key', onZz, index({ unique: true })],
  ['index-ttl', 'a part of the key', onZz, index({ expires: true })],
  ['index-useless', 'a part of the key', onZz, index({})],
];

/** After the change a valid design breaks this rule, and no other. */
function expectBroken(rule: Rule, change: Change, setting: Setting): void {
  const servers = setting.server === undefined ? fc.constantFrom(...SERVERS) : fc.constant(setting.server);
  const designs = servers.chain((server) => fieldsFor(server).map((fields) => ({ server, fields })));
  fc.assert(
    fc.property(designs, ({ server, fields: drawn }) => {
      const fields = copy(drawn);
      if (setting.from !== undefined) fields[0] = { path: fields[0]?.path, keyId: null, ...copy(setting.from) };
      change(fields);
      const found = rulesOf(queryable(fields, setting.others), server, {
        ...(setting.collectionName === undefined ? {} : { collectionName: setting.collectionName }),
        ...(setting.collection === undefined ? {} : { collection: { ...UNKNOWN_COLLECTION, ...setting.collection } }),
      });
      expect(found).toEqual([rule]);
    }),
    { numRuns: 40 },
  );
}

describe('encrypted fields', () => {
  it.each(SERVERS)('every valid design is taken by %s', (server) => {
    fc.assert(
      fc.property(fieldsFor(server), (fields) => {
        expect(rulesOf(queryable(fields), server)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(ROWS.map(([rule, name, changes, setting = {}]) => [rule, name, changes, setting] as const))(
    '%s: %s',
    (rule, _, changes, setting) => {
      broken.add(rule);
      for (const change of [changes].flat()) expectBroken(rule, change as Change, setting);
    },
  );

  it.each<readonly [string, DesignForm, readonly Rule[]]>([
    ['7.0', { mode: 'queryable', encryptedFields: { fields: {} } }, ['not-a-design']],
    ['6.0', queryable([{ path: 'a', keyId: null, bsonType: 'int' }]), ['server-too-old']],
    [
      '8.0',
      { ...queryable([{ path: 'a', keyId: null, bsonType: 'int' }]), namespace: 'nodot.' },
      ['namespace-malformed'],
    ],
    [
      '9.0',
      queryable([
        { path: 'a', bsonType: 'int', keyId: { $uuid: '00000000-0000-4000-8000-000000000001' }, keyAltName: 'a' },
      ]),
      ['key-twice', 'key-alt-name-library'],
    ],
    [
      '9.0',
      queryable(['a', 'b'].map((own) => ({ path: own, bsonType: 'int', keyAltName: 'k' }))),
      ['key-alt-name-library', 'key-alt-name-library', 'key-alt-name-duplicate'],
    ],
  ])('on %s %j breaks %j', (server, form, rules) => {
    for (const rule of rules) broken.add(rule);
    expect(rulesOf(form, server)).toEqual(rules);
  });

  it('tells all that is wrong at once, with the code of the server', () => {
    const problems = validateDesign(
      queryable([
        { path: '_id', keyId: 7, bsonType: 'null', queries: [] },
        { path: 'a', keyId: null, bsonType: 'double', queries: { queryType: 'equality', sparsity: 3 } },
        { path: 'a.b', keyId: null },
      ]),
      { server: version('8.0'), keys: 'expected' },
    );
    expect(problems.map(({ rule, serverCode }) => [rule, serverCode])).toEqual([
      ['path-id', 6316403],
      ['key-id-shape', undefined],
      ['bson-type-never', 6338406],
      ['queries-empty', 9783412],
      ['query-parameter-foreign', 6775205],
      ['bson-type-equality', 6338405],
      ['bson-type-missing', undefined],
      ['path-prefix', 6338403],
    ]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...SERVERS), (json, server) => {
        for (const form of [queryable([json]), queryable([{ path: 'a', queries: json }])]) rulesOf(form, server);
        rulesOf({ mode: 'queryable', encryptedFields: json as Json }, server);
        rulesOf({ mode: 'csfle', schema: json as Json, place: 'client' }, server);
        rulesOf({ mode: 'csfle', schema: { properties: { a: json as Json } }, place: 'client' }, server);
      }),
    );
  });
});

// ── CSFLE ──

const KEY = [{ $binary: { base64: ZERO, subType: '04' } }];
const encrypted = fc.oneof(
  fc.constantFrom(...DETERMINISTIC_TYPES).map((bsonType) => ({ encrypt: { algorithm: DETERMINISTIC, bsonType } })),
  fc.constantFrom(...STORED_TYPES).map((bsonType) => ({ encrypt: { algorithm: RANDOM, bsonType } })),
  fc.constant({ encrypt: { algorithm: RANDOM, keyId: '/keyName' } }),
  fc.constant({ encrypt: { algorithm: RANDOM, bsonType: ['int', 'string'] } }),
);
const schemas = fc.record({ a: encrypted, b: encrypted, metadata: fc.boolean() }).map(({ a, b, metadata }) =>
  copy({
    bsonType: 'object',
    ...(metadata ? { encryptMetadata: { keyId: KEY, algorithm: RANDOM } } : {}),
    properties: { a, inner: { bsonType: 'object', properties: { b } } } as Tree,
  }),
);

type SchemaChange = (schema: Tree & { properties: Tree }) => void;
interface SchemaSetting {
  readonly keys?: 'expected' | 'provisioned';
  readonly collection?: Partial<CollectionFacts>;
}
type SchemaRow = readonly [
  rule: Rule,
  name: string,
  change: SchemaChange | readonly SchemaChange[],
  setting?: SchemaSetting,
];

const BY_VALUE = { algorithm: DETERMINISTIC, bsonType: 'string' };
/** Puts a rule in the place of the first one. */
const rule =
  (encrypt: unknown, beside: Tree = {}): SchemaChange =>
  (schema) => {
    schema.properties.a = { encrypt, ...beside };
  };
const top =
  (values: Tree): SchemaChange =>
  (schema) =>
    patch(schema, values);
const inner =
  (values: Tree): SchemaChange =>
  (schema) =>
    patch(schema.properties.inner as Tree, values);
const indexOnA = (facts: Partial<CollectionFacts['indexes'][number]>): SchemaSetting =>
  index({ paths: ['a'], ...facts });
const unchanged: SchemaChange = () => undefined;
const atRandom = rule({ algorithm: RANDOM, bsonType: 'string' });
const NOT_DETERMINISTIC = STORED_TYPES.filter((type) => !DETERMINISTIC_TYPES.includes(type));

const SCHEMA_ROWS: readonly SchemaRow[] = [
  ['schema-shape', 'a property that is a text', (schema) => patch(schema.properties, { a: 'string' })],
  ['schema-shape', 'properties that are a list', inner({ properties: [] })],
  ['schema-shape', 'a rule that is a text', rule('yes')],
  ['nothing-encrypted', 'no rule', top({ properties: {} })],
  ['encrypt-siblings', 'beside a rule', rule(BY_VALUE, { bsonType: 'string' })],
  ['encrypt-unknown-key', 'in a rule', rule({ ...BY_VALUE, keyAltName: 'x' })],
  ['encrypt-in-array', 'elements', inner({ items: { properties: { x: { encrypt: BY_VALUE } } } })],
  ['encrypt-in-combination', 'alternatives', top({ anyOf: [{ properties: { x: { encrypt: BY_VALUE } } }] })],
  ['metadata-shape', 'another key', inner({ encryptMetadata: { bsonType: 'string' } })],
  ['metadata-shape', 'a text', inner({ encryptMetadata: 'x' })],
  ['metadata-place', 'no object', inner({ bsonType: ABSENT, encryptMetadata: { keyId: KEY } })],
  [
    'algorithm-missing',
    'none, and none to inherit',
    (schema) => {
      patch(schema, { encryptMetadata: ABSENT });
      patch(schema.properties, { a: { encrypt: { bsonType: 'string' } } });
    },
  ],
  ['algorithm-unknown', 'of Queryable Encryption', rule({ algorithm: 'Indexed', bsonType: 'string' })],
  [
    'schema-key-missing',
    'none, and none to inherit',
    top({ encryptMetadata: ABSENT, properties: { a: { encrypt: BY_VALUE } } }),
    { keys: 'provisioned' },
  ],
  [
    'schema-key-shape',
    'no list of one',
    [KEY[0], [...KEY, ...KEY], 'keyName', []].map((keyId) => rule({ ...BY_VALUE, keyId })),
  ],
  ['schema-key-pointer', 'by the document', rule({ ...BY_VALUE, keyId: '/keyName' })],
  ['schema-key-pointer', 'inherited', inner({ encryptMetadata: { keyId: '/keyName' } })],
  [
    'deterministic-type-count',
    'not one',
    [rule({ algorithm: DETERMINISTIC }), rule({ ...BY_VALUE, bsonType: ['int', 'string'] })],
  ],
  ['deterministic-type', 'not by value', NOT_DETERMINISTIC.map((bsonType) => rule({ ...BY_VALUE, bsonType }))],
  ['bson-type-never', 'single values', NEVER_ENCRYPTED.map((bsonType) => rule({ algorithm: RANDOM, bsonType }))],
  ['bson-type-unknown', 'of JSON', rule({ algorithm: RANDOM, bsonType: 'number' })],
  ['validation-keyword', 'in a driver', inner({ required: ['b'] })],
  ['csfle-id', '_id', (schema) => patch(schema.properties, { _id: { encrypt: BY_VALUE } })],
  ['csfle-unique-random', 'on a random field', atRandom, indexOnA({ unique: true })],
  ['index-useless', 'on a random field', atRandom, indexOnA({})],
  ['index-ttl', 'on a field', unchanged, indexOnA({ expires: true })],
  ['csfle-shard-key', 'the key', unchanged, { collection: { shardKey: ['a'] } }],
  ['csfle-view', 'a view', unchanged, { collection: { kind: 'view' } }],
  ['csfle-and-queryable', 'both', unchanged, { collection: { alreadyEncrypted: true } }],
];

describe('schemas of CSFLE', () => {
  const client = (schema: unknown): DesignForm => ({ mode: 'csfle', schema: schema as Json, place: 'client' });

  it('every valid schema is taken, with validation beside it in a validator only', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        expect(rulesOf(client(schema), '7.0')).toEqual([]);
        expect(rulesOf({ ...client({ ...schema, required: ['a'] }), place: 'validator' } as DesignForm, '7.0')).toEqual(
          [],
        );
      }),
    );
  });

  it.each(SCHEMA_ROWS.map(([rule, name, changes, setting = {}]) => [rule, name, changes, setting] as const))(
    '%s: %s',
    (expected, _, changes, { keys = 'expected', collection = {} }) => {
      broken.add(expected);
      for (const change of [changes].flat())
        fc.assert(
          fc.property(schemas, (drawn) => {
            const schema = copy(drawn);
            (change as SchemaChange)(schema);
            const facts = { ...UNKNOWN_COLLECTION, ...collection };
            expect(rulesOf(client(schema), '7.0', { keys, collection: facts })).toEqual([expected]);
          }),
          { numRuns: 40 },
        );
    },
  );

  it('a schema that is a list is refused', () => {
    expect(rulesOf(client([]), '7.0')).toEqual(['schema-shape']);
  });

  it('a unique index on a deterministic field is taken', () => {
    const facts = { ...UNKNOWN_COLLECTION, ...indexOnA({ unique: true }).collection };
    expect(rulesOf(client({ properties: { a: { encrypt: BY_VALUE } } }), '7.0', { collection: facts })).toEqual([]);
  });
});

describe('the forms of a design', () => {
  it.each<readonly [JsonObject, string, string | undefined]>([
    [{ fields: [] }, 'queryable', undefined],
    [{ encryptedFields: { fields: [] } }, 'queryable', undefined],
    [{ 'a.b': { fields: [] } }, 'queryable', 'a.b'],
    [{ bsonType: 'object', properties: {} }, 'csfle', undefined],
    [{ 'a.b': { bsonType: 'object', properties: {} } }, 'csfle', 'a.b'],
    [{ validator: { $jsonSchema: {} } }, 'csfle', undefined],
  ])('%j is %s', (json, mode, namespace) => {
    const [form] = designForms(json) ?? [];
    expect([form?.mode, form?.namespace]).toEqual([mode, namespace]);
  });

  it.each([[[]], ['text'], [{}], [{ a: 1 }], [{ 'a.b': 3 }]])('%j is none', (json) => {
    expect(designForms(json as Json)).toBeUndefined();
  });
});

describe('the rules', () => {
  it('are all broken by a row, but for those of samples', () => {
    const untested = (Object.keys(RULES) as Rule[]).filter(
      (name) => !broken.has(name) && !name.startsWith('sample-') && name !== 'low-cardinality',
    );
    expect(untested).toEqual([]);
  });
});

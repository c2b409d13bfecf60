import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import type { ProposalInput } from './candidates.ts';
import { UNKNOWN_COLLECTION } from './collection-facts.ts';
import { type Design, encryptedFieldsJson, type FieldDesign, schemaJson } from './design.ts';
import { inferFields } from './infer.ts';
import { proposeDesign } from './propose.ts';
import { isProblem, parseQueryRequest, type QueryRequest } from './query-request.ts';
import { fieldsOfDesign } from './read-design.ts';
import { parseServerVersion, type ServerVersion } from './server-version.ts';
import { validateDesign } from './validate.ts';
import { validateAgainstSamples } from './validate-samples.ts';

const version = (text: string) => parseServerVersion(text) as ServerVersion;

function request(text: string): QueryRequest {
  const parsed = parseQueryRequest(text, 'the test');
  if (isProblem(parsed)) throw new Error(parsed.why);
  return parsed;
}

interface Given extends Partial<Omit<ProposalInput, 'requests' | 'server'>> {
  readonly server?: string;
  readonly ask?: Readonly<Record<string, string>>;
}

function propose(documents: readonly JsonObject[], { server = '8.0', ask = {}, ...others }: Given = {}): Design {
  const design = proposeDesign({
    mode: 'auto',
    plain: [],
    collection: UNKNOWN_COLLECTION,
    facts: inferFields(documents),
    ...others,
    server: version(server),
    requests: new Map(Object.entries(ask).map(([path, text]) => [path, request(text)])),
  });
  if (Array.isArray(design)) throw new Error(design.map(({ what }) => what).join(' '));
  return design as Design;
}

const many = (make: (place: number) => JsonObject) => Array.from({ length: 40 }, (_, place) => make(place));

/** path → how, in a word or two. */
function summary({ fields }: Design): Readonly<Record<string, string>> {
  const how = ({ treatment }: FieldDesign) =>
    treatment.mode === 'csfle'
      ? `${treatment.algorithm} ${treatment.bsonTypes.join('|')}`
      : `${treatment.bsonType} ${treatment.queries.map((query) => (query.kind === 'text' ? query.queryType : query.kind)).join('+') || 'stored'}`;
  return Object.fromEntries(fields.map((field) => [field.path, how(field)]));
}

describe('a proposal', () => {
  it('asks for what is looked up, ranges for what is compared, and stores the rest', () => {
    const documents = many((place) => ({
      ssn: `123-45-${6000 + place}`,
      dateOfBirth: { $date: '1980-01-01T00:00:00Z' },
      salary: { $numberDecimal: `${1000 + place}.50` },
      diagnosis: 'J45',
      password: 'x',
      createdAt: { $date: '2020-01-01T00:00:00Z' },
    }));
    expect(summary(propose(documents))).toEqual({
      ssn: 'string equality',
      dateOfBirth: 'date range',
      salary: 'decimal range',
      diagnosis: 'string stored',
      password: 'string stored',
    });
    expect(summary(propose(documents, { server: '7.0' }))).toMatchObject({
      dateOfBirth: 'date equality',
      salary: 'decimal stored',
    });
    expect(summary(propose(documents, { server: '6.0' }))).toEqual({
      ssn: 'deterministic string',
      dateOfBirth: 'random date',
      salary: 'random decimal',
      diagnosis: 'random string',
      password: 'random string',
    });
  });

  it('never has the _id, nor what is part of the shard key, nor what shall stay in the clear', () => {
    const documents = many((place) => ({
      _id: `p${place}@example.com`,
      email: `p${place}@example.com`,
      ssn: 'x',
      phone: '1',
    }));
    const design = propose(documents, { collection: { ...UNKNOWN_COLLECTION, shardKey: ['email'] }, plain: ['phone'] });
    expect(Object.keys(summary(design))).toEqual(['ssn']);
    expect(design.left.map(({ path }) => path)).toEqual(['email', 'phone']);
  });

  it('encrypts an array as a whole for what lies in its documents', () => {
    const design = propose([{ contacts: [{ email: 'a@example.com', kind: 'home' }], tags: ['x'] }]);
    expect(summary(design)).toEqual({ contacts: 'array stored' });
    expect(design.fields[0]?.notes.join()).toContain('one by one');
  });

  it('refuses to make an element of an array searchable', () => {
    expect(() =>
      propose([{ contacts: [{ email: 'a@example.com' }] }], { ask: { 'contacts.email': 'equality' } }),
    ).toThrow(/Could not make "contacts.email" searchable/);
  });

  it('encrypts an object as a whole, unless something in it is looked up', () => {
    expect(summary(propose([{ address: { street: 'x', zip: '1' } }]))).toEqual({ address: 'object stored' });
    const documents = [{ medicalRecord: { ssn: '1', notes: 'n', visit: { x: 1 } } }];
    expect(summary(propose(documents))).toEqual({
      'medicalRecord.ssn': 'string equality',
      'medicalRecord.notes': 'string stored',
      'medicalRecord.visit': 'object stored',
    });
  });

  it('encrypts an object in parts where one of them stays in the clear or is a shard key', () => {
    const documents = [{ address: { street: 'x', city: 'c', geo: { zip: '1', lat: 1.5 } } }];
    const collection = { ...UNKNOWN_COLLECTION, shardKey: ['address.geo.zip'] };
    expect(summary(propose(documents, { plain: ['address.city'], collection }))).toEqual({
      'address.street': 'string stored',
      'address.geo.lat': 'double stored',
    });
  });

  it('tells of mixed types and nulls', () => {
    const design = propose([...many(() => ({ ssn: '1' })), { ssn: { $numberInt: '5' } }, { ssn: null }]);
    expect(design.fields[0]?.notes.join('\n')).toMatch(/string 40, int 1[\s\S]*1 of 42 samples have null/);
    expect(validateAgainstSamples(design, inferFields([{ ssn: null }])).map(({ rule }) => rule)).toEqual([
      'sample-null',
    ]);
  });

  it('keeps mixed types in CSFLE, at random', () => {
    const documents = [...many(() => ({ ssn: '1' })), { ssn: { $numberInt: '5' } }];
    expect(summary(propose(documents, { mode: 'csfle' }))).toEqual({ ssn: 'random string|int' });
  });

  it('never makes few values deterministic by itself, and warns where it was asked to', () => {
    const documents = many((place) => ({ email: `p${place % 2}@example.com` }));
    expect(summary(propose(documents, { mode: 'csfle' }))).toEqual({ email: 'random string' });
    const asked = propose(documents, { mode: 'csfle', ask: { email: 'equality' } });
    expect(summary(asked)).toEqual({ email: 'deterministic string' });
    expect(asked.fields[0]?.notes.join()).toContain('few different values');
    expect(validateAgainstSamples(asked, inferFields(documents)).map(({ rule }) => rule)).toEqual(['low-cardinality']);
  });

  it('takes CSFLE where a unique index, a capped collection or an old server asks for it', () => {
    const documents = many((place) => ({ email: `p${place}@example.com` }));
    const indexes = [{ name: 'email_1', paths: ['email'], unique: true, expires: false }];
    const unique = propose(documents, { collection: { ...UNKNOWN_COLLECTION, indexes } });
    expect([unique.mode, summary(unique)]).toEqual(['csfle', { email: 'deterministic string' }]);
    expect(propose(documents, { collection: { ...UNKNOWN_COLLECTION, capped: true } }).mode).toBe('csfle');
    expect(propose(documents, { server: '6.0' }).mode).toBe('csfle');
    expect(propose(documents).mode).toBe('queryable');
  });

  it('refuses ranges in CSFLE', () => {
    expect(() => propose([{ salary: 5 }], { mode: 'csfle', ask: { salary: 'range' } })).toThrow(/searchable by range/);
  });

  it('leaves room beside the values of samples, and holds asked bounds to them', () => {
    const documents = many((place) => ({
      salary: { $numberInt: String(41_000 + place) },
      seen: { $date: '2019-03-04T00:00:00Z' },
    }));
    const design = propose(documents, { ask: { seen: 'range' } });
    expect(JSON.stringify(encryptedFieldsJson(design.fields))).toContain(
      '"min":{"$numberInt":"0"},"max":{"$numberInt":"1000000"}',
    );
    expect(validateAgainstSamples(design, inferFields(documents))).toEqual([]);
    const narrow = propose(documents, { ask: { salary: 'range,min=0,max=41010' } });
    expect(validateAgainstSamples(narrow, inferFields(documents)).map(({ rule }) => rule)).toEqual([
      'sample-out-of-range',
    ]);
  });

  it('holds substrings to the longest sample', () => {
    const documents = many(() => ({ firstName: 'x'.repeat(45) }));
    const design = propose(documents, { server: '9.0', ask: { firstName: 'substring,strMaxLength=30' } });
    expect(validateAgainstSamples(design, inferFields(documents)).map(({ rule }) => rule)).toEqual(['sample-too-long']);
  });
});

// ── Whatever the samples are, what is proposed breaks no rule ──

const NAMES = [
  'ssn',
  'email',
  'address',
  'salary',
  'dob',
  'diagnosis',
  'token',
  'name',
  'patient',
  'items',
  'status',
  '_id',
];
const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constantFrom<unknown>(
    null,
    { $date: '1990-01-01T00:00:00Z' },
    { $numberDecimal: '10.25' },
    { $numberLong: '9' },
    { $oid: '64b64c1f9d1e8a0000000001' },
    { $minKey: 1 },
    '123-45-6789',
    '4111111111111111',
  ),
);
const documents = fc.array(
  fc.letrec<{ value: unknown; document: JsonObject }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('document'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    document: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 }) as fc.Arbitrary<JsonObject>,
  })).document,
  { minLength: 1, maxLength: 6 },
);

describe('whatever the samples are', () => {
  it.each(['6.0', '7.0', '8.0', '8.2', '9.0'])(
    'what is proposed for %s breaks no rule, and can be read back',
    (server) => {
      fc.assert(
        fc.property(documents, fc.constantFrom<'auto' | 'csfle'>('auto', 'csfle'), (samples, mode) => {
          const design = propose(samples, { server, mode });
          if (design.fields.length === 0) return;
          const form =
            design.mode === 'queryable'
              ? ({ mode: 'queryable', encryptedFields: encryptedFieldsJson(design.fields) } as const)
              : ({ mode: 'csfle', schema: schemaJson(design.fields), place: 'client' } as const);
          const found = validateDesign(form, { server: version(server), keys: 'expected' });
          expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
          expect(
            validateAgainstSamples(design, inferFields(samples)).filter(({ severity }) => severity === 'error'),
          ).toEqual([]);
          const read = fieldsOfDesign(form).map(({ path, treatment }) => [path, treatment] as const);
          expect(new Map(read)).toEqual(new Map(design.fields.map(({ path, treatment }) => [path, treatment])));
        }),
        { numRuns: 300 },
      );
    },
  );
});

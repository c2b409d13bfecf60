import { describe, expect, it } from 'vitest';
import { isFailure } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { formatExact } from './exact-number.ts';
import { type FieldFacts, hasFewValues } from './field-facts.ts';
import { inferFields } from './infer.ts';
import { readDocuments } from './read-documents.ts';
import { fieldsOfSchema } from './read-schema.ts';

function factsOf(documents: readonly JsonObject[], path: string): FieldFacts {
  const found = inferFields(documents).find((fact) => fact.path === path);
  if (found === undefined) throw new Error(`no ${path}`);
  return found;
}

describe('fields of samples', () => {
  it('count types, nulls and absences over all documents', () => {
    const facts = factsOf([{ a: 'x' }, { a: { $numberInt: '1' } }, { a: 'y' }, { a: null }, {}], 'a');
    expect(facts).toMatchObject({
      documents: 5,
      present: 4,
      nulls: 1,
      types: [
        { type: 'string', count: 2 },
        { type: 'int', count: 1 },
      ],
    });
  });

  it('are found in objects, and in documents of arrays, which they name', () => {
    const paths = inferFields([{ a: { b: { c: 1 } }, list: [{ x: 'v', deep: [{ y: 1 }] }, { z: true }], tags: ['t'] }]);
    expect(paths.map(({ path, array }) => [path, array])).toEqual([
      ['a', undefined],
      ['a.b', undefined],
      ['a.b.c', undefined],
      ['list', undefined],
      ['list.x', 'list'],
      ['list.deep', 'list'],
      ['list.deep.y', 'list'],
      ['list.z', 'list'],
      ['tags', undefined],
    ]);
    expect(paths.find(({ path }) => path === 'tags')?.values).toEqual(['t']);
  });

  it.each([
    [[1, 2, 2.5], 'double'],
    [[1, 5_000_000_000], 'long'],
    [[1, { $numberLong: '2' }], 'long'],
    [[1, { $numberDouble: '2.0' }], 'double'],
    [[1, { $numberDecimal: '2.0' }], 'decimal'],
    [[1, 2], 'int'],
  ])('plain numbers of one path are of one type: %j is %s', (values, type) => {
    expect(factsOf(values.map((a) => ({ a })) as JsonObject[], 'a').types).toEqual([{ type, count: values.length }]);
  });

  it('know the smallest, the largest and the finest number, and the longest text', () => {
    const facts = factsOf([{ a: 1.25 }, { a: -3 }, { a: 10.5 }], 'a');
    expect([facts.min, facts.max].map((value) => value && formatExact(value))).toEqual(['-3', '10.5']);
    expect(facts.scale).toBe(2);
    expect(factsOf([{ a: 'ab' }, { a: 'äöü' }], 'a').longest).toBe(3);
  });

  it('tell few values from many, and nothing from few samples', () => {
    const sample = (count: number, make: (place: number) => unknown) =>
      factsOf(Array.from({ length: count }, (_, place) => ({ a: make(place) })) as JsonObject[], 'a');
    expect(hasFewValues(sample(100, (place) => `v${place % 3}`))).toBe(true);
    expect(hasFewValues(sample(100, (place) => `v${place}`))).toBe(false);
    expect(hasFewValues(sample(5, () => 'v'))).toBeUndefined();
    expect(hasFewValues(sample(2, (place) => place === 0))).toBe(true);
  });
});

describe('samples', () => {
  const read = (text: string) => readDocuments({ name: 'x.json', text });

  it('are a list, one document, or one on each line', () => {
    expect(read('[{"a":1},{"a":2}]')).toHaveLength(2);
    expect(read('{"a":1}')).toHaveLength(1);
    expect(read('{"a":1}\n\n{"a":2}\r\n')).toHaveLength(2);
  });

  it.each([
    ['', /empty/],
    ['[]', /empty/],
    ['[1, {"a": 1}]', /Document 1: not a JSON object/],
    ['{"a":1}\nsecret-value\n{"a":', /Line 2, Line 3: not/],
  ])('%j is refused, and no value is told', (text, message) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect(isFailure(error)).toBe(true);
      expect(String(error)).toMatch(message);
      expect(String(error)).not.toContain('secret-value');
    }
  });
});

describe('fields of a schema', () => {
  it('have its types, bounds and lists of values', () => {
    const fields = fieldsOfSchema({
      $jsonSchema: {
        properties: {
          a: { bsonType: ['string', 'null'], maxLength: 9 },
          b: { type: 'integer', minimum: 0, maximum: 10 },
          c: { enum: ['x', 'y'] },
          d: { bsonType: 'array', items: { properties: { e: { bsonType: 'date' } } } },
          f: { properties: { g: { type: 'boolean' } } },
        },
      },
    });
    expect(fields?.map(({ path, types, array }) => [path, types[0]?.type, array])).toEqual([
      ['a', 'string', undefined],
      ['b', 'int', undefined],
      ['c', undefined, undefined],
      ['d', 'array', undefined],
      ['d.e', 'date', 'd'],
      ['f', 'object', undefined],
      ['f.g', 'bool', undefined],
    ]);
    expect(fields?.[0]?.longest).toBe(9);
    expect(fields?.[2]?.distinct).toBe(2);
  });

  it.each([[[]], [{}], [{ $jsonSchema: { bsonType: 'object' } }]])('%j is none', (json) => {
    expect(fieldsOfSchema(json)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { BSON } from 'mongodb';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import { RANGE_TYPES } from './bson-types.ts';
import { bitLength, compareExact, formatExact, parseExact } from './exact-number.ts';
import { boundJson, formatDate, parseInstant, typedValue } from './extended-json.ts';
import { domainBits } from './range-domain.ts';

const { EJSON } = BSON;

/** BSON values beside the type that each has. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['double', new BSON.Double(1.5)],
  ['string', 'text'],
  ['object', { a: 1 }],
  ['array', [1]],
  ['binData', new BSON.Binary(Buffer.from('x'))],
  ['binData', new BSON.UUID()],
  ['objectId', new BSON.ObjectId()],
  ['bool', true],
  ['date', new Date(0)],
  ['date', new Date(-5)],
  ['null', null],
  ['regex', /x/i],
  ['javascript', new BSON.Code('1')],
  ['javascriptWithScope', new BSON.Code('1', { a: 1 })],
  ['symbol', new BSON.BSONSymbol('s')],
  ['int', new BSON.Int32(5)],
  ['timestamp', new BSON.Timestamp({ t: 1, i: 2 })],
  ['long', BSON.Long.fromNumber(5)],
  ['decimal', new BSON.Decimal128('5.50')],
  ['minKey', new BSON.MinKey()],
  ['maxKey', new BSON.MaxKey()],
];

describe('types of Extended JSON', () => {
  it.each(VALUES)('%s, as the driver writes it', (type, value) => {
    const json = JSON.parse(EJSON.stringify({ value }, { relaxed: false })).value as Json;
    expect(typedValue(json).type).toBe(type);
  });

  it('are guessed for plain numbers', () => {
    expect([5, 5e9, 5.5, 1e300].map((number) => typedValue(number).type)).toEqual(['int', 'long', 'double', 'double']);
    expect(typedValue(5).guessed).toBe(true);
  });
});

describe('exact numbers', () => {
  it('are what JavaScript reads and writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const exact = parseExact(String(number));
        expect(exact).toBeDefined();
        if (exact !== undefined) expect(Number(formatExact(exact))).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it('are ordered as numbers', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, (a, b) => {
        const [x, y] = [parseExact(String(a)), parseExact(String(b))];
        if (x !== undefined && y !== undefined) expect(compareExact(x, y)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it.each(['', '.', 'NaN', 'Infinity', '1e', '0x10', '1_000', '1e99999', '--1'])('"%s" is none', (text) => {
    expect(parseExact(text)).toBeUndefined();
  });
});

describe('dates', () => {
  it('are read and written as JavaScript does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const parsed = parseInstant(date.toISOString());
          expect(parsed).toEqual({ digits: BigInt(date.getTime()), scale: 0 });
          if (parsed !== undefined) expect(new Date(formatDate(parsed)).getTime()).toBe(date.getTime());
        },
      ),
    );
  });

  it.each(['2023-02-29', '2023-13-01', '2023-00-10', '2023-01-32', '20230101', 'yesterday', '2023-01-01T25:00:00Z'])(
    '%s is none',
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );

  it('know offsets', () => {
    expect(parseInstant('2024-02-29T12:00:00.5+02:00')?.digits).toBe(BigInt(Date.parse('2024-02-29T12:00:00.5+02:00')));
  });
});

describe('bounds', () => {
  it('are read by the driver as the very type and value', () => {
    const ctor = { int: BSON.Int32, long: BSON.Long, double: BSON.Double, decimal: BSON.Decimal128, date: Date };
    fc.assert(
      fc.property(fc.constantFrom(...RANGE_TYPES), fc.integer(), (type, number) => {
        const exact = parseExact(String(number));
        if (exact === undefined) return;
        const json = boundJson(type, exact);
        const value = EJSON.parse(JSON.stringify({ json }), { relaxed: false }).json;
        expect(value).toBeInstanceOf(ctor[type]);
        expect(typedValue(json)).toMatchObject({ type, number: exact });
      }),
    );
  });

  it('span as many bits as their distance takes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (low, width) => {
        const exact = (value: number) => parseExact(String(value)) as { digits: bigint; scale: number };
        const bits = width === 0 ? 0 : Math.floor(Math.log2(width)) + 1;
        expect(domainBits({ type: 'long', min: exact(low), max: exact(low + width) })).toBe(bits);
        expect(bitLength(BigInt(width))).toBe(bits);
      }),
    );
    expect(domainBits({ type: 'int' })).toBe(32);
    expect(domainBits({ type: 'decimal' })).toBe(128);
  });
});

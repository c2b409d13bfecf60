import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BsonType } from './bson-types.ts';
import { isCardNumber, isIban, isSocialSecurityNumber } from './checksums.ts';
import type { FieldFacts } from './field-facts.ts';
import { detectSensitivity, wordsOf } from './sensitive.ts';

function field(path: string, type: BsonType = 'string', values: readonly string[] = []): FieldFacts {
  return { path, types: [{ type, count: 9 }], documents: 9, present: 9, nulls: 0, values };
}

describe('names', () => {
  it.each<readonly [string, BsonType, string]>([
    ['ssn', 'string', 'official number'],
    ['patient.socialSecurityNumber', 'string', 'official number'],
    ['SSNNumber', 'string', 'official number'],
    ['passport_no', 'string', 'official number'],
    ['insurance.policyNumber', 'string', 'official number'],
    ['email', 'string', 'e-mail address'],
    ['contact.e-mail', 'string', 'e-mail address'],
    ['workEmails', 'array', 'e-mail address'],
    ['mobilePhone2', 'string', 'phone number'],
    ['cardNumber', 'string', 'payment card'],
    ['cvv2', 'string', 'payment card'],
    ['iban', 'string', 'bank account'],
    ['dateOfBirth', 'date', 'birth date'],
    ['dob', 'date', 'birth date'],
    ['firstName', 'string', "person's name"],
    ['customer.name', 'string', "person's name"],
    ['addressLine1', 'string', 'address'],
    ['billingAddress', 'object', 'address'],
    ['zipCode', 'string', 'address'],
    ['geo.latitude', 'double', 'location'],
    ['diagnoses', 'array', 'health'],
    ['bloodType', 'string', 'health'],
    ['hivStatus', 'bool', 'health'],
    ['annualSalary', 'decimal', 'money'],
    ['religion', 'string', 'special category'],
    ['passwordHash', 'string', 'credential'],
    ['stripe_api_key', 'string', 'credential'],
    ['refreshTokens', 'array', 'credential'],
    ['clientIp', 'string', 'online identifier'],
  ])('%s (%s) is %s', (path, type, category) => {
    expect(detectSensitivity(field(path, type))?.category).toBe(category);
  });

  it.each<readonly [string, BsonType]>([
    ['_id', 'objectId'],
    ['_id.ssn', 'string'],
    ['emailVerified', 'bool'],
    ['passwordChangedAt', 'date'],
    ['tokenCount', 'int'],
    ['product.name', 'string'],
    ['page', 'int'],
    ['storage', 'int'],
    ['status', 'string'],
    ['createdAt', 'date'],
    ['company', 'string'],
    ['panel', 'string'],
    ['trace', 'string'],
    ['brace', 'string'],
    ['addressType', 'string'],
    ['cardType', 'string'],
    ['telemetry', 'object'],
    ['sexton', 'string'],
    ['diagnosticMode', 'bool'],
    ['ipsum', 'string'],
  ])('%s (%s) is nothing', (path, type) => {
    expect(detectSensitivity(field(path, type))).toBeUndefined();
  });

  it('are split into words', () => {
    expect(wordsOf('homePhone_2')).toEqual({ leaf: 'home phone 2', parent: '' });
    expect(wordsOf('user.IBANCode')).toEqual({ leaf: 'iban code', parent: 'user' });
  });
});

describe('values', () => {
  it.each<readonly [string, readonly string[], string, string]>([
    ['ref', ['4111 1111 1111 1111', '5500005555555559', '378282246310005'], 'payment card', 'high'],
    [
      'ref',
      ['DE89370400440532013000', 'GB82 WEST 1234 5698 7654 32', 'FR1420041010050500013M02606'],
      'bank account',
      'high',
    ],
    ['ref', ['a@example.com', 'b@example.org', 'c@example.net'], 'e-mail address', 'high'],
    ['ref', ['123-45-6789', '219-09-9999', '457-55-5462'], 'official number', 'medium'],
    ['ref', ['+49 30 1234567', '+1 (212) 555-0100', '212-555-0123'], 'phone number', 'medium'],
    ['ref', ['eyJhbGciOi.eyJzdWIi.x', 'AKIAIOSFODNN7EXAMPLE', '$2b$10$abcdefghij'], 'credential', 'high'],
    ['ref', ['10.0.0.1', '192.168.1.20', '8.8.8.8'], 'online identifier', 'low'],
  ])('of %s: %j are %s (%s)', (path, values, category, confidence) => {
    expect(detectSensitivity(field(path, 'string', values))).toMatchObject({ category, confidence });
  });

  it('and name together are surer than the name alone; values that deny the name make it less sure', () => {
    const emails = ['a@example.com', 'b@example.org', 'c@example.net'];
    const words = ['weekly', 'daily', 'never'];
    expect(detectSensitivity(field('email', 'string', emails))?.confidence).toBe('high');
    expect(detectSensitivity(field('email', 'string'))?.confidence).toBe('medium');
    expect(detectSensitivity(field('email', 'string', words))?.confidence).toBe('low');
  });

  it('of dates, prices and versions are nothing', () => {
    expect(detectSensitivity(field('ref', 'string', ['2024-01-01', '2024-01-02', '2024-01-03']))).toBeUndefined();
    expect(
      detectSensitivity(field('ref', 'string', ['1234567890123', '9876543210987', '1111222233334'])),
    ).toBeUndefined();
    expect(detectSensitivity(field('ref', 'string', ['1.2.3', '10.20.30', '4.5.6']))).toBeUndefined();
  });
});

describe('checksums', () => {
  const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

  it('Luhn: of ten last digits exactly one is right, and no single digit can be changed unnoticed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        digits(14),
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        (first, rest, place, by) => {
          fc.pre(new Set([first, ...rest]).size > 2);
          const body = `${first}${rest.join('')}`;
          const right = Array.from({ length: 10 }, (_, last) => `${body}${last}`).filter(isCardNumber);
          expect(right).toHaveLength(1);
          const changed = [...(right[0] as string)];
          changed[place] = String((Number(changed[place]) + by) % 10);
          expect(isCardNumber(changed.join(''))).toBe(false);
        },
      ),
    );
  });

  it('IBAN: exactly one pair of check digits from 02 to 98 is right', () => {
    fc.assert(
      fc.property(digits(18), (account) => {
        const right = Array.from({ length: 97 }, (_, place) => String(place + 2).padStart(2, '0')).filter((check) =>
          isIban(`DE${check}${account.join('')}`),
        );
        expect(right).toHaveLength(1);
      }),
    );
  });

  it.each(['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000', '123456789'])(
    '%s was never given out',
    (number) => {
      expect(isSocialSecurityNumber(number)).toBe(false);
    },
  );
});

it('takes a checksum for likely where few values were seen, and for sure where many were', () => {
  const cards = ['4111111111111111', '5500005555555559', '340000000000009'];
  expect(detectSensitivity(field('card', 'string', cards.slice(0, 2)))).toMatchObject({
    category: 'payment card',
    confidence: 'medium',
  });
  expect(detectSensitivity(field('card', 'string', cards))).toMatchObject({ confidence: 'high' });
  expect(detectSensitivity(field('card', 'string', ['blue', 'green']))).toBeUndefined();
});

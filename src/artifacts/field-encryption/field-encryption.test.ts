import { describe, expect, it } from 'vitest';
import { isFailure } from '../../core/failure.ts';
import type { Instant } from '../../core/instant.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import { indexSnapshot } from '../../core/snapshot.ts';
import type { ArtifactCrypto, GivenFile, Made } from '../artifact.ts';
import artifact from './index.ts';
import { KMS, masterKeyOf } from './kms.ts';
import type { DesignerValues } from './options.ts';

const NOW = '2026-01-01T00:00:00Z' as Instant;

async function make(values: DesignerValues): Promise<Made> {
  return artifact.make({
    values,
    profile: ASSUMED_PROFILE,
    index: indexSnapshot({
      formatVersion: 1,
      takenAt: NOW,
      source: { type: 'generated', organization: { id: 'none', name: 'none' } },
      resources: [],
      reads: [],
    }),
    now: NOW,
    crypto: {} as ArtifactCrypto,
  });
}

async function problemsOf(values: DesignerValues): Promise<readonly string[]> {
  try {
    await make(values);
  } catch (error) {
    if (!isFailure(error)) throw error;
    for (const problem of error.problems)
      for (const text of [problem.what, problem.why, problem.fix]) expect(text).toMatch(/[.?]$/);
    return error.problems.map(({ what }) => what);
  }
  return [];
}

const file = (text: string, name = 'x.json'): GivenFile => ({ name, text });
const json = (value: unknown) => file(JSON.stringify(value));
const NAMESPACE = { database: 'medical', collection: 'patients' } as const;
const SECRET = 'p4tient-0-secret@example.com';
const SAMPLES = json(
  Array.from({ length: 30 }, (_, place) => ({
    email: place === 0 ? SECRET : `p${place}@example.com`,
    salary: 43_210 + place,
  })),
);

describe('the designer', () => {
  it('writes no value of a sample anywhere', async () => {
    const {
      files,
      next,
      remarks = [],
    } = await make({
      ...NAMESPACE,
      samples: SAMPLES,
      provider: 'local',
      language: ['node', 'python', 'java', 'go', 'csharp'],
    });
    const all = [...files.map(({ text }) => text), ...next, ...remarks].join('\n');
    for (const value of [SECRET, 'p1@example.com', '43210', '43239']) expect(all).not.toContain(value);
    expect(files.map(({ name }) => name)).toEqual([
      'design.md',
      'encrypted-fields.json',
      'field-encryption.mjs',
      'field_encryption.py',
      'FieldEncryption.java',
      'field_encryption.go',
      'FieldEncryption.cs',
    ]);
  });

  it('tells all that is missing or wrong at once', async () => {
    expect(
      await problemsOf({
        'server-version': 'new',
        language: ['node'],
        'key-vault': 'keys',
        indexes: json({}),
        'collection-info': json([]),
      }),
    ).toEqual([
      'Could not find a field to encrypt.',
      'Could not read --server-version "new".',
      'Could not read --collection-info.',
      'Could not read --indexes.',
      'Could not name the key of AWS KMS.',
      'Could not read --key-vault "keys".',
      'Could not tell which collection this is for.',
    ]);
  });

  it.each<readonly [string, DesignerValues, string]>([
    [
      'two sources',
      { ...NAMESPACE, schema: json({ properties: {} }), fields: file('a int none') },
      'Could not tell what to design from.',
    ],
    ['no design', { ...NAMESPACE, design: json({ a: 1 }) }, 'Could not find a design in x.json.'],
    ['no JSON', { ...NAMESPACE, design: file('{') }, 'Could not read --design x.json.'],
    ['no properties', { ...NAMESPACE, schema: json({ type: 'object' }) }, 'Could not read --schema.'],
    ['nothing sensitive', { ...NAMESPACE, samples: json([{ a: 1 }]) }, 'Could not find a field to encrypt.'],
    ['no such path', { ...NAMESPACE, samples: SAMPLES, query: ['nope=equality'] }, 'Could not encrypt "nope".'],
    [
      'a query without a path',
      { ...NAMESPACE, samples: SAMPLES, query: ['equality'] },
      'Could not read --query "equality".',
    ],
    [
      'no such query',
      { ...NAMESPACE, samples: SAMPLES, query: ['email=fuzzy'] },
      'Could not read --query "email=fuzzy".',
    ],
    [
      'no such parameter',
      { ...NAMESPACE, samples: SAMPLES, query: ['email=equality,speed=9'] },
      'Could not read --query "email=equality,speed=9".',
    ],
    [
      'a bound of another type',
      { ...NAMESPACE, samples: SAMPLES, query: ['salary=range,min=low'] },
      'Could not read min of the query of salary.',
    ],
    [
      'a system collection',
      { database: 'a', collection: 'system.users', samples: SAMPLES },
      'Could not use the namespace a.system.users.',
    ],
    ['a line that is short', { ...NAMESPACE, fields: file('ssn string', 'f.txt') }, 'Could not read line 1 of f.txt.'],
    [
      'a type that is none',
      { ...NAMESPACE, fields: file('# fields\nssn text equality', 'f.txt') },
      'Could not read line 2 of f.txt.',
    ],
    [
      'a path twice',
      { ...NAMESPACE, fields: file('a int none\na int equality', 'f.txt') },
      'Could not tell how "a" is encrypted.',
    ],
    [
      'a range on a string',
      { ...NAMESPACE, fields: file('a string range') },
      'The field "a" of type string cannot be asked by range.',
    ],
    [
      'a range on 7.0',
      { ...NAMESPACE, 'server-version': '7.0', samples: SAMPLES, query: ['salary=range'] },
      'The field "salary" uses range, which MongoDB 7.0 does not know.',
    ],
    [
      'the _id',
      { ...NAMESPACE, samples: json([{ _id: 'a' }]), query: ['_id=equality'] },
      'The path "_id" is the _id or lies within it.',
    ],
    [
      'several collections',
      { ...NAMESPACE, design: json({ 'a.b': { fields: [] }, 'a.c': { fields: [] } }) },
      'Could not tell which collection this is for.',
    ],
    [
      'an ARN for Azure',
      { ...NAMESPACE, samples: SAMPLES, provider: 'azure', 'kms-key': KMS.aws.keyExample },
      `Could not read --kms-key "${KMS.aws.keyExample}".`,
    ],
  ])('%s is refused', async (_, values, what) => {
    expect(await problemsOf(values)).toContain(what);
  });

  it('tells every rule that a given design breaks, with the code of the server', async () => {
    const design = json({
      fields: [{ path: 'a', keyId: null, bsonType: 'double', queries: { queryType: 'equality' } }, { path: 'a' }],
    });
    try {
      await make({ ...NAMESPACE, design });
      expect.unreachable();
    } catch (error) {
      expect(isFailure(error, 'field-encryption-bson-type-equality')).toBe(true);
      expect(isFailure(error, 'field-encryption-path-duplicate')).toBe(true);
      expect(String(error)).toContain('code 6338405');
    }
  });

  it('keeps a given design as it is', async () => {
    const fields = [{ keyId: { $uuid: '00000000-0000-4000-8000-000000000001' }, path: 'a', bsonType: 'int' }];
    const { files } = await make({ design: json({ 'medical.patients': { fields } }) });
    expect(JSON.parse(files[1]?.text ?? '')).toEqual({ fields });
  });

  it('gives drivers the rules of encryption of a validator, and makes keys only where there are none', async () => {
    const key = [{ $uuid: '00000000-0000-4000-8000-000000000001' }];
    const rule = { algorithm: 'AEAD_AES_256_CBC_HMAC_SHA_512-Random' };
    const schema = {
      bsonType: 'object',
      required: ['a'],
      properties: {
        a: { encrypt: rule },
        b: { encrypt: { ...rule, keyId: key } },
        c: {
          bsonType: 'object',
          encryptMetadata: { keyId: key },
          minProperties: 1,
          properties: { d: { encrypt: rule } },
        },
        e: { bsonType: 'int', minimum: 0 },
      },
    };
    const { files } = await make({
      ...NAMESPACE,
      design: json({ $jsonSchema: schema }),
      provider: 'local',
      language: ['node'],
    });
    const written = JSON.parse(files.find(({ name }) => name === 'schema-map.json')?.text ?? '')['medical.patients'];
    expect(written).toEqual({
      bsonType: 'object',
      properties: {
        a: { encrypt: rule },
        b: { encrypt: { ...rule, keyId: key } },
        c: { bsonType: 'object', encryptMetadata: { keyId: key }, properties: { d: { encrypt: rule } } },
      },
    });
    expect(files.find(({ name }) => name === 'field-encryption.mjs')?.text).toContain('const KEYLESS = ["a"];');
  });
});

describe('the names of keys', () => {
  it('become what drivers take', () => {
    expect(masterKeyOf('aws', KMS.aws.keyExample)).toEqual({ region: 'eu-west-1', key: KMS.aws.keyExample });
    expect(masterKeyOf('azure', KMS.azure.keyExample)).toEqual({
      keyVaultEndpoint: 'my-vault.vault.azure.net',
      keyName: 'field-encryption',
      keyVersion: '4f5e6d7c8b9a4f5e6d7c8b9a4f5e6d7c',
    });
    expect(masterKeyOf('gcp', KMS.gcp.keyExample)).toEqual({
      projectId: 'my-project',
      location: 'europe-west1',
      keyRing: 'atlas',
      keyName: 'field-encryption',
    });
    expect(masterKeyOf('kmip', undefined)).toEqual({});
    expect(masterKeyOf('kmip', '42')).toEqual({ keyId: '42' });
    for (const provider of ['aws', 'azure', 'gcp', 'local'] as const)
      expect(masterKeyOf(provider, 'key')).toBeUndefined();
  });
});

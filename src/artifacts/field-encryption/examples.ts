import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import type { ArtifactExample, GivenFile } from '../artifact.ts';
import { LANGUAGES, type LanguageName } from './drivers/index.ts';
import { KMS, KMS_PROVIDERS, type KmsProvider } from './kms.ts';
import type { OPTIONS } from './options.ts';

type Example = ArtifactExample<typeof OPTIONS>;

const ALL_LANGUAGES = Object.keys(LANGUAGES) as readonly LanguageName[];
const sampleCluster = cluster.examples[0] as Cluster;

const SAMPLES: GivenFile = {
  name: 'patients.json',
  text: JSON.stringify(
    Array.from({ length: 24 }, (_, place) => ({
      _id: { $oid: `64b64c1f9d1e8a00000000${String(place).padStart(2, '0')}` },
      firstName: `Given ${place}`,
      lastName: `Family ${place}`,
      email: `person${place}@example.com`,
      ssn: `123-45-${String(6000 + place)}`,
      birthDate: { $date: `19${String(50 + place)}-05-17T00:00:00Z` },
      salary: { $numberInt: String(40_000 + place * 1000) },
      bloodType: ['A', 'B', '0'][place % 3] ?? 'A',
      newsletter: place % 2 === 0,
      address: { street: `Road ${place}`, zip: String(10_000 + place) },
      visits: [{ diagnosis: 'J45', cost: { $numberDecimal: '120.50' } }],
      createdAt: { $date: '2024-01-01T00:00:00Z' },
    })),
  ),
};

const SCHEMA: GivenFile = {
  name: 'schema.json',
  text: JSON.stringify({
    $jsonSchema: {
      bsonType: 'object',
      properties: {
        iban: { bsonType: 'string' },
        cardNumber: { bsonType: 'string', maxLength: 19 },
        holder: { bsonType: 'object', properties: { name: { bsonType: 'string' }, phone: { bsonType: 'string' } } },
        balance: { bsonType: 'long', minimum: 0, maximum: 1_000_000 },
      },
    },
  }),
};

const FIELDS: GivenFile = {
  name: 'fields.txt',
  text: [
    '# path            type    asked by',
    'patient.ssn       string  equality contention=4',
    'patient.lastName  string  prefix+suffix strMinQueryLength=2 strMaxQueryLength=8',
    'patient.notes     string  none',
    'patient.city      string  substring strMaxLength=30',
    'patient.income    decimal range min=0 max=1000000 precision=2',
    'patient.birthDate date    range min=1900-01-01 max=2100-01-01',
    '',
  ].join('\n'),
};

const DESIGN: GivenFile = {
  name: 'encrypted-fields.json',
  text: JSON.stringify({
    'medical.patients': {
      fields: [
        {
          keyId: { $binary: { base64: 'q83vASNFZ4mrze8BI0VniQ==', subType: '04' } },
          path: 'ssn',
          bsonType: 'string',
          queries: { queryType: 'equality', contention: { $numberLong: '8' } },
        },
        { keyId: null, path: 'records', bsonType: 'array' },
      ],
    },
  }),
};

const VALIDATOR: GivenFile = {
  name: 'validator.json',
  text: JSON.stringify({
    validator: {
      $jsonSchema: {
        bsonType: 'object',
        required: ['ssn'],
        encryptMetadata: { algorithm: 'AEAD_AES_256_CBC_HMAC_SHA_512-Random' },
        properties: {
          ssn: { encrypt: { algorithm: 'AEAD_AES_256_CBC_HMAC_SHA_512-Deterministic', bsonType: 'string' } },
          insurance: { bsonType: 'object', properties: { policy: { encrypt: { bsonType: ['int', 'string'] } } } },
          age: { bsonType: 'int', minimum: 0 },
        },
      },
    },
  }),
};

const PATIENTS = { samples: SAMPLES, database: 'medical', collection: 'patients' } as const;

function keyFor(provider: KmsProvider): { readonly 'kms-key'?: string } {
  return KMS[provider].keyExample === '' ? {} : { 'kms-key': KMS[provider].keyExample };
}

/** Every program of every provider in both modes, and each way to say what is encrypted. */
export const examples: readonly Example[] = [
  { name: 'a proposal from samples', values: { ...PATIENTS, 'server-version': '8.0' } },
  {
    name: 'the server of a cluster',
    values: { ...PATIENTS, cluster: sampleCluster.name },
    resources: { cluster: [sampleCluster] },
  },
  { name: 'a server without Queryable Encryption', values: { ...PATIENTS, 'server-version': '6.0' } },
  {
    name: 'a JSON Schema',
    values: { schema: SCHEMA, database: 'bank', collection: 'accounts', 'server-version': '7.0' },
  },
  {
    name: 'a field list on 9.0',
    values: { fields: FIELDS, database: 'medical', collection: 'patients', 'server-version': '9.0' },
  },
  {
    name: 'fields that were asked for',
    values: {
      ...PATIENTS,
      'server-version': '8.2',
      query: ['salary=range,min=0,max=500000', 'newsletter=none', 'email=prefixPreview,strMaxQueryLength=5'],
      plain: ['address', 'bloodType'],
    },
  },
  {
    name: 'a design with keys',
    values: { design: DESIGN, 'server-version': '8.0', provider: 'local', language: ['node', 'python'] },
  },
  {
    name: 'a validator of CSFLE',
    values: {
      design: VALIDATOR,
      database: 'medical',
      collection: 'patients',
      provider: 'local',
      language: ['go', 'java'],
    },
  },
  {
    name: 'a unique index that only CSFLE keeps',
    values: {
      ...PATIENTS,
      indexes: { name: 'indexes.json', text: JSON.stringify([{ v: 2, key: { ssn: 1 }, name: 'ssn_1', unique: true }]) },
    },
  },
  ...KMS_PROVIDERS.flatMap((provider): readonly Example[] =>
    (['queryable', 'csfle'] as const).map((mode) => ({
      name: `${mode} with ${provider} in every language`,
      values: { ...PATIENTS, 'server-version': '8.0', mode, provider, language: ALL_LANGUAGES, ...keyFor(provider) },
    })),
  ),
];

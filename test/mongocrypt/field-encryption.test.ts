/**
 * Runs what the artifact field-encryption wrote with the real libmongocrypt: the program makes data keys and the collection, and values are
 * encrypted and decrypted by the rules that it wrote. It needs a native module that is no dependency: see install.sh.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactCrypto } from '../../src/artifacts/artifact.ts';
import artifact from '../../src/artifacts/field-encryption/index.ts';
import type { DesignerValues } from '../../src/artifacts/field-encryption/options.ts';
import { designForms, validateDesign } from '../../src/artifacts/field-encryption/validate.ts';
import type { Instant } from '../../src/core/instant.ts';
import type { Json } from '../../src/core/json.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import { indexSnapshot } from '../../src/core/snapshot.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

const folder = process.env.FIVEFOLD_MONGOCRYPT;
const binding = join(folder ?? '', 'node_modules/mongodb-client-encryption/build/Release/mongocrypt.node');
const installed = folder !== undefined && existsSync(binding);
if (!installed)
  process.stderr.write(
    '\nSKIPPED: encryption with the real libmongocrypt. Run `sh test/mongocrypt/install.sh /tmp/mongocrypt`, then ' +
      '`FIVEFOLD_MONGOCRYPT=/tmp/mongocrypt npx vitest run test/mongocrypt`.\n\n',
  );
if (folder !== undefined && !installed) throw new Error(`FIVEFOLD_MONGOCRYPT is set, and there is no ${binding}.`);

const LOCAL_MASTER_KEY = Buffer.alloc(96, 7).toString('base64');
const SERVER = { major: 8, minor: 0 };

const SAMPLES = Array.from({ length: 30 }, (_, place) => ({
  email: `person${place}@example.com`,
  ssn: `123-45-${6000 + place}`,
  memberNumber: { $numberInt: String(place) },
  birthDate: { $date: '1970-05-17T00:00:00Z' },
  salary: { $numberDouble: '1234.5' },
  hiv: place % 2 === 0,
  insurance: { policyNumber: `P-${place}`, provider: 'x' },
  address: { street: `Road ${place}`, zip: '12345' },
  medications: ['a', 'b'],
}));

/** One value of each field, as the application would write it. */
const VALUES: Readonly<Record<string, unknown>> = {
  email: 'person1@example.com',
  ssn: '123-45-6001',
  memberNumber: 7,
  birthDate: new Date('1970-05-17T00:00:00Z'),
  salary: 1234.5,
  hiv: true,
  'insurance.policyNumber': 'P-1',
  address: { street: 'Road 1', zip: '12345' },
  medications: ['a', 'b'],
};

async function makeFiles(values: DesignerValues): Promise<ReadonlyMap<string, string>> {
  const { files } = await artifact.make({
    values: {
      samples: { name: 'samples.json', text: JSON.stringify(SAMPLES) },
      database: 'medical',
      collection: 'patients',
      provider: 'local',
      language: ['node'],
      'server-version': '8.0',
      ...values,
    },
    profile: ASSUMED_PROFILE,
    index: indexSnapshot({
      formatVersion: 1,
      takenAt: '2026-01-01T00:00:00Z' as Instant,
      source: { type: 'generated', organization: { id: 'none', name: 'none' } },
      resources: [],
      reads: [],
    }),
    now: '2026-01-01T00:00:00Z' as Instant,
    crypto: {} as ArtifactCrypto,
  });
  return new Map(files.map(({ name, text }) => [name, text]));
}

describe.skipIf(!installed)('with the real libmongocrypt', () => {
  const require = createRequire(join(folder ?? '/', 'package.json'));
  const driver = (installed ? require('mongodb') : undefined) as typeof import('mongodb');
  let server: WireServer;
  let work: string;

  beforeEach(async () => {
    server = await startWireServer();
    work = await mkdtemp(join(folder as string, 'run-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(work, { recursive: true });
  });

  async function provision(values: DesignerValues): Promise<void> {
    for (const [name, text] of await makeFiles(values)) await writeFile(join(work, name), text);
    await promisify(execFile)(process.execPath, ['field-encryption.mjs', 'provision'], {
      cwd: work,
      env: { ...process.env, MONGODB_URI: server.uri, LOCAL_MASTER_KEY },
    });
  }

  async function keyed(file: string): Promise<Json> {
    return JSON.parse(await readFile(join(work, file), 'utf8')) as Json;
  }

  it('CSFLE: each field is encrypted by its rule and decrypted again; equal values are equal only where they shall be', async () => {
    await provision({ mode: 'csfle' });
    const json = await keyed('schema-map.keyed.json');
    const [form] = designForms(json) ?? [];
    if (form === undefined) throw new Error('The program wrote no design.');
    expect(validateDesign(form, { server: SERVER, keys: 'provisioned' })).toEqual([]);
    expect(server.documents.get('encryption.__keyVault')).toHaveLength(Object.keys(VALUES).length);
    expect(JSON.stringify(server.created.get('medical.patients'))).toContain('$jsonSchema');

    const client = await new driver.MongoClient(server.uri).connect();
    const encryption = new driver.ClientEncryption(client, {
      keyVaultNamespace: 'encryption.__keyVault',
      kmsProviders: { local: { key: LOCAL_MASTER_KEY } },
    });
    const schema = driver.BSON.EJSON.parse(JSON.stringify(json), { relaxed: false })['medical.patients'];
    const deterministic: string[] = [];
    for (const [path, value] of Object.entries(VALUES)) {
      const rule = path.split('.').reduce((part, name) => part.properties[name], schema).encrypt;
      const options = { algorithm: rule.algorithm, keyId: rule.keyId[0] };
      const [first, second] = [await encryption.encrypt(value, options), await encryption.encrypt(value, options)];
      expect(first.sub_type, path).toBe(6);
      expect(await encryption.decrypt(first), path).toEqual(value);
      if (Buffer.from(first.buffer).equals(Buffer.from(second.buffer))) deterministic.push(path);
    }
    await client.close();
    expect(deterministic).toEqual(['email', 'ssn', 'memberNumber', 'insurance.policyNumber']);
  });

  it('CSFLE: provisioning twice makes no second key', async () => {
    await provision({ mode: 'csfle' });
    const first = await keyed('schema-map.keyed.json');
    await provision({ mode: 'csfle' });
    expect(await keyed('schema-map.keyed.json')).toEqual(first);
    expect(server.commands.filter((name) => name === 'create')).toHaveLength(1);
  });

  it('Queryable Encryption: the collection is made with a key of its own for each field, and with its state collections', async () => {
    await provision({ query: ['salary=range,min=0,max=100000,precision=2'] });
    const sent = server.created.get('medical.patients')?.encryptedFields;
    const json = JSON.parse(driver.BSON.EJSON.stringify(sent, { relaxed: false })) as Json;
    expect(
      validateDesign({ mode: 'queryable', encryptedFields: json }, { server: SERVER, keys: 'provisioned' }),
    ).toEqual([]);
    expect([...server.created.keys()].sort()).toEqual([
      'medical.enxcol_.patients.ecoc',
      'medical.enxcol_.patients.esc',
      'medical.patients',
    ]);
    const map = (await keyed('encrypted-fields-map.json')) as Record<string, { fields: { keyId: Json }[] }>;
    expect(map['medical.patients']?.fields.map(({ keyId }) => keyId)).toEqual(
      (json as { fields: { keyId: Json }[] }).fields.map(({ keyId }) => keyId),
    );
    expect(server.documents.get('encryption.__keyVault')).toHaveLength(map['medical.patients']?.fields.length ?? 0);
  });
});

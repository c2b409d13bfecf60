import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { exampleSnapshot } from '../../../tools/example-snapshot.ts';
import { isFailure } from '../../core/failure.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import { indexSnapshot } from '../../core/snapshot.ts';
import type { ArtifactInput, ArtifactValues } from '../artifact.ts';
import connectionStrings from './index.ts';
import { MECHANISMS, parametersOf, withParameters } from './mechanism.ts';

type Values = ArtifactValues<typeof connectionStrings.options>;
const [example] = connectionStrings.examples;
// Below the checkout, so that the snippet finds the driver as a program of ours would.
const folder = mkdtempSync(resolve('node_modules/.fivefold-snippets-'));
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

async function make(values: Values) {
  const index = indexSnapshot(exampleSnapshot(example ?? {}, 'project'));
  return connectionStrings.make({ values, profile: ASSUMED_PROFILE, index } as ArtifactInput<
    typeof connectionStrings.options
  >);
}

const EXPECTED = {
  scram: 'DEFAULT',
  x509: 'MONGODB-X509',
  'aws-iam': 'MONGODB-AWS',
  'oidc-human': 'MONGODB-OIDC',
  'oidc-azure': 'MONGODB-OIDC',
  'oidc-gcp': 'MONGODB-OIDC',
  'oidc-kubernetes': 'MONGODB-OIDC',
  ldap: 'PLAIN',
} as const;

test.each(MECHANISMS)('%s: the driver itself reads the string and the options as they are meant', async (mechanism) => {
  const audience = mechanism === 'oidc-azure' || mechanism === 'oidc-gcp' ? { audience: 'api://a b' } : {};
  const { files } = await make({ mechanism, ...audience });
  vi.stubEnv('MONGODB_USERNAME', 'uid=app,dc=example');
  vi.stubEnv('MONGODB_PASSWORD', 'stand-in: @/?');
  vi.stubEnv('MONGODB_CERTIFICATE', 'client.pem');
  const snippet = files.find(({ name }) => name === 'connect.mjs');
  const uri = files[0]?.text.trim() ?? '';
  let client: MongoClient;
  if (snippet === undefined)
    client = new MongoClient(uri, {
      authMechanismProperties: { OIDC_HUMAN_CALLBACK: async () => ({ accessToken: '' }) },
    });
  else {
    const path = join(folder, `${mechanism}.mjs`);
    writeFileSync(path, snippet.text);
    ({ client } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { client: MongoClient });
  }
  const { credentials, tls, tlsCertificateKeyFile } = client.options;
  expect(tls).toBe(true);
  expect(credentials?.mechanism).toBe(EXPECTED[mechanism]);
  expect(credentials?.source).toBe(mechanism === 'scram' ? 'admin' : '$external');
  if (mechanism === 'scram' || mechanism === 'ldap') {
    expect(credentials?.username).toBe('uid=app,dc=example');
    expect(credentials?.password).toBe('stand-in: @/?');
  }
  if (mechanism === 'x509') expect(tlsCertificateKeyFile).toBe('client.pem');
  if ('audience' in audience) expect(credentials?.mechanismProperties.TOKEN_RESOURCE).toBe(audience.audience);
  for (const { text } of files) expect(text).not.toContain('stand-in');
});

test('every host of a string survives, and so do its other parameters', () => {
  const host = fc.stringMatching(/^[a-z0-9-]{1,12}\.ab1cd\.mongodb\.net:27017$/);
  fc.assert(
    fc.property(fc.array(host, { minLength: 1, maxLength: 5 }), fc.constantFrom(...MECHANISMS), (hosts, mechanism) => {
      const base = `mongodb://${hosts.join(',')}/?ssl=true&authSource=admin&replicaSet=atlas-x1`;
      const client = new MongoClient(
        withParameters(base, parametersOf(mechanism, 'a'), mechanism === 'scram' ? 'app' : undefined),
        {
          ...(mechanism === 'ldap' ? { auth: { username: 'a', password: 'b' } } : {}),
          ...(mechanism === 'oidc-human'
            ? { authMechanismProperties: { OIDC_HUMAN_CALLBACK: async () => ({ accessToken: '' }) } }
            : {}),
        },
      );
      expect(client.options.hosts.map(String)).toEqual(hosts);
      expect(client.options.replicaSet).toBe('atlas-x1');
      expect(client.options.credentials?.mechanism).toBe(EXPECTED[mechanism]);
    }),
  );
});

test('what cannot be is said, all of it at once', async () => {
  const error = await make({
    mechanism: 'oidc-azure',
    language: ['mongosh'],
    via: 'private-endpoint',
    endpoint: 'vpce-1',
  }).catch((thrown: unknown) => thrown);
  if (!isFailure(error)) throw error;
  expect(error.problems.map(({ what }) => what)).toEqual([
    'Could not write a string for oidc-azure.',
    'Could not tell which private endpoint of cluster payments this is for.',
    'Could not write oidc-azure for mongosh.',
  ]);
});

import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EXAMPLE_INSTANT, exampleSnapshot } from '../../../tools/example-snapshot.ts';
import { isFailure } from '../../core/failure.ts';
import { epochSeconds, type Instant } from '../../core/instant.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import { indexSnapshot } from '../../core/snapshot.ts';
import { issueCertificate } from '../../io/x509/issue-certificate.ts';
import type { ArtifactInput, ArtifactValues, Made } from '../artifact.ts';
import x509Set from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivefold-x509-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function make(values: ArtifactValues<typeof x509Set.options>, now: Instant = EXAMPLE_INSTANT): Promise<Made> {
  return x509Set.make({
    values,
    profile: ASSUMED_PROFILE,
    index: indexSnapshot(exampleSnapshot({}, 'project')),
    now,
    crypto: { randomBytes: () => new Uint8Array(), issueCertificate },
  } as ArtifactInput<typeof x509Set.options>);
}

const textOf = (made: Made, name: string) => made.files.find((file) => file.name === name)?.text ?? '';
const secretOf = (made: Made, name: string) =>
  made.secrets?.find((secret) => secret.name === name)?.value.reveal() ?? '';

function onDisk(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function openssl(...args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, text: `${stdout}${stderr}`.trim() };
}

const made = await make({
  client: ['shop-api', 'reporting'],
  organization: 'Nimbus Bikes',
  grant: ['readWrite@shop'],
  days: '30',
});
const authority = onDisk('ca.pem', textOf(made, 'ca.pem'));
const client = onDisk('client.pem', secretOf(made, 'shop-api-with-key.pem'));
const asOf = String(epochSeconds(EXAMPLE_INSTANT) + 3600);

test('openssl trusts the client for logging in, for as long as was asked, and the authority for nothing but signing', () => {
  const verify = (purpose: string, file: string, time = asOf) =>
    openssl('verify', '-x509_strict', '-attime', time, '-CAfile', authority, '-purpose', purpose, file).status;
  expect(verify('sslclient', client)).toBe(0);
  expect(verify('sslserver', client)).not.toBe(0);
  expect(verify('sslclient', client, String(Number(asOf) + 31 * 86_400))).not.toBe(0);
  expect(verify('sslclient', authority)).not.toBe(0);
});

test('the database user is named as openssl writes the subject by RFC 2253', () => {
  const { text } = openssl('x509', '-in', client, '-noout', '-subject', '-nameopt', 'RFC2253');
  const { username, databaseName, x509Type } = JSON.parse(textOf(made, 'user-shop-api.json'));
  expect({ username, databaseName, x509Type }).toEqual({
    username: text.replace('subject=', ''),
    databaseName: '$external',
    x509Type: 'CUSTOMER',
  });
});

test('each has a key of its own, which is nowhere but among the secrets', () => {
  const keys = ['shop-api-with-key.pem', 'reporting-with-key.pem', 'ca-key.pem'].map((name) => secretOf(made, name));
  for (const [position, name] of ['shop-api.pem', 'reporting.pem', 'ca.pem'].entries()) {
    const certificate = new X509Certificate(textOf(made, name));
    for (const [other, key] of keys.entries())
      expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(other === position);
  }
  for (const { text } of made.files) expect(text).not.toContain('PRIVATE KEY');
  const serials = made.files
    .filter(({ format }) => format === 'pem')
    .map(({ text }) => new X509Certificate(text).serialNumber);
  expect(new Set(serials).size).toBe(3);
});

test('the same authority signs again: that is a rotation', async () => {
  const again = await make({
    client: ['shop-api'],
    organization: 'Nimbus Bikes',
    grant: ['readWrite@shop'],
    'ca-certificate': { name: 'ca.pem', text: textOf(made, 'ca.pem') },
    'ca-key': { name: 'ca-key.pem', text: secretOf(made, 'ca-key.pem') },
  });
  expect(again.secrets?.map(({ name }) => name)).toEqual(['shop-api-with-key.pem']);
  const path = onDisk('again.pem', textOf(again, 'shop-api.pem'));
  expect(openssl('verify', '-attime', asOf, '-CAfile', authority, '-purpose', 'sslclient', path).status).toBe(0);
  expect(textOf(again, 'shop-api.pem')).not.toBe(textOf(made, 'shop-api.pem'));
});

test('an authority with another key, or a client as authority, is refused', async () => {
  const signedBy = (certificate: string, key: string) =>
    make({
      client: ['x'],
      grant: ['read@shop'],
      'ca-certificate': { name: 'c', text: certificate },
      'ca-key': { name: 'k', text: key },
    }).catch((error: unknown) => (isFailure(error) ? error.problems[0]?.why : error));
  const key = secretOf(made, 'ca-key.pem');
  expect(await signedBy(textOf(made, 'shop-api.pem'), key)).toMatch(/no authority’s/);
  expect(
    await signedBy(
      textOf(made, 'ca.pem'),
      secretOf(made, 'shop-api-with-key.pem').replace(/^[\s\S]*END CERTIFICATE-----\n/, ''),
    ),
  ).toMatch(/not that of/);
  expect(await signedBy('nonsense', key)).toMatch(/\.$/);
});

test('everything that is wrong is said at once', async () => {
  const error = await make({
    client: ['a,b', 'x', 'x'],
    days: '0',
    grant: ['read'],
    'ca-key': { name: 'k', text: 'k' },
  }).catch((thrown: unknown) => thrown);
  if (!isFailure(error)) throw error;
  expect(error.problems.map(({ what }) => what)).toEqual([
    '"a,b" cannot be a certificate’s name.',
    '"x" is named twice.',
    '--days cannot be "0".',
    'Could not sign with the authority that exists.',
    'Could not read --grant "read".',
  ]);
});

// The library finds its parts by metadata that this puts onto Reflect; it must come first.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateRequest, IssuedCertificate } from '../../artifacts/artifact.ts';
import { Failure } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';

/** RSA, which every driver and server takes; 3072 bits are good beyond 2030 (NIST SP 800-57, part 1). */
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 3072,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const SERIAL_BYTES = 16;

const crypto = webcrypto as unknown as Crypto;

/** Makes a new key pair and its certificate; the authority may sign for clients, a client may log in, and neither may do more. */
export async function issueCertificate(request: CertificateRequest): Promise<IssuedCertificate> {
  const { subject, notBefore, notAfter, purpose, issuer } = request;
  const keys = (await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
  const signer = issuer === undefined ? undefined : await signerOf(issuer);
  const isAuthority = purpose === 'authority';
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: encodedOrder(subject),
      issuer: signer?.certificate.subjectName ?? encodedOrder(subject),
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      publicKey: keys.publicKey,
      signingKey: signer?.key ?? keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(isAuthority, isAuthority ? 0 : undefined, true),
        new KeyUsagesExtension(
          isAuthority
            ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
            : KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
          true,
        ),
        ...(isAuthority ? [] : [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])]),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        await AuthorityKeyIdentifierExtension.create(signer?.certificate.publicKey ?? keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: new Secret(`${PemConverter.encode(key, 'PRIVATE KEY')}\n`),
  };
}

/** A name is written last part first (RFC 4514, 2.1) and encoded first part first; the library takes it as it is encoded. */
function encodedOrder(name: string): string {
  return name
    .split(/(?<!\\),/)
    .reverse()
    .join(', ');
}

/** A positive number that nobody can foretell (CA/Browser Forum baseline requirements ask for 64 bits of chance). */
function serialNumber(): string {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function signerOf({ certificate: pem, key }: IssuedCertificate) {
  const refused = (why: string) =>
    new Failure(
      {
        code: 'authority-refused',
        what: 'Could not sign with this certificate authority.',
        why,
        fix: 'Give the authority’s certificate and its own private key (PKCS #8), both in PEM.',
      },
      2,
    );
  let certificate: X509Certificate;
  let signingKey: CryptoKey;
  try {
    certificate = new X509Certificate(pem);
    const [der] = PemConverter.decode(key.reveal());
    if (der === undefined) throw new Error('The key holds no PEM block');
    signingKey = await crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
  } catch (error) {
    throw refused(`${(error as Error).message}.`);
  }
  if (certificate.getExtension(BasicConstraintsExtension)?.ca !== true)
    throw refused(`The certificate of ${certificate.subject} is no authority’s.`);
  const probe = new Uint8Array(randomBytes(SERIAL_BYTES));
  const publicKey = await certificate.publicKey.export(ALGORITHM, ['verify'], crypto);
  const signature = await crypto.subtle.sign(ALGORITHM, signingKey, probe);
  if (!(await crypto.subtle.verify(ALGORITHM, publicKey, signature, probe)))
    throw refused(`The key is not that of ${certificate.subject}.`);
  return { certificate, key: signingKey };
}

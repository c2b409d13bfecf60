import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../core/instant.ts';
import { readCertificates } from './certificate.ts';
import { ENDED_CA, ENDING_CA, FAR_CA, SHA_1_CA, SMALL_KEY_CA, SOUND_CA } from './example-certificates.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Node writes `Jan  9 00:00:00 2030 GMT`. */
function instant(text: string) {
  const [month = '', day = '', time, year] = text.split(/ +/);
  const date = `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseInstant(`${date}T${time}Z`);
}

describe('readCertificates', () => {
  it('reads the roots that Node trusts as Node itself does', () => {
    let named = 0;
    for (const pem of rootCertificates) {
      const theirs = new X509Certificate(pem);
      const [ours] = readCertificates(pem) ?? [];
      const name = theirs.subject;
      expect(ours?.notBefore, name).toBe(instant(theirs.validFrom));
      expect(ours?.notAfter, name).toBe(instant(theirs.validTo));
      expect(ours?.selfIssued, name).toBe(theirs.subject === theirs.issuer);
      expect(ours?.digest, name).not.toBeNull();
      const { asymmetricKeyType, asymmetricKeyDetails } = theirs.publicKey;
      expect(ours?.key.type.toLowerCase(), name).toBe(asymmetricKeyType);
      if (asymmetricKeyType === 'rsa') expect(ours?.key.bits, name).toBe(asymmetricKeyDetails?.modulusLength);
      else expect(`${ours?.key.bits}`, name).toBe(/\d+/.exec(asymmetricKeyDetails?.namedCurve ?? '')?.[0] ?? '256');
      const commonName = /^CN=(.*)$/m.exec(name)?.[1];
      if (commonName !== undefined && /^[\w .-]+$/.test(commonName)) {
        expect(ours?.commonName).toBe(commonName);
        named += 1;
      }
    }
    expect(rootCertificates.length).toBeGreaterThan(50);
    expect(named).toBeGreaterThan(50);
  });

  it('reads the examples', () => {
    const of = (pem: string) => readCertificates(pem)?.[0];
    expect(of(SOUND_CA)).toEqual({
      commonName: 'Example CA',
      notBefore: '2025-01-01T00:00:00Z',
      notAfter: '2035-01-01T00:00:00Z',
      key: { type: 'EC', bits: 256 },
      digest: 'SHA-2',
      selfIssued: true,
    });
    expect(of(ENDING_CA)?.notAfter).toBe('2026-12-10T00:00:00Z');
    expect(of(ENDED_CA)?.notAfter).toBe('2026-01-01T00:00:00Z');
    expect(of(FAR_CA)?.notAfter).toBe('2075-01-01T00:00:00Z');
    expect(of(SMALL_KEY_CA)?.key).toEqual({ type: 'RSA', bits: 1024 });
    expect(of(SHA_1_CA)).toMatchObject({ commonName: 'Example Issuing', digest: 'SHA-1', selfIssued: false });
  });

  it('reads a bundle in its order, whatever stands between', () => {
    const names = readCertificates(`# ours\n${SOUND_CA}\nand\r\n${SHA_1_CA.replaceAll('\n', '\r\n')}`);
    expect(names?.map(({ commonName }) => commonName)).toEqual(['Example CA', 'Example Issuing']);
  });

  it('does not guess what it cannot read', () => {
    expect(readCertificates('')).toBeUndefined();
    expect(readCertificates('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----')).toBeUndefined();
    expect(readCertificates('-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----')).toBeUndefined();
    expect(readCertificates(`${SOUND_CA}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`)).toBeUndefined();
    const body = SOUND_CA.split('\n').slice(1, -2).join('');
    for (let length = 4; length < body.length - 4; length += 4)
      expect(
        readCertificates(`-----BEGIN CERTIFICATE-----\n${body.slice(0, length)}\n-----END CERTIFICATE-----`),
      ).toBeUndefined();
  });
});

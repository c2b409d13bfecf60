/** Reads what controls ask of an X.509 certificate (RFC 5280): until when it is valid, its key, and how it is signed. */
import { type Instant, parseInstant } from '../core/instant.ts';

/** A certificate, as far as controls look at it. */
export interface Certificate {
  /** Its common name; the whole certificate may have none. */
  readonly commonName: string | null;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly key: { readonly type: 'RSA' | 'EC' | 'other'; readonly bits: number | null };
  /** The digest that its signature rests on; null: one that is not known here, or a signature without a digest of its own. */
  readonly digest: 'MD5' | 'SHA-1' | 'SHA-2' | null;
  /** True for a root: nobody checks the signature of a certificate that vouches for itself. */
  readonly selfIssued: boolean;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decodeBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '').replace(/=+$/, '');
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

/** One DER value: its tag, its content, and the whole of it. */
interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const OID = 0x06;
const BIT_STRING = 0x03;
const INTEGER = 0x02;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const EXPLICIT_VERSION = 0xa0;

/** The values that stand one behind the other; undefined where the bytes are no DER. */
function readAll(bytes: Uint8Array): readonly Der[] | undefined {
  const values: Der[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at];
    const first = bytes[at + 1];
    if (tag === undefined || first === undefined) return undefined;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    // A certificate is shorter than 2^24 bytes; an open length (0x80) is no DER.
    if (first === 0x80 || lengthBytes > 3) return undefined;
    const start = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? first : bytes.slice(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = start + length;
    if (end > bytes.length) return undefined;
    values.push({ tag, content: bytes.slice(start, end), whole: bytes.slice(at, end) });
    at = end;
  }
  return values;
}

function partsOf(value: Der | undefined, tag: number): readonly Der[] {
  return value?.tag === tag ? (readAll(value.content) ?? []) : [];
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

// Object identifiers, as DER writes them (RFC 3279, RFC 4055, RFC 5480, RFC 5758).
const COMMON_NAME = '550403';
const RSA_KEY = '2a864886f70d010101';
const EC_KEY = '2a8648ce3d0201';
const CURVE_BITS: Readonly<Record<string, number>> = {
  '2a8648ce3d030101': 192,
  '2b81040021': 224,
  '2a8648ce3d030107': 256,
  '2b8104000a': 256,
  '2b81040022': 384,
  '2b81040023': 521,
};
const DIGESTS: Readonly<Record<string, 'MD5' | 'SHA-1' | 'SHA-2'>> = {
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
  '2a8648ce3d0401': 'SHA-1',
  '2a864886f70d01010b': 'SHA-2',
  '2a864886f70d01010c': 'SHA-2',
  '2a864886f70d01010d': 'SHA-2',
  '2a8648ce3d040302': 'SHA-2',
  '2a8648ce3d040303': 'SHA-2',
  '2a8648ce3d040304': 'SHA-2',
};

function instantOf(value: Der | undefined): Instant | undefined {
  if (value === undefined || (value.tag !== UTC_TIME && value.tag !== GENERALIZED_TIME)) return undefined;
  const written = text(value.content);
  // RFC 5280, 4.1.2.5.1: two digits from 50 on are of the last century.
  const full = value.tag === GENERALIZED_TIME ? written : `${written.slice(0, 2) < '50' ? '20' : '19'}${written}`;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function commonNameOf(name: Der | undefined): string | null {
  for (const set of partsOf(name, SEQUENCE))
    for (const attribute of partsOf(set, SET)) {
      const [type, value] = partsOf(attribute, SEQUENCE);
      if (type?.tag === OID && hex(type.content) === COMMON_NAME && value !== undefined) return text(value.content);
    }
  return null;
}

function keyOf(publicKeyInfo: Der | undefined): Certificate['key'] {
  const [algorithm, key] = partsOf(publicKeyInfo, SEQUENCE);
  const [type, parameters] = partsOf(algorithm, SEQUENCE);
  switch (type === undefined ? '' : hex(type.content)) {
    case RSA_KEY: {
      // The first byte of a bit string counts the bits that are left over.
      const inner = key?.tag === BIT_STRING ? readAll(key.content.slice(1))?.[0] : undefined;
      const modulus = partsOf(inner, SEQUENCE)[0];
      if (modulus?.tag !== INTEGER) return { type: 'RSA', bits: null };
      const digits = modulus.content[0] === 0 ? modulus.content.slice(1) : modulus.content;
      const first = digits[0] ?? 0;
      return { type: 'RSA', bits: (digits.length - 1) * 8 + (32 - Math.clz32(first)) };
    }
    case EC_KEY:
      return { type: 'EC', bits: parameters?.tag === OID ? (CURVE_BITS[hex(parameters.content)] ?? null) : null };
    default:
      return { type: 'other', bits: null };
  }
}

function certificateOf(bytes: Uint8Array): Certificate | undefined {
  const [toBeSigned, signature] = partsOf(readAll(bytes)?.[0], SEQUENCE);
  const fields = partsOf(toBeSigned, SEQUENCE);
  const [, , issuer, validity, subject, publicKeyInfo] = fields[0]?.tag === EXPLICIT_VERSION ? fields.slice(1) : fields;
  const [from, until] = partsOf(validity, SEQUENCE);
  const notBefore = instantOf(from);
  const notAfter = instantOf(until);
  const algorithm = partsOf(signature, SEQUENCE)[0];
  if (notBefore === undefined || notAfter === undefined || issuer === undefined || subject === undefined)
    return undefined;
  return {
    commonName: commonNameOf(subject),
    notBefore,
    notAfter,
    key: keyOf(publicKeyInfo),
    digest: algorithm === undefined ? null : (DIGESTS[hex(algorithm.content)] ?? null),
    selfIssued: hex(issuer.whole) === hex(subject.whole),
  };
}

/** The certificates of a PEM bundle, in its order; undefined where one of them cannot be read, or there is none. */
export function readCertificates(pem: string): readonly Certificate[] | undefined {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)];
  const certificates = blocks.flatMap(([, body = '']) => {
    const bytes = decodeBase64(body);
    return (bytes === undefined ? undefined : certificateOf(bytes)) ?? [];
  });
  return blocks.length > 0 && certificates.length === blocks.length ? certificates : undefined;
}

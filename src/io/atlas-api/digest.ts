import { createHash, randomBytes } from 'node:crypto';
import type { Secret } from '../../core/secret.ts';

/** What a server asks for in `WWW-Authenticate: Digest …` (RFC 7616; Atlas uses MD5 with qop=auth). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  readonly algorithm: string;
  readonly qop: readonly string[];
  readonly stale: boolean;
}

/** Reads a challenge; undefined where the header is none that we can answer (another scheme, algorithm or qop). */
export function parseChallenge(header: string | undefined): DigestChallenge | undefined {
  const match = /(?:^|,\s*)Digest\s+(.*)$/is.exec(header ?? '');
  if (!match) return undefined;
  const fields = new Map<string, string>();
  for (const [, name, quoted, bare] of (match[1] as string).matchAll(
    /(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
  )) {
    fields.set((name as string).toLowerCase(), quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  const realm = fields.get('realm');
  const nonce = fields.get('nonce');
  const algorithm = fields.get('algorithm') ?? 'MD5';
  const qop = (fields.get('qop') ?? '').split(',').map((value) => value.trim().toLowerCase());
  if (realm === undefined || nonce === undefined || algorithm.toUpperCase() !== 'MD5' || !qop.includes('auth')) {
    return undefined;
  }
  const opaque = fields.get('opaque');
  const stale = fields.get('stale')?.toLowerCase() === 'true';
  return { realm, nonce, algorithm, qop, stale, ...(opaque === undefined ? {} : { opaque }) };
}

/** The answer to a challenge: the value of the `Authorization` header for one request. */
export function digestAuthorization(
  challenge: DigestChallenge,
  request: { readonly method: string; readonly uri: string; readonly count: number; readonly clientNonce?: string },
  user: string,
  password: Secret,
): string {
  const nc = request.count.toString(16).padStart(8, '0');
  const cnonce = request.clientNonce ?? randomBytes(16).toString('hex');
  const ha1 = md5(`${user}:${challenge.realm}:${password.reveal()}`);
  const ha2 = md5(`${request.method}:${request.uri}`);
  const response = md5(`${ha1}:${challenge.nonce}:${nc}:${cnonce}:auth:${ha2}`);
  const parts = [
    `username=${quoted(user)}`,
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    `uri=${quoted(request.uri)}`,
    'algorithm=MD5',
    'qop=auth',
    `nc=${nc}`,
    `cnonce=${quoted(cnonce)}`,
    `response=${quoted(response)}`,
  ];
  if (challenge.opaque !== undefined) parts.push(`opaque=${quoted(challenge.opaque)}`);
  return `Digest ${parts.join(', ')}`;
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

function quoted(text: string): string {
  return `"${text.replace(/(["\\])/g, '\\$1')}"`;
}

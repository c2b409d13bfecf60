import type { EmulatorCaller, EmulatorLogin } from '../core/behaviour.ts';
import type { AtlasRole } from '../core/call.ts';

/** Who may call, and with what. */
export interface EmulatorCredential extends EmulatorAccount {
  /** Private key, or client secret. In memory only. */
  readonly secret: string;
}

/** Who may call, as a saved state keeps it: without the secret. */
export interface ProvenCredential extends EmulatorAccount {
  /** `proofOf` of the secret. */
  readonly proof: string;
}

interface EmulatorAccount {
  readonly type: 'api-key' | 'service-account';
  /** Public key, or client id. */
  readonly id: string;
  readonly orgId: string;
  readonly orgRoles: readonly AtlasRole[];
  readonly projectRoles?: Readonly<Record<string, readonly AtlasRole[]>>;
}

/** What authentication needs from outside: who there is, hashes, chance, and time in milliseconds. */
export interface AuthenticationPorts {
  readonly find: (type: EmulatorCaller['type'], id: string) => EmulatorLogin | undefined;
  readonly md5: (text: string) => string;
  readonly random: () => number;
  readonly nowMilliseconds: () => number;
}

/** The answer to an attempt: who it is, or the headers and body of the refusal. */
export type Authenticated =
  | { readonly caller: EmulatorCaller }
  | { readonly refused: { readonly status: number; readonly headers: Record<string, string>; readonly body: string } };

const REALM = 'MMS Public API';
const NONCE_LIFE_MILLISECONDS = 300_000;
const TOKEN_LIFE_SECONDS = 3600;
const SWEEP_ABOVE = 10_000;

// Recorded: pretty-printed, another key order than every other error, no `parameters`.
const UNAUTHORIZED =
  '{\n  "error" : 401,\n  "reason" : "Unauthorized",\n  "detail" : "You are not authorized for this resource.",\n  "errorCode" : "UNEXPECTED_ERROR"\n}';

/** What proves a secret without being it: the first digest of RFC 7616, for both kinds of credential. */
export function proofOf(md5: (text: string) => string, id: string, secret: string): string {
  return md5(`${id}:${REALM}:${secret}`);
}

/** Digest (MD5, qop=auth) for API keys, OAuth client credentials for service accounts. */
export function createAuthentication(ports: AuthenticationPorts) {
  const nonces = new Map<string, number>();
  const tokens = new Map<string, { id: string; proof: string; expires: number }>();

  function randomText(length: number): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    return Array.from({ length }, () => letters[Math.floor(ports.random() * letters.length)]).join('');
  }

  function challenge(stale: boolean): Authenticated {
    const now = ports.nowMilliseconds();
    if (nonces.size > SWEEP_ABOVE) for (const [old, expires] of nonces) if (expires < now) nonces.delete(old);
    const nonce = randomText(44);
    nonces.set(nonce, now + NONCE_LIFE_MILLISECONDS);
    return {
      refused: {
        status: 401,
        headers: {
          'content-type': 'application/json',
          'www-authenticate': `Digest realm="${REALM}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`,
        },
        body: UNAUTHORIZED,
      },
    };
  }

  function callerOf({ proofs: _, ...login }: EmulatorLogin, id: string, address: string): EmulatorCaller {
    return { ...login, id, address };
  }

  function digest(header: string, method: string, uri: string, address: string): Authenticated {
    const fields: Record<string, string> = {};
    for (const match of header.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g))
      fields[match[1] as string] = match[2] ?? match[3] ?? '';
    const { username = '', nonce = '', nc = '', cnonce = '', response = '', qop, realm } = fields;
    const expires = nonces.get(nonce);
    if (expires === undefined || expires < ports.nowMilliseconds()) return challenge(expires !== undefined);
    const login = ports.find('api-key', username);
    if (login === undefined || fields.uri !== uri || qop !== 'auth' || realm !== REALM) return challenge(false);
    const ha2 = ports.md5(`${method}:${uri}`);
    const proved = login.proofs.some(
      (proof) => ports.md5(`${proof}:${nonce}:${nc}:${cnonce}:auth:${ha2}`) === response,
    );
    return proved ? { caller: callerOf(login, username, address) } : challenge(false);
  }

  return {
    /** Checks an Authorization header; without one, answers the digest challenge. */
    authenticate(header: string | undefined, method: string, uri: string, address: string): Authenticated {
      if (header?.startsWith('Digest ')) return digest(header.slice(7), method, uri, address);
      if (header?.startsWith('Bearer ')) {
        const token = tokens.get(header.slice(7));
        // Asked for again with each call: a token carries no rights of its own, and dies with its account and with the secret
        // that it was made with (the Terraform provider's guide on rotation). With a secret that ends, too: unconfirmed.
        const login = token && ports.find('service-account', token.id);
        if (token && login?.proofs.includes(token.proof) && token.expires > ports.nowMilliseconds())
          return { caller: callerOf(login, token.id, address) };
      }
      return challenge(false);
    },
    /** `POST /api/oauth/token`: RFC 6749 answers, not Atlas's error shape. `basic` is the decoded `id:secret`. */
    issueToken(basic: string | undefined, form: string): { status: number; body: Record<string, unknown> } {
      const grant = /(?:^|&)grant_type=([^&]*)/.exec(form)?.[1];
      if (grant === undefined) {
        const body = { error: 'invalid_request', error_description: 'The grant type is missing.' };
        return { status: 400, body };
      }
      if (grant !== 'client_credentials') {
        const body = { error: 'unsupported_grant_type', error_description: 'The grant type is not supported.' };
        return { status: 400, body };
      }
      const colon = basic?.indexOf(':') ?? -1;
      const id = basic?.slice(0, colon) ?? '';
      const login = colon < 1 ? undefined : ports.find('service-account', id);
      const proof = proofOf(ports.md5, id, basic?.slice(colon + 1) ?? '');
      if (!login?.proofs.includes(proof)) {
        return { status: 401, body: { error: 'invalid_client', error_description: 'Invalid credentials provided.' } };
      }
      const now = ports.nowMilliseconds();
      if (tokens.size > SWEEP_ABOVE) for (const [old, { expires }] of tokens) if (expires < now) tokens.delete(old);
      const token = `emulated.${randomText(48)}`;
      tokens.set(token, { id, proof, expires: now + TOKEN_LIFE_SECONDS * 1000 });
      return { status: 200, body: { access_token: token, expires_in: TOKEN_LIFE_SECONDS, token_type: 'Bearer' } };
    },
    /** `POST /api/oauth/revoke`. */
    revokeToken(form: string): void {
      const token = /(^|&)token=([^&]+)/.exec(form)?.[2];
      if (token !== undefined) tokens.delete(decodeURIComponent(token));
    },
  };
}

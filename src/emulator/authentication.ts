import type { EmulatorCaller } from '../core/behaviour.ts';
import type { AtlasRole } from '../core/call.ts';

/** Who may call, and with what. Secrets live in memory only. */
export interface EmulatorCredential {
  readonly type: 'api-key' | 'service-account';
  /** Public key, or client id. */
  readonly id: string;
  /** Private key, or client secret. */
  readonly secret: string;
  readonly orgId: string;
  readonly orgRoles: readonly AtlasRole[];
  readonly projectRoles?: Readonly<Record<string, readonly AtlasRole[]>>;
}

/** What authentication needs from outside: hashes, chance, and time in milliseconds. */
export interface AuthenticationPorts {
  readonly md5: (text: string) => string;
  readonly random: () => number;
  readonly nowMilliseconds: () => number;
}

/** The answer to an attempt: who it is, or the headers and body of the refusal. */
export type Authenticated =
  | { readonly caller: EmulatorCaller }
  | { readonly refused: { readonly status: number; readonly headers: Record<string, string>; readonly body: string } };

const NONCE_LIFE_MILLISECONDS = 300_000;
const TOKEN_LIFE_SECONDS = 3600;

// Recorded: pretty-printed, another key order than every other error, no `parameters`.
const UNAUTHORIZED =
  '{\n  "error" : 401,\n  "reason" : "Unauthorized",\n  "detail" : "You are not authorized for this resource.",\n  "errorCode" : "UNEXPECTED_ERROR"\n}';

/** Digest (MD5, qop=auth) for API keys, OAuth client credentials for service accounts. */
export function createAuthentication(credentials: readonly EmulatorCredential[], ports: AuthenticationPorts) {
  const nonces = new Map<string, number>();
  const tokens = new Map<string, { credential: EmulatorCredential; expires: number }>();

  function randomText(length: number): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    return Array.from({ length }, () => letters[Math.floor(ports.random() * letters.length)]).join('');
  }

  function challenge(stale: boolean): Authenticated {
    const nonce = randomText(44);
    nonces.set(nonce, ports.nowMilliseconds() + NONCE_LIFE_MILLISECONDS);
    return {
      refused: {
        status: 401,
        headers: {
          'content-type': 'application/json',
          'www-authenticate': `Digest realm="MMS Public API", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`,
        },
        body: UNAUTHORIZED,
      },
    };
  }

  function callerOf(credential: EmulatorCredential, address: string): EmulatorCaller {
    const { type, id, orgId, orgRoles, projectRoles = {} } = credential;
    return { type, id, orgId, orgRoles, projectRoles, address };
  }

  function digest(header: string, method: string, uri: string, address: string): Authenticated {
    const fields: Record<string, string> = {};
    for (const match of header.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g))
      fields[match[1] as string] = match[2] ?? match[3] ?? '';
    const { username = '', nonce = '', nc = '', cnonce = '', response = '', realm = '' } = fields;
    const expires = nonces.get(nonce);
    if (expires === undefined || expires < ports.nowMilliseconds()) return challenge(expires !== undefined);
    const credential = credentials.find((candidate) => candidate.type === 'api-key' && candidate.id === username);
    if (!credential || fields.uri !== uri) return challenge(false);
    const ha1 = ports.md5(`${username}:${realm}:${credential.secret}`);
    const ha2 = ports.md5(`${method}:${uri}`);
    const expected = ports.md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}`);
    return expected === response ? { caller: callerOf(credential, address) } : challenge(false);
  }

  return {
    /** Checks an Authorization header; without one, answers the digest challenge. */
    authenticate(header: string | undefined, method: string, uri: string, address: string): Authenticated {
      if (header?.startsWith('Digest ')) return digest(header.slice(7), method, uri, address);
      if (header?.startsWith('Bearer ')) {
        const token = tokens.get(header.slice(7));
        if (token && token.expires > ports.nowMilliseconds()) return { caller: callerOf(token.credential, address) };
      }
      return challenge(false);
    },
    /** `POST /api/oauth/token`: RFC 6749 answers, not Atlas's error shape. `basic` is the decoded `id:secret`. */
    issueToken(basic: string | undefined, form: string): { status: number; body: Record<string, unknown> } {
      if (!/(^|&)grant_type=client_credentials(&|$)/.test(form)) {
        return {
          status: 400,
          body: { error: 'unsupported_grant_type', error_description: 'The grant type is not supported.' },
        };
      }
      const colon = basic?.indexOf(':') ?? -1;
      const credential = credentials.find(
        ({ type, id, secret }) =>
          type === 'service-account' && id === basic?.slice(0, colon) && secret === basic?.slice(colon + 1),
      );
      if (!credential) {
        return { status: 401, body: { error: 'invalid_client', error_description: 'Invalid credentials provided.' } };
      }
      const token = `emulated.${randomText(48)}`;
      tokens.set(token, { credential, expires: ports.nowMilliseconds() + TOKEN_LIFE_SECONDS * 1000 });
      return { status: 200, body: { access_token: token, expires_in: TOKEN_LIFE_SECONDS, token_type: 'Bearer' } };
    },
    /** `POST /api/oauth/revoke`. */
    revokeToken(form: string): void {
      const token = /(^|&)token=([^&]+)/.exec(form)?.[2];
      if (token !== undefined) tokens.delete(decodeURIComponent(token));
    },
  };
}

import { Failure } from '../../core/failure.ts';
import { isObject } from '../../core/json.ts';
import { Secret } from '../../core/secret.ts';
import type { AtlasCredentials } from '../../workflows/ports.ts';
import { isUnauthenticated, retryAfterMilliseconds } from './answer.ts';
import { type DigestChallenge, digestAuthorization, parseChallenge } from './digest.ts';
import { ConnectionLost, type Exchange, type Outgoing, type Transport } from './transport.ts';

/** Sends with credentials. An answer may still be 401: then fresh proof of who we are was refused too. */
export interface Authenticator {
  exchange(outgoing: Outgoing, signal?: AbortSignal): Promise<Exchange>;
  /** How many challenges or tokens it took. */
  handshakes(): number;
  close(): Promise<void>;
}

/** Where an authenticator takes time and chance from. */
export interface AuthenticatorPorts {
  readonly transport: Transport;
  /** A clock that nobody can set: tokens are renewed by it, so a wrong wall clock does no harm. */
  readonly monotonicMilliseconds: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
}

/** The authenticator for these credentials. */
export function createAuthenticator(credentials: AtlasCredentials, ports: AuthenticatorPorts): Authenticator {
  switch (credentials.type) {
    case 'service-account':
      return createTokenAuthenticator(credentials.clientId, credentials.clientSecret, ports);
    case 'api-key':
      return createDigestAuthenticator(credentials.publicKey, credentials.privateKey, ports.transport);
    default:
      return credentials satisfies never;
  }
}

/** The Failure for credentials that Atlas does not take; it ends the run. */
export function credentialsRefused(why: string): Failure {
  return new Failure({
    code: 'credentials-refused',
    what: 'Atlas refused the credentials.',
    why,
    fix: 'Check that the service account or API key still exists, that its secret has not expired, and that id and secret belong together. A new secret is made in Atlas under Identity & Access, Applications.',
  });
}

interface NonceSession {
  readonly challenge: DigestChallenge;
  count: number;
  /** Not accepted yet; kept from the other calls until it is. */
  fresh: boolean;
}

const MOST_CHALLENGES = 3;

/**
 * HTTP Digest. One nonce is used for many calls (RFC 7616, `nc`), so that not every call costs a challenge. A server
 * whose nonces serve only once still works: each refused call answers the challenge that it was given itself.
 */
function createDigestAuthenticator(publicKey: string, privateKey: Secret, transport: Transport): Authenticator {
  let shared: NonceSession | undefined;
  let priming: Promise<void> | undefined;
  let challenges = 0;

  async function attempt(outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Exchange> {
    let session = shared;
    for (let seen = 0; ; seen += 1) {
      const answer = await transport.exchange(session === undefined ? outgoing : sign(outgoing, session), signal);
      if (!isUnauthenticated(answer)) {
        if (session?.fresh) {
          session.fresh = false;
          shared = session;
        }
        return answer;
      }
      const challenge = parseChallenge(answer.headers['www-authenticate']);
      if (challenge === undefined || seen >= MOST_CHALLENGES) return answer;
      if (session?.fresh && !challenge.stale) return answer;
      challenges += 1;
      session = { challenge, count: 0, fresh: true };
    }
  }

  function sign(outgoing: Outgoing, session: NonceSession): Outgoing {
    session.count += 1;
    const authorization = digestAuthorization(
      session.challenge,
      { method: outgoing.method, uri: outgoing.target, count: session.count },
      publicKey,
      privateKey,
    );
    return { ...outgoing, headers: { ...outgoing.headers, authorization } };
  }

  return {
    async exchange(outgoing, signal) {
      // The first calls of a run would all be challenged: one goes ahead, the others take its nonce.
      if (shared === undefined && priming !== undefined) await priming;
      if (shared !== undefined || priming !== undefined) return attempt(outgoing, signal);
      let done = () => {};
      priming = new Promise<void>((resolve) => {
        done = resolve;
      });
      try {
        return await attempt(outgoing, signal);
      } finally {
        priming = undefined;
        done();
      }
    },
    handshakes: () => challenges,
    close: async () => {},
  };
}

interface Token {
  readonly value: Secret;
  readonly renewAt: number;
  readonly expiresAt: number;
}

const TOKEN_ATTEMPTS = 5;
const RENEW_EARLIER_SECONDS = 600;

/** OAuth client credentials. One token serves all calls; it is renewed before it runs out, once for all who wait. */
function createTokenAuthenticator(clientId: string, clientSecret: Secret, ports: AuthenticatorPorts): Authenticator {
  const { transport, monotonicMilliseconds, sleep, random } = ports;
  let token: Token | undefined;
  let pending: Promise<Token> | undefined;
  let tokens = 0;

  // The raw `id:secret`: percent-encoding it as RFC 6749 says breaks on Atlas, whose ids hold `_`.
  const basic = () => `Basic ${Buffer.from(`${clientId}:${clientSecret.reveal()}`, 'utf8').toString('base64')}`;

  function form(target: string, body: string): Promise<Exchange> {
    const headers = {
      authorization: basic(),
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    };
    return transport.exchange({ method: 'POST', target, headers, body });
  }

  async function mint(): Promise<Token> {
    for (let attempt = 1; ; attempt += 1) {
      const asked = monotonicMilliseconds();
      let evidence: string;
      let wait = 1000 * 2 ** (attempt - 1) * random();
      try {
        const answer = await form('/api/oauth/token', 'grant_type=client_credentials');
        if (answer.status === 200) return readToken(answer, asked);
        evidence = `POST /api/oauth/token answered ${answer.status}${oauthError(answer)}`;
        if (answer.status < 500 && answer.status !== 429) throw credentialsRefused(`${evidence}.`);
        wait = Math.max(wait, retryAfterMilliseconds(answer.headers) ?? 0);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        evidence = `POST /api/oauth/token got no answer (${error.message})`;
        if (error.final) attempt = TOKEN_ATTEMPTS;
      }
      if (attempt >= TOKEN_ATTEMPTS) {
        throw new Failure({
          code: 'token-unavailable',
          what: 'Could not get an access token from Atlas.',
          why: `${evidence}.`,
          fix: 'Check the network and the base URL, then run the command again.',
        });
      }
      await sleep(wait);
    }
  }

  function readToken(answer: Exchange, asked: number): Token {
    let body: unknown;
    try {
      body = JSON.parse(answer.text);
    } catch {
      body = undefined;
    }
    const { access_token: value, expires_in: seconds } = isObject(body) ? body : {};
    if (typeof value !== 'string' || typeof seconds !== 'number' || !(seconds > 0)) {
      throw new Failure({
        code: 'token-unreadable',
        what: 'Could not get an access token from Atlas.',
        why: /^\s*</.test(answer.text)
          ? 'POST /api/oauth/token answered 200 with a web page, not JSON.'
          : 'POST /api/oauth/token answered 200 without "access_token" and "expires_in".',
        fix: 'Check that the base URL is that of Atlas, and that no proxy on the way changes answers.',
      });
    }
    tokens += 1;
    const earlier = Math.min(RENEW_EARLIER_SECONDS, seconds / 5);
    return {
      value: new Secret(value),
      renewAt: asked + (seconds - earlier) * 1000,
      expiresAt: asked + seconds * 1000,
    };
  }

  async function current(): Promise<Token> {
    if (token !== undefined && monotonicMilliseconds() < token.renewAt) return token;
    pending ??= mint().finally(() => {
      pending = undefined;
    });
    try {
      token = await pending;
    } catch (error) {
      const stillGood = token !== undefined && monotonicMilliseconds() < token.expiresAt;
      if (!stillGood || (error instanceof Failure && error.code === 'credentials-refused')) throw error;
    }
    return token as Token;
  }

  function bearing(outgoing: Outgoing, { value }: Token): Outgoing {
    return { ...outgoing, headers: { ...outgoing.headers, authorization: `Bearer ${value.reveal()}` } };
  }

  return {
    async exchange(outgoing, signal) {
      const used = await current();
      const answer = await transport.exchange(bearing(outgoing, used), signal);
      if (!isUnauthenticated(answer)) return answer;
      // The token may have been revoked. Somebody else may have replaced it by now.
      if (token === used) token = undefined;
      return transport.exchange(bearing(outgoing, await current()), signal);
    },
    handshakes: () => tokens,
    async close() {
      if (token === undefined) return;
      const { value } = token;
      token = undefined;
      try {
        await form('/api/oauth/revoke', `token=${encodeURIComponent(value.reveal())}&token_type_hint=access_token`);
      } catch {
        // Best effort: the token runs out by itself within the hour.
      }
    },
  };
}

/** RFC 6749's error and description, which the token endpoint answers instead of Atlas's error body. */
function oauthError(answer: Exchange): string {
  try {
    const body: unknown = JSON.parse(answer.text);
    if (!isObject(body)) return '';
    const parts = [body.error, body.error_description].filter((part) => typeof part === 'string');
    return parts.length === 0 ? '' : ` ${parts.join(': ').replace(/\.$/, '')}`;
  } catch {
    return '';
  }
}

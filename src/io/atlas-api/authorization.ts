import { Failure } from '../../core/failure.ts';
import { isObject } from '../../core/json.ts';
import type { Secret } from '../../core/secret.ts';
import { type DigestChallenge, digestAuthorization, parseChallenge } from './digest.ts';
import type { Exchange, Outgoing } from './transport.ts';

/** What an Atlas client signs in with. */
export type AtlasCredentials =
  | { readonly type: 'service-account'; readonly clientId: string; readonly clientSecret: Secret }
  | { readonly type: 'api-key'; readonly publicKey: string; readonly privateKey: Secret };

/** Signs requests, and learns from refusals. */
export interface Authorization {
  header(method: string, target: string): Promise<string>;
  /** Told of a 401 that is not about roles; true: the request may be sent again with a new header. */
  refused(used: string, answer: Exchange): boolean;
  /** Gives back what the server keeps for us; never throws. */
  close(): Promise<void>;
}

type Send = (outgoing: Outgoing) => Promise<Exchange>;

/** Refused credentials, as opposed to a missing role. */
export function credentialsRefused(why: string): Failure {
  return new Failure({
    code: 'credentials-refused',
    what: 'Atlas refused the credentials.',
    why,
    fix: 'Check that the id and its secret belong together, have not expired, and belong to the Atlas of this base URL.',
  });
}

/** Digest with an API key: one handshake, then the nonce is used again until Atlas calls it stale. */
export function digestAuthorizationOf(publicKey: string, privateKey: Secret, send: Send): Authorization {
  let challenge: DigestChallenge | undefined;
  let count = 0;
  let handshake: Promise<void> | undefined;
  // Asked with GET whatever the call, so that an unsigned request can never change anything.
  const shake = async (target: string): Promise<void> => {
    const answer = await send({ method: 'GET', target, headers: { accept: 'application/json' } });
    const offered = parseChallenge(answer.headers['www-authenticate']);
    if (offered === undefined) throw new HandshakeFailed(answer);
    challenge = offered;
    count = 0;
  };
  return {
    async header(method, target) {
      if (challenge === undefined) {
        handshake ??= shake(target).finally(() => {
          handshake = undefined;
        });
        await handshake;
      }
      count += 1;
      return digestAuthorization(challenge as DigestChallenge, { method, uri: target, count }, publicKey, privateKey);
    },
    refused(used, answer) {
      const offered = parseChallenge(answer.headers['www-authenticate']);
      if (offered === undefined) return false;
      const usedNonce = /nonce="([^"]*)"/.exec(used)?.[1];
      if (usedNonce === challenge?.nonce) {
        challenge = offered;
        count = 0;
      }
      return true;
    },
    close: async () => undefined,
  };
}

/** The server did not ask for a digest: the caller judges its answer. */
export class HandshakeFailed extends Error {
  readonly answer: Exchange;

  constructor(answer: Exchange) {
    super(`No digest challenge, but status ${answer.status}`);
    this.name = 'HandshakeFailed';
    this.answer = answer;
  }
}

/** OAuth client credentials of a service account: one token for all calls, renewed once however many ask. */
export function bearerAuthorizationOf(clientId: string, clientSecret: Secret, send: Send): Authorization {
  let token: { readonly value: string; readonly renewAt: number } | undefined;
  let renewal: Promise<void> | undefined;
  // Atlas wants the raw `id:secret`; RFC 6749's percent-encoding breaks it.
  const basic = () => `Basic ${Buffer.from(`${clientId}:${clientSecret.reveal()}`, 'utf8').toString('base64')}`;
  const post = (target: string, body: string) =>
    send({
      method: 'POST',
      target,
      headers: {
        authorization: basic(),
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
    });
  const renew = async (): Promise<void> => {
    const answer = await post('/api/oauth/token', 'grant_type=client_credentials');
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      throw credentialsRefused(
        `The token endpoint answered ${answer.status} for the service account ${clientId}${errorName(answer.text)}.`,
      );
    }
    const body = answer.status === 200 ? parsed(answer.text) : undefined;
    if (!isObject(body) || typeof body.access_token !== 'string') {
      throw new Failure({
        code: 'token-not-issued',
        what: 'Could not sign in to Atlas.',
        why: `The token endpoint answered ${answer.status} without an access token.`,
        fix: 'Check the base URL, wait a minute and try again.',
      });
    }
    const lifeSeconds = typeof body.expires_in === 'number' ? body.expires_in : 3600;
    // Renewed a minute early (or half-way through a short life), so that no call leaves with a token about to end.
    const renewAt = performance.now() + Math.max(lifeSeconds - 60, lifeSeconds / 2) * 1000;
    token = { value: body.access_token, renewAt };
  };
  return {
    async header() {
      if (token === undefined || token.renewAt <= performance.now()) {
        renewal ??= renew().finally(() => {
          renewal = undefined;
        });
        await renewal;
      }
      return `Bearer ${token?.value}`;
    },
    refused(used) {
      if (used === `Bearer ${token?.value}`) token = undefined;
      return true;
    },
    async close() {
      if (token === undefined) return;
      const form = `token=${encodeURIComponent(token.value)}&token_type_hint=access_token`;
      token = undefined;
      await post('/api/oauth/revoke', form).catch(() => undefined);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorName(text: string): string {
  const body = parsed(text);
  const error = isObject(body) ? (body.error ?? body.errorCode) : undefined;
  return typeof error === 'string' && /^[\w-]{1,60}$/.test(error) ? ` (${error})` : '';
}

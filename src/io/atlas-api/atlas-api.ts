import { setTimeout as pause } from 'node:timers/promises';
import type { ApiCall, ApiResponse, Body } from '../../core/call.ts';
import { Failure } from '../../core/failure.ts';
import { isObject, type Json } from '../../core/json.ts';
import { isSecretReference, type Secret } from '../../core/secret.ts';
import type { AtlasApi, Logger } from '../../workflows/ports.ts';
import {
  type AtlasCredentials,
  bearerAuthorizationOf,
  credentialsRefused,
  digestAuthorizationOf,
  HandshakeFailed,
} from './authorization.ts';
import { ConnectionLost, createTransport, type Exchange, type Outgoing } from './transport.ts';

/** How to reach Atlas. */
export interface AtlasApiOptions {
  readonly baseUrl: string;
  readonly credentials: AtlasCredentials;
  /** Most connections, and so most calls under way, at a time. */
  readonly concurrency?: number;
  readonly log?: Logger;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** The secret that a body refers to by name; undefined where there is none. */
  readonly resolveSecret?: (name: string) => Secret | undefined;
}

/** Atlas's API over HTTP, with what it took. */
export interface HttpAtlasApi extends AtlasApi {
  stats(): { readonly requests: number; readonly connections: number; readonly retries: number };
  close(): Promise<void>;
}

const MOST_ATTEMPTS = 6;
const MOST_SIGN_INS = 3;
const LONGEST_WAIT_MILLISECONDS = 120_000;

/** A client of Atlas's Administration API: signs in, keeps connections, retries what is safe to retry, judges no answer. */
export function createAtlasApi(options: AtlasApiOptions): HttpAtlasApi {
  const { credentials, log, sleep = (milliseconds: number) => pause(milliseconds), resolveSecret } = options;
  const transport = createTransport(options.baseUrl, options.concurrency ?? 16);
  let retries = 0;

  /** Sends until answered. `repeatable`: an answer that was lost, or a 5xx, may be asked for again. */
  async function persistently(label: string, repeatable: boolean, attempt: () => Promise<Exchange>): Promise<Exchange> {
    for (let attempts = 1; ; attempts += 1) {
      let answer: Exchange | undefined;
      let lost: ConnectionLost | undefined;
      try {
        answer = await attempt();
      } catch (error) {
        if (error instanceof HandshakeFailed) answer = error.answer;
        else if (error instanceof ConnectionLost) lost = error;
        else throw error;
      }
      const again =
        lost === undefined
          ? answer?.status === 429 || (repeatable && (answer?.status ?? 0) >= 500)
          : repeatable || !lost.sent;
      const wait = again && attempts < MOST_ATTEMPTS ? waitMilliseconds(answer, attempts) : undefined;
      if (wait === undefined || wait > LONGEST_WAIT_MILLISECONDS) {
        if (answer !== undefined) return answer;
        throw noAnswer(label, lost as ConnectionLost, repeatable);
      }
      retries += 1;
      log?.debug(`${label}: ${lost?.message ?? `status ${answer?.status}`}; again in ${Math.round(wait)} ms`);
      await sleep(wait);
    }
  }

  const signInSend = (outgoing: Outgoing) =>
    outgoing.method === 'GET'
      ? transport.exchange(outgoing)
      : persistently(outgoing.target, true, () => transport.exchange(outgoing));
  const authorization =
    credentials.type === 'api-key'
      ? digestAuthorizationOf(credentials.publicKey, credentials.privateKey, signInSend)
      : bearerAuthorizationOf(credentials.clientId, credentials.clientSecret, signInSend);

  async function signed(call: ApiCall, target: string, body: string | undefined): Promise<Exchange> {
    const media = `application/vnd.atlas.${call.operation.version}+json`;
    for (let signIns = 1; ; signIns += 1) {
      const header = await authorization.header(call.method, target);
      const answer = await transport.exchange({
        method: call.method,
        target,
        headers: {
          accept: media,
          authorization: header,
          'user-agent': 'fivefold',
          ...(body === undefined ? {} : { 'content-type': media }),
        },
        ...(body === undefined ? {} : { body }),
      });
      if (answer.status !== 401 || isAboutRoles(answer)) return answer;
      const stale = /stale="?true/i.test(answer.headers['www-authenticate'] ?? '');
      const mayRetry = authorization.refused(header, answer) && signIns < (stale ? MOST_SIGN_INS : 2);
      if (!mayRetry) throw credentialsRefused(`${call.method} ${call.path} answered 401 to valid-looking credentials.`);
    }
  }

  return {
    async send(call) {
      const query = new URLSearchParams(call.query ?? {}).toString();
      const target = query === '' ? call.path : `${call.path}?${query}`;
      const body = call.body === undefined ? undefined : JSON.stringify(filled(call.body, resolveSecret));
      const repeatable = call.method === 'GET';
      const label = `${call.method} ${call.path}`;
      const answer = await persistently(label, repeatable, () => signed(call, target, body));
      return judged(call, answer);
    },
    stats: () => ({ ...transport.stats(), retries }),
    async close() {
      await authorization.close();
      await transport.close();
    },
  };
}

/** Atlas answers 401 for missing roles too (USER_UNAUTHORIZED …); UNEXPECTED_ERROR or none is about the credentials. */
function isAboutRoles(answer: Exchange): boolean {
  const body = jsonOf(answer.text);
  const code = isObject(body) ? body.errorCode : undefined;
  return typeof code === 'string' && code !== 'UNEXPECTED_ERROR' && code !== 'UNAUTHORIZED';
}

/** Retry-After (seconds or a date) where given, else exponential from 10 s for 429 and 0.5 s for the rest; with jitter. */
function waitMilliseconds(answer: Exchange | undefined, attempts: number): number {
  const asked = answer?.headers['retry-after'];
  const seconds = asked === undefined ? Number.NaN : /^\d+$/.test(asked) ? Number(asked) : secondsUntil(asked);
  if (!Number.isNaN(seconds)) return Math.max(seconds, 0) * 1000 + Math.random() * 250;
  const base = answer?.status === 429 ? 10_000 : 500;
  return Math.min(base * 2 ** (attempts - 1), 60_000) * (0.5 + Math.random() / 2);
}

function secondsUntil(date: string): number {
  return (Date.parse(date) - Date.now()) / 1000;
}

function noAnswer(label: string, lost: ConnectionLost, repeatable: boolean): Failure {
  if (!repeatable && lost.sent) return answerLost(label, lost.message);
  return new Failure({
    code: 'atlas-unreachable',
    what: 'Could not reach Atlas.',
    why: `${label}: ${lost.message}.`,
    fix: 'Check the network, the proxy and the base URL, and try again.',
  });
}

function answerLost(label: string, why: string): Failure {
  return new Failure(
    {
      code: 'answer-lost',
      what: `The answer to ${label} was lost: Atlas may or may not have done it.`,
      why: `${why}.`,
      fix: 'Read the resource back before sending anything again; `fivefold apply --resume` does.',
    },
    4,
  );
}

function judged(call: ApiCall, answer: Exchange): ApiResponse {
  const { status, headers, text } = answer;
  const label = `${call.method} ${call.path}`;
  const unusable = (code: string, why: string): Failure =>
    call.method === 'GET'
      ? new Failure({
          code,
          what: `Could not use the answer to ${call.operation.id}.`,
          why: `${label} answered ${status}: ${why}.`,
          fix: 'Check that the base URL is that of Atlas, and that no proxy on the way answers in its place.',
        })
      : answerLost(label, `It answered ${status}: ${why}`);
  if (status >= 300 && status < 400) {
    throw new Failure({
      code: 'redirect-refused',
      what: `Refused to follow a redirect of ${label}.`,
      why: `It answered ${status}; Atlas's API does not redirect, and credentials must not go elsewhere.`,
      fix: 'Check the base URL.',
    });
  }
  if (text === '') {
    const promised = status >= 200 && status < 300 && call.operation.shape !== 'none' && status !== 204;
    if (promised) throw unusable('answer-empty', 'the body is empty');
    return { status, headers, body: undefined };
  }
  const body = jsonOf(text);
  if (body === undefined) {
    const html = /^\s*</.test(text) || /html/i.test(headers['content-type'] ?? '');
    throw unusable('answer-not-json', html ? 'a web page instead of JSON' : 'the body is not complete JSON');
  }
  return { status, headers, body };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function filled(body: Body, resolveSecret: AtlasApiOptions['resolveSecret']): Json {
  if (isSecretReference(body)) {
    const secret = resolveSecret?.(body.$secret);
    if (secret !== undefined) return secret.reveal();
    throw new Failure({
      code: 'secret-missing',
      what: `The secret "${body.$secret}" was not given.`,
      why: 'The call needs it, and nothing was sent.',
      fix: 'Give the secret in the way that the plan names for it.',
    });
  }
  if (Array.isArray(body)) return (body as readonly Body[]).map((item) => filled(item, resolveSecret));
  if (!isObject(body)) return body as Json;
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, filled(value as Body, resolveSecret)]],
    ),
  );
}

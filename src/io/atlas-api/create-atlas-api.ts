import { randomInt } from 'node:crypto';
import type { ApiCall, ApiResponse, Body } from '../../core/call.ts';
import { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { isSecretReference, Secret } from '../../core/secret.ts';
import type { AtlasApi, AtlasCredentials, Logger } from '../../workflows/ports.ts';
import { errorCodeOf, isUnauthenticated, readAnswer, retryAfterMilliseconds, Unreadable } from './answer.ts';
import { createAuthenticator, credentialsRefused } from './authenticate.ts';
import { createPace } from './pace.ts';
import { ConnectionLost, createTransport, type Exchange, type Outgoing, originOf } from './transport.ts';

/** How to reach Atlas. Only the base URL and the credentials have no default. */
export interface AtlasApiOptions {
  readonly baseUrl: string;
  readonly credentials: AtlasCredentials;
  /** Calls in flight at once, over all buckets. */
  readonly concurrency?: number;
  readonly logger?: Logger;
  /** Where a body's secret references are filled in from, right before the call is sent. */
  readonly resolveSecret?: (name: string) => Secret | Promise<Secret>;
  /** How often a call is sent at most when Atlas fails or the network does. */
  readonly maximumAttempts?: number;
  /** How often a call waits for its rate limit at most. */
  readonly maximumRateLimitWaits?: number;
  readonly timeoutMilliseconds?: number;
  readonly maximumBodyBytes?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random?: () => number;
  readonly monotonicMilliseconds?: () => number;
  /** The wall clock, compared with that of Atlas. */
  readonly epochMilliseconds?: () => number;
}

/** What the client has done so far. */
export interface AtlasApiStats {
  /** Everything sent, with challenges, token requests and retries. */
  readonly requests: number;
  readonly connections: number;
  readonly retries: number;
  /** Answers of 429. */
  readonly rateLimited: number;
  readonly waitedMilliseconds: number;
  /** Digest challenges answered, or tokens fetched. */
  readonly handshakes: number;
}

/** A client of Atlas's Administration API. */
export interface AtlasApiClient extends AtlasApi {
  stats(): AtlasApiStats;
  /** Revokes the token, best effort, and closes the connections. */
  close(): Promise<void>;
}

// Expiries are compared with this machine's clock: further off than this, what has expired would be judged valid.
const MOST_CLOCK_SKEW_MILLISECONDS = 15 * 60_000;

// More than this is no wait but an outage: the call fails instead.
const LONGEST_WAIT_MILLISECONDS = 300_000;

/**
 * Opens a client. `send` answers whatever Atlas answered, an error included, after the retries that are safe; it throws
 * a Failure where there is no answer (`connection-failed`, `answer-lost`), none of Atlas (`answer-unreadable`,
 * `redirect-refused`), or where nothing can be had at all (`credentials-refused`).
 */
export async function createAtlasApi(options: AtlasApiOptions): Promise<AtlasApiClient> {
  const {
    baseUrl,
    credentials,
    concurrency = 64,
    logger,
    resolveSecret,
    maximumAttempts = 5,
    maximumRateLimitWaits = 10,
    sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
    random = () => randomInt(2 ** 32) / 2 ** 32,
    monotonicMilliseconds = () => performance.now(),
    epochMilliseconds = Date.now,
  } = options;
  const origin = originOf(baseUrl);
  const transport = await createTransport({
    baseUrl,
    concurrency,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 60_000,
    maximumBodyBytes: options.maximumBodyBytes ?? 64 * 1024 * 1024,
  });
  let waitedMilliseconds = 0;
  const wait = (milliseconds: number): Promise<void> => {
    waitedMilliseconds += milliseconds;
    return sleep(milliseconds);
  };
  const authenticator = createAuthenticator(credentials, { transport, monotonicMilliseconds, sleep: wait, random });
  const pace = createPace(concurrency, wait);
  const announced = new Set<string>();
  let retries = 0;
  let rateLimited = 0;
  /** Set once credentials are refused: what is still waiting fails with it instead of asking again. */
  let refused: Failure | undefined;
  /** A read that Atlas answered: asked again, it tells a role refusal from dead credentials. */
  let lastGood: Outgoing | undefined;
  let probing: Promise<boolean> | undefined;

  /** 1, 2, 4 … seconds with full jitter. */
  const backoff = (attempt: number): number => 1000 * 2 ** (attempt - 1) * random();

  /** How long a rate limit asks to wait; undefined where that is longer than anybody would. */
  function pauseOf({ headers }: Exchange, nth: number): number | undefined {
    const asked = retryAfterMilliseconds(headers);
    if (asked === undefined) return backoff(nth);
    return asked > LONGEST_WAIT_MILLISECONDS ? undefined : asked * (1 + random() / 10);
  }

  async function exchangeOnce(outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Exchange> {
    if (refused !== undefined) throw refused;
    try {
      const exchange = await authenticator.exchange(outgoing, signal);
      if (outgoing.method === 'GET') checkClock(exchange);
      if (exchange.status < 400) {
        if (outgoing.method === 'GET') lastGood = outgoing;
      } else if (isUnauthenticated(exchange) && !(await stillKnown(signal))) {
        throw credentialsRefused(`${outgoing.method} ${outgoing.target} answered 401, although the proof was fresh.`);
      }
      return exchange;
    } catch (error) {
      if (error instanceof Failure && (error.code === 'credentials-refused' || error.code === 'clock-skewed'))
        refused = error;
      throw error;
    }
  }

  /** The `Date` that was compared last: it has whole seconds, so many answers have the same. */
  let checkedDate: string | undefined;

  function checkClock({ headers }: Exchange): void {
    if (headers.date === undefined || headers.date === checkedDate) return;
    const theirs = Date.parse(headers.date);
    const skew = epochMilliseconds() - theirs;
    if (Number.isNaN(theirs) || Math.abs(skew) <= MOST_CLOCK_SKEW_MILLISECONDS) {
      checkedDate = headers.date;
      return;
    }
    throw clockSkewed(theirs, skew);
  }

  /** After a 401 without a code: are the credentials as good as they were for an earlier call? */
  function stillKnown(signal: AbortSignal | undefined): Promise<boolean> {
    if (lastGood === undefined) return Promise.resolve(false);
    const again = lastGood;
    probing ??= authenticator
      .exchange(again, signal)
      .then((exchange) => !isUnauthenticated(exchange))
      .finally(() => {
        probing = undefined;
      });
    return probing;
  }

  async function outgoingOf(call: ApiCall): Promise<Outgoing> {
    const { version, media = 'json' } = call.operation;
    const mediaType = `application/vnd.atlas.${version}+${media}`;
    const query = Object.entries(call.query ?? {})
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
    const target = query === '' ? call.path : `${call.path}?${query}`;
    const headers: Record<string, string> = { accept: mediaType, 'user-agent': 'fivefold' };
    if (call.body === undefined) return { method: call.method, target, headers };
    headers['content-type'] = mediaType;
    return { method: call.method, target, headers, body: JSON.stringify(await filledIn(call.body, call)) };
  }

  async function filledIn(body: Body, call: ApiCall): Promise<Json> {
    if (body instanceof Secret) return body.reveal();
    if (isSecretReference(body)) return (await secretOf(body.$secret, call)).reveal();
    if (Array.isArray(body)) return Promise.all(body.map((item: Body) => filledIn(item, call)));
    if (typeof body !== 'object' || body === null) return body as Json;
    const entries = Object.entries(body as { readonly [key: string]: Body | undefined });
    const filled: Record<string, Json> = {};
    for (const [name, value] of entries) if (value !== undefined) filled[name] = await filledIn(value, call);
    return filled;
  }

  async function secretOf(name: string, call: ApiCall): Promise<Secret> {
    if (resolveSecret !== undefined) return resolveSecret(name);
    throw new Failure(
      {
        code: 'secret-missing',
        what: `Could not send ${call.operation.id}.`,
        why: `It takes the secret "${name}", and this run was given no way to ask for it. Nothing was sent.`,
        fix: `Set the environment variable ${name}, then run the command again.`,
      },
      2,
    );
  }

  function announce(call: ApiCall, { headers }: Exchange): void {
    const { id } = call.operation;
    if (headers.sunset === undefined || announced.has(id)) return;
    announced.add(id);
    logger?.warn(`Atlas will stop serving ${id} in version ${call.operation.version} on ${headers.sunset}.`);
  }

  async function send(call: ApiCall, { signal }: { readonly signal?: AbortSignal } = {}): Promise<ApiResponse> {
    const outgoing = await outgoingOf(call);
    const bucketKey = bucketKeyOf(call);
    const isRead = call.method === 'GET';
    let attempt = 0;
    let rateLimitWaits = 0;
    for (;;) {
      attempt += 1;
      await pace.enter(bucketKey);
      const started = monotonicMilliseconds();
      let exchange: Exchange | undefined;
      let lost: ConnectionLost | undefined;
      let blockMilliseconds: number | undefined;
      try {
        exchange = await exchangeOnce(outgoing, signal);
        if (exchange.status === 429) {
          rateLimited += 1;
          // Before the place is given back: the next call of this bucket must not take it.
          blockMilliseconds =
            rateLimitWaits < maximumRateLimitWaits ? pauseOf(exchange, rateLimitWaits + 1) : undefined;
          if (blockMilliseconds !== undefined) pace.block(bucketKey, blockMilliseconds);
        } else pace.observe(bucketKey, numberOf(exchange.headers['ratelimit-remaining']));
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        lost = error;
      } finally {
        pace.leave(bucketKey);
      }
      if (logger !== undefined) {
        const outcome = exchange?.status ?? `no answer (${lost?.message})`;
        const took = Math.round(monotonicMilliseconds() - started);
        logger.debug(`${call.method} ${outgoing.target} ${outcome} ${took} ms attempt ${attempt}`);
      }

      if (exchange === undefined) {
        const reason = lost?.message ?? 'no answer';
        if (!isRead && lost?.sent !== false) throw answerLost(call, reason);
        if (lost?.final || attempt >= maximumAttempts) throw connectionFailed(call, origin, reason, attempt);
        retries += 1;
        await wait(backoff(attempt));
        continue;
      }

      const { status, headers } = exchange;
      if (status >= 300 && status < 400) throw redirectRefused(call, status, headers.location);
      if (blockMilliseconds !== undefined) {
        rateLimitWaits += 1;
        attempt -= 1;
        retries += 1;
        continue;
      }
      const passing = isRead ? status >= 500 : wasNotPerformed(exchange);
      if (passing && attempt < maximumAttempts) {
        const asked = retryAfterMilliseconds(headers) ?? 0;
        if (asked <= LONGEST_WAIT_MILLISECONDS) {
          retries += 1;
          await wait(Math.max(asked, backoff(attempt)));
          continue;
        }
      }
      if (!isRead && status >= 500 && !wasNotPerformed(exchange)) throw answerLost(call, `the answer was ${status}`);
      announce(call, exchange);
      try {
        return readAnswer(exchange, call);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        if (!isRead && status < 300) throw answerLost(call, `${status}, but ${error.message}`);
        const half = isRead && status < 300 && !/web page/.test(error.message);
        if (!half || attempt >= maximumAttempts) throw answerUnreadable(call, status, error.message);
        retries += 1;
        await wait(backoff(attempt));
      }
    }
  }

  return {
    send,
    stats: () => ({
      ...transport.stats(),
      retries,
      rateLimited,
      waitedMilliseconds: Math.round(waitedMilliseconds),
      handshakes: authenticator.handshakes(),
    }),
    async close() {
      if (refused === undefined) await authenticator.close();
      await transport.close();
    },
  };
}

/** One token bucket: its endpoint set, and what Atlas keeps it for. */
function bucketKeyOf({ path, operation: { bucket } }: ApiCall): string {
  if (bucket.scope !== 'organization' && bucket.scope !== 'project') return bucket.name;
  const scope = /\/(?:groups|orgs|federationSettings)\/([^/?]+)/.exec(path)?.[1] ?? '';
  return `${bucket.name} ${scope}`;
}

/** Answers to a write that say that Atlas did nothing (error code list: "writes are not allowed during upgrades"). */
function wasNotPerformed(exchange: Exchange): boolean {
  return (
    (exchange.status === 503 || exchange.status === 405) &&
    errorCodeOf(exchange) === 'WRITES_NOT_ALLOWED_DURING_APP_UPGRADES'
  );
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function answerLost(call: ApiCall, reason: string): Failure {
  return new Failure(
    {
      code: 'answer-lost',
      what: `It is not known whether ${call.operation.id} took effect.`,
      why: `${call.method} ${call.path} was sent, but ${reason}.`,
      fix: 'Run the same command again: it reads what is really there before it writes anything.',
    },
    4,
  );
}

function clockSkewed(theirs: number, skewMilliseconds: number): Failure {
  const minutes = Math.round(Math.abs(skewMilliseconds) / 60_000);
  const where = skewMilliseconds > 0 ? 'ahead of' : 'behind';
  return new Failure({
    code: 'clock-skewed',
    what: "This machine's clock is wrong.",
    why: `It is ${minutes} minutes ${where} the server, which says ${new Date(theirs).toISOString()}; what expires would be judged wrongly.`,
    fix: 'Set the clock (for example `timedatectl set-ntp true`), then run the command again.',
  });
}

function connectionFailed(call: ApiCall, origin: string, reason: string, attempts: number): Failure {
  return new Failure({
    code: 'connection-failed',
    what: `Could not reach Atlas for ${call.operation.id}.`,
    why: `${call.method} ${call.path} at ${origin} got no answer in ${attempts} attempt${attempts === 1 ? '' : 's'}: ${reason}.`,
    fix: 'Check the network, the proxy and the base URL, then run the command again.',
  });
}

function redirectRefused(call: ApiCall, status: number, location: string | undefined): Failure {
  const target = location !== undefined && URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return new Failure({
    code: 'redirect-refused',
    what: `Refused to follow a redirect of ${call.operation.id}.`,
    why: `${call.method} ${call.path} answered ${status}${target}; Atlas redirects no API call, and credentials go nowhere else.`,
    fix: 'Set the base URL to https://cloud.mongodb.com or https://cloud.mongodbgov.com, and check for a proxy that intercepts.',
  });
}

function answerUnreadable(call: ApiCall, status: number, reason: string): Failure {
  return new Failure({
    code: 'answer-unreadable',
    what: `Could not read the answer to ${call.operation.id}.`,
    why: `${call.method} ${call.path} answered ${status}, but ${reason}.`,
    fix: 'Check that the base URL is that of Atlas, and that no proxy on the way changes answers; then try again.',
  });
}

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmulatorServer } from '../../apps/emulator/server.ts';
import { callOf, type Operation } from '../../core/call.ts';
import { Failure } from '../../core/failure.ts';
import type { Instant } from '../../core/instant.ts';
import { Secret } from '../../core/secret.ts';
import { startup } from '../../emulator/samples/startup.ts';
import { seedModels } from '../../emulator/seed.ts';
import { buckets } from '../../resources/contract.ts';
import { resources } from '../../resources/index.generated.ts';
import { collect } from '../../workflows/collect.ts';
import { type AtlasApi, listItems, readOnly } from '../../workflows/ports.ts';
import { type AtlasApiClient, type AtlasApiOptions, createAtlasApi } from './create-atlas-api.ts';

const base = { version: '2023-01-01', role: 'GROUP_READ_ONLY', success: 200, bucket: buckets.project } as const;
const get: Operation = {
  ...base,
  id: 'getThing',
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/thing',
  shape: 'object',
};
const list: Operation = {
  ...base,
  id: 'listThings',
  method: 'GET',
  path: '/api/atlas/v2/groups/{groupId}/things',
  shape: 'page',
};
const post: Operation = {
  ...base,
  id: 'createThing',
  method: 'POST',
  path: '/api/atlas/v2/groups/{groupId}/things',
  shape: 'object',
};
const read = (groupId = 'p1') => callOf(get, { groupId });
const write = () => callOf(post, { groupId: 'p1' }, { body: { name: 'n' } });

const token = { type: 'service-account', clientId: 'mdb_sa_id_1', clientSecret: new Secret('mdb_sa_sk_1') } as const;
const key = { type: 'api-key', publicKey: 'abcdefgh', privateKey: new Secret('the-private-key') } as const;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Handler = (seen: Seen, response: ServerResponse, nth: number) => void;

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function serve(
  handler: Handler,
): Promise<{ readonly url: string; readonly seen: Seen[]; readonly server: Server }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      handler(seen.at(-1) as Seen, response, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

const atlasError = (status: number, errorCode: string) => ({
  detail: 'd',
  error: status,
  errorCode,
  parameters: [],
  reason: 'r',
});

/** Answers the token endpoints, and leaves the rest to `handler`; `nth` counts what is left. */
function withTokens(handler: Handler, expiresIn = 3600) {
  let minted = 0;
  let nth = 0;
  return serve((seen, response) => {
    if (seen.url === '/api/oauth/token') {
      minted += 1;
      json(response, 200, { access_token: `t${minted}`, expires_in: expiresIn, token_type: 'Bearer' });
    } else if (seen.url === '/api/oauth/revoke') json(response, 200, undefined);
    else {
      nth += 1;
      handler(seen, response, nth);
    }
  });
}

async function open(
  url: string,
  options: Partial<AtlasApiOptions> = {},
): Promise<AtlasApiClient & { readonly waits: number[] }> {
  const waits: number[] = [];
  const client = await createAtlasApi({
    baseUrl: url,
    credentials: token,
    sleep: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
    ...options,
  });
  opened.push(() => client.close());
  return { ...client, waits };
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    (value) => value,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Failure);
  return outcome as Failure;
}

const calls = (seen: readonly Seen[]) => seen.filter(({ url }) => !url.startsWith('/api/oauth/'));

describe('HTTP Digest', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const UNAUTHORIZED = {
    error: 401,
    reason: 'Unauthorized',
    detail: 'You are not authorized for this resource.',
    errorCode: 'UNEXPECTED_ERROR',
  };

  /** Checks digests as RFC 7616 says, by its own arithmetic; `uses` is how often a nonce may serve. */
  async function digestServer(uses: number, handler: Handler) {
    const nonces = new Map<string, Set<string>>();
    let served = 0;
    const server = await serve((seen, response) => {
      const fields = Object.fromEntries(
        [...(seen.headers.authorization ?? '').matchAll(/(\w+)="?([^",]+)"?/g)].map(([, name, value]) => [name, value]),
      );
      const { username, realm, nonce = '', uri, nc = '', cnonce, qop } = fields;
      const used = nonces.get(nonce);
      const right = md5(
        `${md5(`${username}:${realm}:the-private-key`)}:${nonce}:${nc}:${cnonce}:${qop}:${md5(`${seen.method}:${uri}`)}`,
      );
      if (
        used === undefined ||
        used.size >= uses ||
        used.has(nc) ||
        uri !== seen.url ||
        right !== fields.response ||
        username !== 'abcdefgh'
      ) {
        const fresh = `n${nonces.size}`;
        nonces.set(fresh, new Set());
        json(response, 401, UNAUTHORIZED, {
          'www-authenticate': `Digest realm="MMS Public API", domain="", nonce="${fresh}", algorithm=MD5, qop="auth", stale=${used !== undefined && used.size >= uses}`,
        });
        return;
      }
      used.add(nc);
      served += 1;
      handler(seen, response, served);
    });
    return { ...server, nonces };
  }

  it('answers one challenge for many calls at once', async () => {
    const { url, seen, nonces } = await digestServer(1000, (_, response) => json(response, 200, {}));
    const client = await open(url, { credentials: key });
    await Promise.all(Array.from({ length: 30 }, (_, n) => client.send(read(`p${n}`))));
    expect(nonces.size).toBe(1);
    expect(seen).toHaveLength(31);
    expect(client.stats()).toMatchObject({ requests: 31, handshakes: 1 });
  });

  it('goes on when a nonce is spent, even where every nonce serves once', async () => {
    const { url } = await digestServer(1, (_, response) => json(response, 200, {}));
    const client = await open(url, { credentials: key });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => client.send(read(`p${n}`))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(client.stats().requests).toBeLessThanOrEqual(40);
  });

  it('stops the whole run when a fresh proof is refused', async () => {
    const { url, seen } = await digestServer(10, (_, response) => json(response, 200, {}));
    const client = await open(url, { credentials: { ...key, privateKey: new Secret('wrong') } });
    const first = await failureOf(client.send(read()));
    expect(first.code).toBe('credentials-refused');
    expect(first.message).not.toContain('wrong');
    const sent = seen.length;
    expect((await failureOf(client.send(read()))).code).toBe('credentials-refused');
    expect(seen).toHaveLength(sent);
  });

  it('answers a role refusal, with or without a code of its own, and does not sign in again for it', async () => {
    const { url, seen } = await digestServer(1000, ({ url: path }, response) => {
      if (path.includes('/coded/')) json(response, 401, atlasError(401, 'USER_UNAUTHORIZED'));
      else if (path.includes('/bare/')) json(response, 401, UNAUTHORIZED);
      else json(response, 200, {});
    });
    const client = await open(url, { credentials: key });
    expect((await client.send(read('coded'))).status).toBe(401);
    expect(seen).toHaveLength(2);
    await client.send(read());
    expect((await client.send(read('bare'))).status).toBe(401);
    expect((await client.send(read())).status).toBe(200);
  });

  it('takes credentials that die during the run for what they are', async () => {
    let dead = false;
    const { url } = await digestServer(1000, (_, response) =>
      json(response, dead ? 401 : 200, dead ? UNAUTHORIZED : {}),
    );
    const client = await open(url, { credentials: key });
    await client.send(read());
    dead = true;
    expect((await failureOf(client.send(read('p2')))).code).toBe('credentials-refused');
  });
});

describe('OAuth client credentials', () => {
  it('sends the raw id and secret once, the token with every call, and gives it back at the end', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 200, {}));
    const client = await open(url);
    await Promise.all(Array.from({ length: 20 }, (_, n) => client.send(read(`p${n}`))));
    const [mint, ...rest] = seen.filter(({ url: path }) => path.startsWith('/api/oauth/'));
    expect(rest).toEqual([]);
    expect(Buffer.from(mint?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toBe(
      'mdb_sa_id_1:mdb_sa_sk_1',
    );
    expect(mint?.body).toBe('grant_type=client_credentials');
    expect(calls(seen).every(({ headers }) => headers.authorization === 'Bearer t1')).toBe(true);
    await client.close();
    expect(seen.at(-1)).toMatchObject({ url: '/api/oauth/revoke', body: 'token=t1&token_type_hint=access_token' });
  });

  it('renews before the token runs out, by a clock that nobody can set', async () => {
    let now = 0;
    const { url, seen } = await withTokens((_, response) => json(response, 200, {}));
    const client = await open(url, { monotonicMilliseconds: () => now });
    await client.send(read());
    now = 2_999_000;
    await client.send(read());
    now = 3_000_000;
    await Promise.all([client.send(read()), client.send(read('p2'))]);
    expect(calls(seen).map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t1',
      'Bearer t2',
      'Bearer t2',
    ]);
  });

  it('fetches another token once when one was revoked', async () => {
    const { url } = await withTokens(({ headers }, response) =>
      headers.authorization === 'Bearer t1' ? json(response, 401, undefined) : json(response, 200, { ok: true }),
    );
    const client = await open(url);
    expect((await client.send(read())).body).toEqual({ ok: true });
    expect(client.stats().handshakes).toBe(2);
  });

  it('quotes why the token endpoint refuses, and asks no second time', async () => {
    const { url, seen } = await serve((_, response) =>
      json(response, 401, { error: 'invalid_client', error_description: 'Invalid credentials provided.' }),
    );
    const client = await open(url);
    const failures = await Promise.all([failureOf(client.send(read())), failureOf(client.send(read('p2')))]);
    for (const failure of failures) {
      expect(failure.code).toBe('credentials-refused');
      expect(failure.message).toContain('invalid_client: Invalid credentials provided.');
      expect(failure.message).not.toContain('mdb_sa_sk_1');
    }
    expect(seen).toHaveLength(1);
  });

  it('waits where the token endpoint is busy', async () => {
    const { url } = await serve((seen, response, nth) => {
      if (seen.url !== '/api/oauth/token') json(response, 200, {});
      else if (nth === 1) json(response, 429, {}, { 'retry-after': '7' });
      else json(response, 200, { access_token: 't', expires_in: 3600 });
    });
    const client = await open(url);
    expect((await client.send(read())).status).toBe(200);
    expect(client.waits).toEqual([7000]);
  });
});

describe('what is sent', () => {
  it('pins the version of the operation, encodes the query, and keeps bodies and secrets out of the log', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 200, {}));
    const lines: string[] = [];
    const logger = { debug: (line: string) => void lines.push(line), info: () => {}, warn: () => {} };
    const client = await open(url, { logger, resolveSecret: (name) => new Secret(`value of ${name}`) });
    await client.send({ ...read(), query: { 'a b': 'c/d' } });
    await client.send(callOf(post, { groupId: 'p1' }, { body: [{ password: { $secret: 'PW' }, gone: undefined }] }));
    const [first, second] = calls(seen);
    expect(first?.url).toBe('/api/atlas/v2/groups/p1/thing?a%20b=c%2Fd');
    expect(first?.headers.accept).toBe('application/vnd.atlas.2023-01-01+json');
    expect(second?.headers['content-type']).toBe('application/vnd.atlas.2023-01-01+json');
    expect(JSON.parse(second?.body ?? '')).toEqual([{ password: 'value of PW' }]);
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).toMatch(/^GET \S+ 200 \d+ ms attempt 1\nPOST \S+ 200 \d+ ms attempt 1$/);
    expect(lines.join('\n')).not.toContain('value of');
  });

  it('sends nothing when a secret is missing', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 200, {}));
    const client = await open(url);
    const call = callOf(post, { groupId: 'p1' }, { body: { password: { $secret: 'PW' } } });
    expect((await failureOf(client.send(call))).code).toBe('secret-missing');
    expect(seen).toHaveLength(0);
  });

  it.each(['http://cloud.mongodb.com', 'https://a:b@cloud.mongodb.com', 'https://cloud.mongodb.com/api', 'nonsense'])(
    'refuses the base URL %s',
    async (baseUrl) => {
      expect((await failureOf(createAtlasApi({ baseUrl, credentials: token }))).code).toBe('base-url-invalid');
    },
  );

  it('never follows a redirect, and never shows credentials to another host', async () => {
    const other = await serve((_, response) => json(response, 200, {}));
    const { url } = await withTokens((_, response) =>
      json(response, 302, undefined, { location: `${other.url}/steal` }),
    );
    const client = await open(url);
    expect((await failureOf(client.send(read()))).code).toBe('redirect-refused');
    expect((await failureOf(client.send(write()))).code).toBe('redirect-refused');
    expect(other.seen).toHaveLength(0);
  });

  it('refuses anything but GET through a read-only client, before it is sent', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 200, {}));
    const client = readOnly(await open(url));
    expect((await failureOf(client.send(write()))).code).toBe('read-only');
    expect((await failureOf(client.send({ ...write(), method: 'GET' }))).code).toBe('read-only');
    expect(seen).toHaveLength(0);
    expect((await client.send(read())).status).toBe(200);
  });
});

describe('retries', () => {
  it('repeats a read through 5xx and broken connections, a little later each time', async () => {
    const { url } = await withTokens((_, response, nth) => {
      if (nth === 1) json(response, 503, atlasError(503, 'UNEXPECTED_ERROR'));
      else if (nth === 2) response.destroy();
      else if (nth === 3) response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>');
      else json(response, 200, { ok: true });
    });
    const client = await open(url);
    expect((await client.send(read())).body).toEqual({ ok: true });
    expect(client.waits).toEqual([500, 1000, 2000]);
    expect(client.stats()).toMatchObject({ retries: 3, waitedMilliseconds: 3500 });
  });

  it('gives up after its attempts and answers what Atlas answered', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 500, atlasError(500, 'UNEXPECTED_ERROR')));
    const client = await open(url, { maximumAttempts: 3 });
    expect((await client.send(read())).status).toBe(500);
    expect(calls(seen)).toHaveLength(3);
  });

  it('does not repeat a refusal', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 403, atlasError(403, 'ACCESS_FORBIDDEN')));
    const client = await open(url);
    expect(await client.send(read())).toMatchObject({ status: 403, body: { errorCode: 'ACCESS_FORBIDDEN' } });
    expect(calls(seen)).toHaveLength(1);
  });

  it('honours Retry-After, for a write too: 429 says that nothing was done', async () => {
    const { url } = await withTokens((_, response, nth) =>
      nth === 1
        ? json(response, 429, atlasError(429, 'RATE_LIMITED_TOKEN_BUCKET'), { 'retry-after': '55' })
        : json(response, 201, { id: '1' }),
    );
    const client = await open(url);
    expect((await client.send(write())).status).toBe(201);
    expect(client.waits).toEqual([57_750]);
    expect(client.stats()).toMatchObject({ rateLimited: 1 });
  });

  it('answers 429 when asked to wait longer than anybody would', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 429, {}, { 'retry-after': '86400' }));
    const client = await open(url);
    expect((await client.send(read())).status).toBe(429);
    expect(calls(seen)).toHaveLength(1);
  });

  it('repeats a write that Atlas says it did not perform', async () => {
    const { url } = await withTokens((_, response, nth) =>
      nth < 3
        ? json(response, nth === 1 ? 405 : 503, atlasError(405, 'WRITES_NOT_ALLOWED_DURING_APP_UPGRADES'))
        : json(response, 200, {}),
    );
    const client = await open(url);
    expect((await client.send(write())).status).toBe(200);
  });

  it.each<[string, Handler]>([
    ['the connection breaks', (_, response) => void response.destroy()],
    [
      'a gateway gives up',
      (_, response) => void response.writeHead(504, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['Atlas fails', (_, response) => json(response, 500, atlasError(500, 'UNEXPECTED_ERROR'))],
    [
      'half of the answer comes',
      (_, response) =>
        void response.writeHead(200, { 'content-length': '100' }).write('{"a"', () => response.destroy()),
    ],
    ['the answer is not JSON', (_, response) => void response.writeHead(201).end('{"id": ')],
  ])('sends a write once and says that its outcome is unknown when %s', async (_, handler) => {
    const { url, seen } = await withTokens(handler);
    const client = await open(url);
    const failure = await failureOf(client.send(write()));
    expect(failure).toMatchObject({ code: 'answer-lost', exitCode: 4 });
    expect(calls(seen)).toHaveLength(1);
  });

  it('knows that a write which never left was not performed', async () => {
    const { url, server } = await withTokens((_, response) => json(response, 200, {}));
    const client = await open(url);
    await client.send(read());
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const failure = await failureOf(client.send(write()));
    expect(failure.code).toBe('connection-failed');
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('gives up on an answer that does not come in time', async () => {
    const { url } = await withTokens((_, response) => void response.writeHead(200).write('{'));
    const client = await open(url, { timeoutMilliseconds: 60, maximumAttempts: 2 });
    expect((await failureOf(client.send(read()))).message).toContain('no answer within 60 ms');
  });

  it('stops when the run is interrupted', async () => {
    const { url } = await withTokens(() => {});
    const client = await open(url);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 40);
    const failure = await failureOf(client.send(read(), { signal: controller.signal }));
    expect(failure.code).toBe('connection-failed');
    expect(client.waits).toEqual([]);
  });
});

describe('answers', () => {
  it.each<[string, Handler, string]>([
    [
      'a web page',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
      'web page',
    ],
    ['half a body', (_, response) => void response.writeHead(200).end('{"results": [1, 2'), 'not complete JSON'],
    ['nothing', (_, response) => void response.writeHead(200).end(), 'empty'],
    [
      'a cut connection',
      (_, response) =>
        void response.writeHead(200, { 'content-length': '99' }).write('{"a":1', () => response.destroy()),
      'no answer',
    ],
  ])('a read that is answered with %s is a Failure, never an empty result', async (_, handler, words) => {
    const { url } = await withTokens(handler);
    const client = await open(url, { maximumAttempts: 2 });
    expect((await failureOf(client.send(read()))).message).toContain(words);
  });

  it('a proxy’s 403 page is no role refusal', async () => {
    const { url } = await withTokens(
      (_, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<html>blocked'),
    );
    expect((await failureOf((await open(url)).send(read()))).code).toBe('answer-unreadable');
  });

  it('limits the size of an answer', async () => {
    const { url, seen } = await withTokens((_, response) => json(response, 200, { text: 'x'.repeat(100_000) }));
    const client = await open(url, { maximumBodyBytes: 10_000 });
    expect((await failureOf(client.send(read()))).message).toContain('UND_ERR_RES_EXCEEDED_MAX_SIZE');
    expect(calls(seen)).toHaveLength(1);
  });

  it('loses no digit of a number that a double cannot hold, and takes PEM for text', async () => {
    const { url } = await withTokens((_, response, nth) => {
      response.writeHead(nth === 1 ? 200 : 201, { 'content-type': 'application/json' });
      response.end(
        nth === 1
          ? '{"_id":6945301934920034817,"n":1.2345678901234567,"s":"9007199254740993, \\"12345678901234567\\"","ok":9007199254740991}'
          : '-----BEGIN CERTIFICATE-----',
      );
    });
    const client = await open(url);
    expect((await client.send(read())).body).toEqual({
      _id: '6945301934920034817',
      n: 1.2345678901234567,
      s: '9007199254740993, "12345678901234567"',
      ok: 9007199254740991,
    });
    expect((await client.send(write())).body).toBe('-----BEGIN CERTIFICATE-----');
  });

  it('warns once that a version will end', async () => {
    const { url } = await withTokens((_, response) =>
      json(response, 200, {}, { sunset: 'Thu, 1 Jul 2027 00:00:00 GMT' }),
    );
    const warnings: string[] = [];
    const client = await open(url, {
      logger: { debug: () => {}, info: () => {}, warn: (line) => void warnings.push(line) },
    });
    await client.send(read());
    await client.send(read());
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('getThing');
  });
});

describe('pace', () => {
  it('keeps as many calls in flight as allowed, and no more', async () => {
    let active = 0;
    let most = 0;
    const { url } = await withTokens((_, response) => {
      active += 1;
      most = Math.max(most, active);
      setTimeout(() => {
        active -= 1;
        json(response, 200, {});
      }, 5);
    });
    const client = await open(url, { concurrency: 6 });
    await Promise.all(Array.from({ length: 60 }, (_, n) => client.send(read(`p${n}`))));
    expect(most).toBe(6);
    expect(client.stats().connections).toBeLessThanOrEqual(6);
  });

  it('sends less at once to a bucket that runs low', async () => {
    let active = 0;
    let mostLater = 0;
    const { url } = await withTokens((_, response, nth) => {
      active += 1;
      if (nth > 8) mostLater = Math.max(mostLater, active);
      setTimeout(() => {
        active -= 1;
        json(response, 200, {}, { 'ratelimit-remaining': '2' });
      }, 5);
    });
    const client = await open(url, { concurrency: 8 });
    await Promise.all(Array.from({ length: 8 }, () => client.send(read())));
    await Promise.all(Array.from({ length: 12 }, () => client.send(read())));
    expect(mostLater).toBe(2);
  });

  it('holds up only the bucket that is empty', async () => {
    const order: string[] = [];
    let wake = () => {};
    const { url } = await withTokens(({ url: path }, response, nth) => {
      order.push(path.includes('/full/') ? 'full' : 'free');
      if (nth === 1) json(response, 429, {}, { 'retry-after': '30' });
      else json(response, 200, {});
    });
    const client = await open(url, {
      concurrency: 1,
      sleep: () =>
        new Promise((resolve) => {
          wake = resolve;
        }),
    });
    const blocked = [client.send(read('full')), client.send(read('full'))];
    await Promise.all(Array.from({ length: 5 }, () => client.send(read('free'))));
    expect(order.filter((name) => name === 'free')).toHaveLength(5);
    expect(order.filter((name) => name === 'full')).toHaveLength(1);
    wake();
    expect((await Promise.all(blocked)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('lists', () => {
  const pages = (sizes: readonly number[], extra: (page: number) => object = () => ({})) =>
    withTokens(({ url }, response) => {
      const page = Number(new URL(url, 'http://x').searchParams.get('pageNum'));
      const size = sizes[page - 1] ?? 0;
      json(response, 200, { results: Array.from({ length: size }, (_, n) => `${page}/${n}`), ...extra(page) });
    });
  const items = (api: AtlasApi) => listItems(api, callOf(list, { groupId: 'p1' }));

  it('reads by number until a page is short, and never goes where a link points', async () => {
    const { url, seen } = await pages([500, 500, 3], () => ({
      totalCount: 0,
      links: [{ rel: 'self', href: 'https://elsewhere.example' }],
    }));
    const answer = await items(await open(url));
    expect(answer.ok && answer.items.length).toBe(1003);
    expect(calls(seen).map(({ url: path }) => path.split('?')[1])).toEqual(
      [1, 2, 3].map((n) => `pageNum=${n}&itemsPerPage=500`),
    );
  });

  it('does not believe a short page that says that there is more', async () => {
    const { url } = await pages([100, 100, 7], () => ({ totalCount: 207 }));
    const answer = await items(await open(url));
    expect(answer.ok && answer.items.length).toBe(207);
  });

  it('reads an operation that ignores page numbers once', async () => {
    const { url, seen } = await withTokens((_, response) =>
      json(response, 200, { results: Array.from({ length: 500 }, (_item, n) => n) }),
    );
    const answer = await items(await open(url));
    expect(answer.ok && answer.items.length).toBe(500);
    expect(calls(seen)).toHaveLength(2);
  });

  it('is refused as a whole when one page is', async () => {
    const { url } = await withTokens(({ url: path }, response) =>
      path.includes('pageNum=2')
        ? json(response, 403, atlasError(403, 'ACCESS_FORBIDDEN'))
        : json(response, 200, { results: Array.from({ length: 500 }, (_, n) => n) }),
    );
    expect(await items(await open(url))).toMatchObject({ ok: false, response: { status: 403 } });
  });

  it('is a Failure where the shape is another', async () => {
    const { url } = await withTokens((_, response) => json(response, 200, []));
    expect((await failureOf(items(await open(url)))).code).toBe('answer-unexpected');
  });
});

describe('against the emulator', () => {
  const { orgId } = startup;
  const now = '2026-11-24T12:00:00Z' as Instant;
  const owner = { orgId, orgRoles: ['ORG_OWNER'] as const };

  it.each([
    ['an API key', key],
    ['a service account', token],
  ] as const)('reads a whole organization with %s, sending nothing but GET and token calls', async (_, credentials) => {
    const server = await startEmulatorServer({
      resources,
      credentials: [
        { type: 'api-key', id: key.publicKey, secret: key.privateKey.reveal(), ...owner },
        { type: 'service-account', id: token.clientId, secret: token.clientSecret.reveal(), ...owner },
      ],
    });
    opened.push(() => server.close());
    seedModels(server.emulator.store, resources, startup.models, now);
    const client = await open(server.url, { credentials });
    const snapshot = await collect({ api: readOnly(client), orgId, resources, baseUrl: server.url, now });
    expect(snapshot.reads.filter(({ notRead }) => notRead !== undefined)).toEqual([]);
    const kinds = new Set(startup.models.map(({ kind }) => kind));
    for (const kind of kinds) expect(snapshot.resources.some((resource) => resource.kind === kind)).toBe(true);
    const { requests, handshakes, retries } = client.stats();
    expect({ handshakes, retries }).toEqual({ handshakes: 1, retries: 0 });
    expect(server.counters()).toMatchObject({ requests });
    expect(JSON.stringify(snapshot)).not.toContain(key.privateKey.reveal());
    expect(JSON.stringify(snapshot)).not.toContain(token.clientSecret.reveal());
  });
});

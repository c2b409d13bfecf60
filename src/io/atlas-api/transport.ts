import { EventEmitter } from 'node:events';
import { Failure } from '../../core/failure.ts';

/** One HTTP exchange as text, before anybody judges it; a gzip file as one character for each byte. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is sent over a connection. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How patient and how greedy a transport is. */
export interface TransportOptions {
  readonly baseUrl: string;
  readonly concurrency: number;
  /** For one exchange from the first byte sent to the last byte read. */
  readonly timeoutMilliseconds: number;
  readonly maximumBodyBytes: number;
}

/** Kept-alive connections to one origin, at most `concurrency` of them. */
export interface Transport {
  exchange(outgoing: Outgoing, signal?: AbortSignal): Promise<Exchange>;
  stats(): { readonly requests: number; readonly connections: number };
  close(): Promise<void>;
}

/** No answer came. `sent` is false only where the request certainly never left; `final` where trying again is no use. */
export class ConnectionLost extends Error {
  readonly sent: boolean;
  readonly final: boolean;

  constructor(reason: string, sent: boolean, final = false) {
    super(reason);
    this.name = 'ConnectionLost';
    this.sent = sent;
    this.final = final;
  }
}

/** Errors of name resolution, connecting and TLS: nothing was sent yet. */
const BEFORE_SENDING =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*)$/;

/** Certificates do not mend themselves, and an answer too large stays so. */
const FINAL =
  /^(CERT_.*|ERR_TLS_.*|ERR_SSL_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*|UND_ERR_RES_EXCEEDED_MAX_SIZE)$/;

/** Opens the pool. Redirects are not followed: a redirect would carry credentials elsewhere. */
export async function createTransport(options: TransportOptions): Promise<Transport> {
  const origin = originOf(options.baseUrl);
  // undici is CommonJS: bundled, it has a default export only.
  const {
    default: { Pool },
  } = await import('undici');
  const pool = new Pool(origin, {
    connections: options.concurrency,
    pipelining: 1,
    headersTimeout: options.timeoutMilliseconds,
    bodyTimeout: options.timeoutMilliseconds,
    maxResponseSize: options.maximumBodyBytes,
    keepAliveTimeout: 30_000,
    connect: { timeout: Math.min(15_000, options.timeoutMilliseconds) },
  });
  let requests = 0;
  let connections = 0;
  pool.on('connect', () => {
    connections += 1;
  });
  return {
    async exchange({ method, target, headers, body }, signal) {
      requests += 1;
      // undici's own timeouts start anew with every chunk; this one bounds the whole exchange.
      // undici takes an emitter for a signal, which costs a tenth of an AbortController.
      const ending = new EventEmitter();
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        ending.emit('abort');
      }, options.timeoutMilliseconds);
      const stop = () => void ending.emit('abort');
      if (signal?.aborted) throw interrupted();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        const answer = await pool.request({
          method,
          path: target,
          headers,
          signal: ending,
          ...(body === undefined ? {} : { body }),
        });
        const isFile = String(answer.headers['content-type'] ?? '').endsWith('+gzip');
        const text = isFile
          ? Buffer.from(await answer.body.arrayBuffer()).toString('latin1')
          : await answer.body.text();
        return { status: answer.statusCode, headers: flat(answer.headers), text };
      } catch (error) {
        if (timedOut) throw new ConnectionLost(`no answer within ${options.timeoutMilliseconds} ms`, true);
        if (error instanceof ConnectionLost) throw error;
        if (signal?.aborted) throw interrupted();
        const { code, message } = rootCause(error);
        const reason = code === undefined ? message : `${code}: ${message}`;
        throw new ConnectionLost(reason, !BEFORE_SENDING.test(code ?? ''), FINAL.test(code ?? ''));
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      }
    },
    stats: () => ({ requests, connections }),
    close: async () => {
      if (!pool.closed && !pool.destroyed) await pool.close();
    },
  };
}

function interrupted(): ConnectionLost {
  return new ConnectionLost('the run was interrupted', true, true);
}

/** The origin of a base URL; credentials go over TLS only, except to this machine. */
export function originOf(baseUrl: string): string {
  const refuse = (why: string): never => {
    throw new Failure(
      {
        code: 'base-url-invalid',
        what: 'The base URL of Atlas cannot be used.',
        why,
        fix: 'Use https://cloud.mongodb.com, or https://cloud.mongodbgov.com for Atlas for Government.',
      },
      2,
    );
  };
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : refuse('It is not a URL.');
  if (url.username !== '' || url.password !== '') refuse('It holds credentials.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') refuse(`${url.href} has more than a host.`);
  const loopback = /^(localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    refuse(`${url.origin} is not https, and only this machine may be called without it.`);
  }
  return url.origin;
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}

function rootCause(error: unknown): { readonly code: string | undefined; readonly message: string } {
  const { code, message, errors, cause } = error as Error & { code?: string; errors?: unknown[] };
  const first = errors?.[0] ?? cause;
  if (first instanceof Error && code === undefined) return rootCause(first);
  return { code, message: message === '' && first instanceof Error ? first.message : message };
}

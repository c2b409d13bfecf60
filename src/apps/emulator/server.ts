import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Instant, instantFromEpochSeconds } from '../../core/instant.ts';
import type { AnyResource } from '../../core/resource.ts';
import type { EmulatorCredential } from '../../emulator/authentication.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { SavedState } from '../../emulator/store.ts';

/** How the emulator is served. */
export interface EmulatorServerOptions {
  readonly resources: readonly AnyResource[];
  readonly credentials: readonly EmulatorCredential[];
  readonly state?: SavedState;
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Added to every answer. */
  readonly latencyMilliseconds?: number;
  readonly rateLimits?: boolean;
  /** `fast`: asynchronous work takes a second; `real`: what Atlas usually takes. */
  readonly clock?: 'fast' | 'real';
}

/** A running emulator. */
export interface EmulatorServer {
  readonly url: string;
  readonly port: number;
  readonly emulator: Emulator;
  /** What it has seen so far. */
  counters(): { readonly requests: number; readonly connections: number };
  close(): Promise<void>;
}

// Unconfirmed as exact figures: Atlas publishes none; the orders of magnitude are those of recorded runs.
const REAL_SECONDS = { 'cluster-create': 600, 'cluster-update': 420, 'cluster-delete': 300, network: 180, short: 10 };
const FAST_SECONDS = { 'cluster-create': 1, 'cluster-update': 1, 'cluster-delete': 1, network: 1, short: 0 };

/** Serves an emulator over HTTP on 127.0.0.1. */
export async function startEmulatorServer(options: EmulatorServerOptions): Promise<EmulatorServer> {
  const seconds = options.clock === 'real' ? REAL_SECONDS : FAST_SECONDS;
  const emulator = createEmulator({
    resources: options.resources,
    credentials: options.credentials,
    ...(options.state === undefined ? {} : { state: options.state }),
    rateLimits: options.rateLimits ?? true,
    durationSeconds: (work) => seconds[work],
    ports: {
      now: () => instantFromEpochSeconds(Date.now() / 1000) as Instant,
      nowMilliseconds: () => Date.now(),
      random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
      md5: (text) => createHash('md5').update(text).digest('hex'),
      decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
    },
  });
  let requests = 0;
  let connections = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(request.headers))
      headers[name] = Array.isArray(value) ? value[0] : value;
    const override = headers['x-emulator-remote-address'];
    const answer = emulator.handle({
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers,
      body: Buffer.concat(chunks).toString('utf8'),
      remoteAddress: override ?? (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    });
    if (options.latencyMilliseconds) await new Promise((resolve) => setTimeout(resolve, options.latencyMilliseconds));
    const body = Buffer.from(answer.body, 'utf8');
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
    response.end(body);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        '{"detail":"Unexpected error.","error":500,"errorCode":"UNEXPECTED_ERROR","parameters":[],"reason":"Internal Server Error"}',
      );
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    emulator,
    counters: () => ({ requests, connections }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../core/failure.ts';
import { epochSeconds, type Instant, instantFromEpochSeconds } from '../../core/instant.ts';
import type { AnyResource } from '../../core/resource.ts';
import type { EmulatorCredential, ProvenCredential } from '../../emulator/authentication.ts';
import { createEmulator, type Emulator, type RawResponse } from '../../emulator/emulator.ts';
import { createFaultPlan, type Fault, type FaultSpec } from '../../emulator/faults.ts';
import type { SavedDocuments } from '../../emulator/store.ts';
import type { Withheld } from '../../emulator/withheld.ts';

/** How the emulator's time passes. */
export type EmulatorClock = 'real' | 'fast' | 'manual';

/** How the emulator is served. */
export interface EmulatorServerOptions {
  readonly resources: readonly AnyResource[];
  readonly credentials: readonly (EmulatorCredential | ProvenCredential)[];
  readonly state?: SavedDocuments;
  readonly withheld?: readonly Withheld[];
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Added to every answer. */
  readonly latencyMilliseconds?: number;
  readonly rateLimits?: boolean;
  /**
   * `fast`: asynchronous work takes a second; `real`: what Atlas usually takes; `manual`: the same, but time stands
   * still until `POST /fivefold/clock` moves it.
   */
  readonly clock?: EmulatorClock;
  /** Where a manual clock starts; absent: now. */
  readonly startAt?: Instant;
  readonly faults?: FaultSpec;
  /** For tests: take the caller's address from `X-Emulator-Remote-Address`. No forwarding header is believed otherwise. */
  readonly trustAddressHeader?: boolean;
  /** Called after a request that changed something. */
  readonly onChange?: () => void;
}

/** A running emulator. */
export interface EmulatorServer {
  readonly url: string;
  readonly port: number;
  readonly emulator: Emulator;
  now(): Instant;
  /** What it has seen so far. */
  counters(): { readonly requests: number; readonly connections: number; readonly faults: number };
  close(): Promise<void>;
}

// Unconfirmed as exact figures: Atlas publishes none; the orders of magnitude are those of recorded runs.
const REAL_SECONDS = { 'cluster-create': 600, 'cluster-update': 420, 'cluster-delete': 300, network: 180, short: 10 };
const FAST_SECONDS = { 'cluster-create': 1, 'cluster-update': 1, 'cluster-delete': 1, network: 1, short: 0 };
const CLOCK_PATH = '/fivefold/clock';
const LONGEST_STEP_SECONDS = 10 * 366 * 86_400;
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;
// Recorded: what Atlas's gateway says when its upstream is gone.
const GATEWAY_PAGE =
  '<html>\n<head>\n    <title>502 Bad Gateway</title>\n</head>\n<body>\n    <h1>502 Bad Gateway</h1>\n    <p>peer closed connection</p>\n</body>\n</html>';

/** Serves an emulator over HTTP on 127.0.0.1. */
export async function startEmulatorServer(options: EmulatorServerOptions): Promise<EmulatorServer> {
  const { clock = 'fast', faults: faultSpec } = options;
  const seconds = clock === 'fast' ? FAST_SECONDS : REAL_SECONDS;
  const time = createTime(clock, options.startAt);
  const emulator = createEmulator({
    resources: options.resources,
    credentials: options.credentials,
    ...(options.state === undefined ? {} : { state: options.state }),
    ...(options.withheld === undefined ? {} : { withheld: options.withheld }),
    rateLimits: options.rateLimits ?? true,
    durationSeconds: (work) => seconds[work],
    ports: {
      now: time.now,
      nowMilliseconds: time.milliseconds,
      random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
      md5: (text) => createHash('md5').update(text).digest('hex'),
      decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
    },
  });
  const plan = faultSpec && createFaultPlan(faultSpec);
  const counted = { requests: 0, connections: 0, faults: 0 };
  let revision = emulator.store.revision();

  function noticeChange(): void {
    if (emulator.store.revision() === revision) return;
    revision = emulator.store.revision();
    options.onChange?.();
  }

  function answerOf(request: IncomingMessage, body: string): RawResponse {
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(request.headers))
      headers[name] = Array.isArray(value) ? value[0] : value;
    const claimed = options.trustAddressHeader === true ? headers['x-emulator-remote-address'] : undefined;
    const answer = emulator.handle({
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers,
      body,
      remoteAddress: claimed ?? (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    });
    noticeChange();
    return answer;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counted.requests += 1;
    const { method = 'GET', url = '/' } = request;
    const body = await bodyOf(request);
    if (url.split('?', 1)[0] === CLOCK_PATH) {
      write(response, turnClock(method, request, body));
      return;
    }
    const operationId = plan && emulator.operationOf(method, url);
    const fault = operationId === undefined ? undefined : plan?.next(operationId, method, url.split('?', 1)[0] ?? '');
    if (fault) counted.faults += 1;
    const early = fault && beforehand(fault);
    const answer = early ?? (fault && isBefore(fault) ? undefined : answerOf(request, body));
    if (options.latencyMilliseconds) await new Promise((resolve) => setTimeout(resolve, options.latencyMilliseconds));
    if (fault?.type === 'reset') request.socket.resetAndDestroy();
    else if (fault?.type === 'half' && answer) writeHalf(response, answer);
    else if (fault?.type !== 'timeout' && answer) write(response, answer);
  }

  /** A control of the emulator itself, outside of Atlas's paths; a browser page cannot send it, for want of a preflight. */
  function turnClock(method: string, request: IncomingMessage, body: string): RawResponse {
    const json = (status: number, value: unknown): RawResponse => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    });
    if (method === 'GET') return json(200, { clock, now: time.now() });
    if (method !== 'POST') return json(405, { error: 'Use GET to read the clock, and POST to move it.' });
    if (clock !== 'manual')
      return json(409, { error: `The clock is ${clock}; start the emulator with --clock manual.` });
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return json(415, { error: 'Send the header Content-Type: application/json.' });
    }
    const step = advanceSecondsOf(body);
    if (step === undefined) {
      return json(400, { error: 'Send {"advanceSeconds": N}, where N is a number of seconds from 0 to ten years.' });
    }
    time.advance(step);
    emulator.store.runDue(time.now());
    noticeChange();
    return json(200, { clock, now: time.now() });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else write(response, statusAnswer(500));
    });
  });
  server.on('connection', () => {
    counted.connections += 1;
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, options.port)));
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    emulator,
    now: time.now,
    counters: () => ({ ...counted }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createTime(clock: EmulatorClock, startAt: Instant | undefined) {
  let milliseconds = startAt === undefined ? Date.now() : epochSeconds(startAt) * 1000;
  const read = clock === 'manual' ? () => milliseconds : () => Date.now();
  return {
    milliseconds: read,
    now: () => instantFromEpochSeconds(read() / 1000),
    advance: (step: number) => {
      milliseconds += step * 1000;
    },
  };
}

function advanceSecondsOf(body: string): number | undefined {
  try {
    const { advanceSeconds } = JSON.parse(body) as { advanceSeconds?: unknown };
    const fits = typeof advanceSeconds === 'number' && advanceSeconds >= 0 && advanceSeconds <= LONGEST_STEP_SECONDS;
    return fits ? advanceSeconds : undefined;
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > LARGEST_BODY_BYTES) throw new RangeError('The body is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Faults that happen in front of Atlas's application: nothing has changed. */
function beforehand(fault: Fault): RawResponse | undefined {
  if (fault.type === 'html') return { status: 502, headers: { 'content-type': 'text/html' }, body: GATEWAY_PAGE };
  return fault.type === 'status' ? statusAnswer(fault.status) : undefined;
}

function isBefore(fault: Fault): boolean {
  return (fault.type === 'reset' || fault.type === 'timeout') && fault.when === 'before';
}

function statusAnswer(status: number): RawResponse {
  const errorCode = status === 429 ? 'RATE_LIMITED' : 'UNEXPECTED_ERROR';
  const detail = status === 429 ? 'Rate limit exceeded. Please retry after 1 seconds.' : 'Unexpected error.';
  const reason = status === 429 ? 'Too Many Requests' : status === 500 ? 'Internal Server Error' : 'Error';
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-error-code': errorCode,
      ...(status === 429 ? { 'retry-after': '1' } : {}),
    },
    body: JSON.stringify({ detail, error: status, errorCode, parameters: [], reason }),
  };
}

/** A file's bytes stand as one character each. */
function bytesOf({ headers, body }: RawResponse): Buffer {
  return Buffer.from(body, headers['content-type']?.endsWith('+gzip') ? 'latin1' : 'utf8');
}

function write(response: ServerResponse, answer: RawResponse): void {
  const body = bytesOf(answer);
  // A body-less status has no length either; anything else says it, so that a cut body is noticed.
  const length = answer.status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(body);
}

function writeHalf(response: ServerResponse, answer: RawResponse): void {
  const body = bytesOf(answer);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Math.max(2, body.length)) });
  response.write(body.length < 2 ? ' ' : body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function cannotListen(error: NodeJS.ErrnoException, port = 0): Failure {
  return new Failure(
    {
      code: 'port-unavailable',
      what: `The emulator could not listen on port ${port}.`,
      why: error.code === 'EADDRINUSE' ? 'Another program listens there.' : `The system said: ${error.message}.`,
      fix: 'Name another port with --port, or leave it out for a free one.',
    },
    3,
  );
}

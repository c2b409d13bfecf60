/** gRPC over HTTP/2, as far as it takes to answer calls of one message with one message (github.com/grpc/grpc, PROTOCOL-HTTP2). */
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';

/** Answers the bytes of a request with the bytes of a response. */
export type Answer = (request: Uint8Array) => Uint8Array;

const OK = 0;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
/** A flag for compression, then the length in four bytes. */
const PREFIX_BYTES = 5;

/** Serves calls by their path (`/package.Service/Method`) on a Unix socket until it is closed. */
export async function startGrpcServer(
  socketPath: string,
  answers: ReadonlyMap<string, Answer>,
): Promise<{ close(): Promise<void> }> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    // Whoever goes away before the answer needs none.
    stream.on('error', () => undefined);
    const answer = answers.get(String(headers[':path']));
    // At once: whoever asks for a stream that there is none of never ends its request.
    if (answer === undefined) respond(stream, UNIMPLEMENTED, 'There is no such method.');
    else
      readAll(stream)
        .then((bytes) => respond(stream, OK, '', answer(bytes.subarray(PREFIX_BYTES))))
        .catch((error: unknown) => respond(stream, INTERNAL, (error as Error).message));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

async function readAll(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function respond(stream: ServerHttp2Stream, status: number, message: string, body?: Uint8Array): void {
  if (stream.destroyed) return;
  const trailers = { 'grpc-status': String(status), 'grpc-message': encodeURIComponent(message) };
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (body === undefined) {
    stream.respond({ ...headers, ...trailers }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(body.length, 1);
  stream.end(Buffer.concat([prefix, body]));
}

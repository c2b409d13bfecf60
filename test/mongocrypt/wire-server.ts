/** A database of one process, as far as key vaults and encrypted collections need one: it speaks OP_MSG and keeps documents in memory. */
import { createServer, type Server, type Socket } from 'node:net';
import { Query } from 'mingo';
import { BSON } from 'mongodb';

type Doc = Record<string, unknown>;

/** What the server was told and holds. */
export interface WireServer {
  readonly uri: string;
  /** Documents by namespace. */
  readonly documents: Map<string, Doc[]>;
  /** Collections as `create` named them, by namespace. */
  readonly created: Map<string, Doc>;
  /** Names of the commands that came, in their order, without those that connect. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const QUIET = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);

/** Starts a server on a free port of this machine. */
export async function startWireServer(): Promise<WireServer> {
  const documents = new Map<string, Doc[]>();
  const created = new Map<string, Doc>();
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const answer = (command: Doc): Doc => {
    const [name = ''] = Object.keys(command);
    if (!QUIET.has(name)) commands.push(name);
    return run(name, command, documents, created);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    uri: `mongodb://127.0.0.1:${address.port}/?directConnection=true`,
    documents,
    created,
    commands,
    close: () => close(server, sockets),
  };
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

function serve(socket: Socket, answer: (command: Doc) => Doc): void {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
      const message = waiting.subarray(0, waiting.readInt32LE(0));
      waiting = waiting.subarray(message.length);
      const requestId = message.readInt32LE(4);
      const old = message.readInt32LE(12) === OP_QUERY;
      const reply = Buffer.from(BSON.serialize(answer(old ? readQuery(message) : readMessage(message))));
      socket.write(old ? queryReply(requestId, reply) : messageReply(requestId, reply));
    }
  });
}

/** OP_QUERY: flags, the collection's name, two numbers, the command; drivers greet with it. */
function readQuery(message: Buffer): Doc {
  const name = message.indexOf(0, HEADER + 4);
  return deserialize(message.subarray(name + 1 + 8));
}

/** OP_MSG: flags, then sections; a section of kind 1 is a list of documents with a name. */
function readMessage(message: Buffer): Doc {
  let at = HEADER + 4;
  let command: Doc = {};
  const lists: Doc = {};
  while (at < message.length) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (kind === 0) command = deserialize(section);
    else {
      const end = section.indexOf(0, 4);
      lists[section.toString('utf8', 4, end)] = readList(section.subarray(end + 1));
    }
    at += 1 + size;
  }
  return { ...command, ...lists };
}

function readList(bytes: Buffer): readonly Doc[] {
  const list: Doc[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) list.push(deserialize(bytes.subarray(at)));
  return list;
}

function deserialize(bytes: Buffer): Doc {
  return BSON.deserialize(bytes.subarray(0, bytes.readInt32LE(0)), { promoteValues: false, promoteBuffers: false });
}

function header(length: number, responseTo: number, opCode: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.writeInt32LE(HEADER + length, 0);
  bytes.writeInt32LE(responseTo, 8);
  bytes.writeInt32LE(opCode, 12);
  return bytes;
}

function messageReply(responseTo: number, reply: Buffer): Buffer {
  return Buffer.concat([header(5 + reply.length, responseTo, OP_MSG), Buffer.alloc(5), reply]);
}

function queryReply(responseTo: number, reply: Buffer): Buffer {
  const fields = Buffer.alloc(20);
  fields.writeInt32LE(1, 16);
  return Buffer.concat([header(fields.length + reply.length, responseTo, OP_REPLY), fields, reply]);
}

function run(name: string, command: Doc, documents: Map<string, Doc[]>, created: Map<string, Doc>): Doc {
  const namespace = `${String(command.$db)}.${String(command[name])}`;
  const stored = documents.get(namespace) ?? [];
  const found = (filter: unknown) => stored.filter((document) => matches(filter as Doc, document));
  switch (name) {
    case 'insert':
      documents.set(namespace, [...stored, ...(command.documents as Doc[])]);
      return { ok: 1, n: (command.documents as Doc[]).length };
    case 'find':
      return { ok: 1, cursor: { id: BSON.Long.ZERO, ns: namespace, firstBatch: found(command.filter) } };
    case 'update': {
      let count = 0;
      for (const { q, u } of command.updates as { q: Doc; u: { $set?: Doc } }[])
        for (const document of found(q)) {
          Object.assign(document, u.$set);
          count += 1;
        }
      return { ok: 1, n: count, nModified: count };
    }
    case 'create':
      created.set(namespace, command);
      return { ok: 1 };
    case 'listCollections':
      return {
        ok: 1,
        cursor: {
          id: BSON.Long.ZERO,
          ns: `${String(command.$db)}.$cmd.listCollections`,
          firstBatch: listed(command, created),
        },
      };
    default:
      return {
        ok: 1,
        isWritablePrimary: true,
        setName: 'rs',
        hosts: [],
        minWireVersion: 0,
        maxWireVersion: 25,
        maxBsonObjectSize: 16_777_216,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
        logicalSessionTimeoutMinutes: 30,
      };
  }
}

function listed(command: Doc, created: ReadonlyMap<string, Doc>): readonly Doc[] {
  return [...created]
    .filter(([namespace]) => namespace.startsWith(`${String(command.$db)}.`))
    .map(([, { create, $db: _, lsid: __, ...options }]) => ({ name: String(create), type: 'collection', options }))
    .filter((entry) => matches((command.filter ?? {}) as Doc, entry));
}

/** Binary data is compared as text, numbers as numbers. */
function matches(filter: Doc, document: Doc): boolean {
  return new Query(plain(filter) as Doc).test(plain(document) as Doc);
}

function plain(value: unknown): unknown {
  if (value instanceof BSON.Binary) return value.toString('hex');
  if (value instanceof BSON.Int32 || value instanceof BSON.Double) return value.valueOf();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The shipped program in a process of its own, and an emulated Atlas for it to talk to. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type EmulatorServer, startEmulatorServer } from '../../src/apps/emulator/server.ts';
import { now } from '../../src/apps/platform.ts';
import type { EmulatorCredential } from '../../src/emulator/authentication.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { seedModels } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';

const root = checkout(import.meta.dirname);

/** The checkout that a folder lies in; the bench runs from a bundle elsewhere in it. */
function checkout(folder: string): string {
  return existsSync(join(folder, 'tools/build.mjs')) ? folder : checkout(resolve(folder, '..'));
}

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run the program. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Before the program's file: for example a module that watches what is loaded. */
  readonly nodeOptions?: readonly string[];
}

/** A built copy of the program. */
export interface Program {
  readonly folder: string;
  /** A folder that is removed with the program. */
  scratch(): string;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  remove(): void;
}

/** Builds what is shipped into a folder of its own. */
export function buildProgram(): Program {
  const folder = mkdtempSync(join(tmpdir(), 'fivefold-program-'));
  execFileSync(process.execPath, ['tools/build.mjs', join(folder, 'dist')], { cwd: root });
  for (const name of ['bin', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
  return {
    folder,
    scratch: () => mkdtempSync(join(folder, 'scratch-')),
    run: (args, options) => runProgram(join(folder, 'bin/fivefold.js'), args, { cwd: folder, ...options }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a program file; only what is given and a path stand in its environment. */
export function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { env = {}, cwd, nodeOptions = [] } = options;
  const child = spawn(process.execPath, [...nodeOptions, file, ...args], {
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
}

/** Owner's credentials of the emulated organization, with secrets that tests look for where they must not be. */
export const OWNER = {
  serviceAccount: {
    type: 'service-account',
    id: 'mdb_sa_id_656000000000000000000999',
    secret: 'mdb_sa_sk_KNOWN-service-account-secret',
    orgId: startup.orgId,
    orgRoles: ['ORG_OWNER'],
  },
  apiKey: {
    type: 'api-key',
    id: 'abcdwxyz',
    secret: 'KNOWN-private-key-0123',
    orgId: startup.orgId,
    orgRoles: ['ORG_OWNER'],
  },
} as const satisfies Record<string, EmulatorCredential>;

/** A credential that is known and may do nothing. */
export const NOBODY: EmulatorCredential = {
  type: 'service-account',
  id: 'mdb_sa_id_656000000000000000000998',
  secret: 'mdb_sa_sk_KNOWN-secret-of-nobody',
  orgId: startup.orgId,
  orgRoles: [],
};

/** The start-up sample behind HTTP. */
export async function serveStartup(): Promise<EmulatorServer> {
  const server = await startEmulatorServer({
    resources,
    credentials: [OWNER.serviceAccount, OWNER.apiKey, NOBODY],
    rateLimits: false,
  });
  seedModels(server.emulator.store, resources, startup.models, now());
  return server;
}

/** The environment in which the program finds a server and a service account. */
export function environmentOf(url: string, credential: EmulatorCredential = OWNER.serviceAccount) {
  return {
    MONGODB_ATLAS_BASE_URL: url,
    MONGODB_ATLAS_ORG_ID: startup.orgId,
    ...(credential.type === 'service-account'
      ? { MONGODB_ATLAS_CLIENT_ID: credential.id, MONGODB_ATLAS_CLIENT_SECRET: credential.secret }
      : { MONGODB_ATLAS_PUBLIC_API_KEY: credential.id, MONGODB_ATLAS_PRIVATE_API_KEY: credential.secret }),
  };
}

/** What a proxy passes on. */
export interface Passed {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** A server between the program and the emulator, which sees every request and may change or withhold answers. */
export interface Between {
  readonly url: string;
  readonly seen: { readonly method: string; readonly target: string }[];
  close(): Promise<void>;
}

/** `change` gets the request first: a status and body in its stead, or nothing; then the answer, which it may rewrite. */
export async function standBetween(
  url: string,
  options: {
    readonly instead?: (method: string, target: string) => { status: number; body: string } | undefined;
    readonly rewrite?: (answer: Passed) => Pick<Passed, 'headers' | 'body'>;
  } = {},
): Promise<Between> {
  const seen: { method: string; target: string }[] = [];
  return listen(
    createServer((incoming, outgoing) => {
      const { method = 'GET', url: target = '/' } = incoming;
      seen.push({ method, target });
      const refused = options.instead?.(method, target);
      if (refused !== undefined) {
        incoming.resume();
        outgoing.writeHead(refused.status, { 'content-type': 'application/json' }).end(refused.body);
        return;
      }
      const forward = request(`${url}${target}`, { method, headers: incoming.headers }, async (answer) => {
        const body = await textOf(answer);
        const headers = { ...answer.headers };
        const passed = { method, target, status: answer.statusCode ?? 500, headers, body };
        const changed = options.rewrite?.(passed) ?? passed;
        delete changed.headers['transfer-encoding'];
        changed.headers['content-length'] = String(Buffer.byteLength(changed.body));
        outgoing.writeHead(passed.status, changed.headers).end(changed.body);
      });
      forward.on('error', () => outgoing.destroy());
      incoming.pipe(forward);
    }),
    seen,
  );
}

/** Listens on a free port of this machine. */
export async function listen(
  server: Server,
  seen: { readonly method: string; readonly target: string }[] = [],
): Promise<Between> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

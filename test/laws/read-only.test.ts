import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmulatorServer } from '../../src/apps/emulator/server.ts';
import {
  type Between,
  buildProgram,
  environmentOf,
  OWNER,
  type Program,
  serveStartup,
  standBetween,
} from '../scenarios/program.ts';

/** Read only: what looks sends nothing but GET, and the calls that fetch and give back a token. */
const TOKEN_CALLS = ['/api/oauth/token', '/api/oauth/revoke'];

/** In the order of the job: each finds what the one before left in the workspace. */
const COMMANDS: readonly { readonly args: readonly string[]; readonly talks: boolean }[] = [
  { args: ['collect'], talks: true },
  { args: ['collect', '--preflight'], talks: true },
  { args: ['assess'], talks: true },
  { args: ['plan'], talks: true },
  { args: ['render', '--dialect', 'terraform'], talks: false },
  { args: ['render', '--dialect', 'api'], talks: false },
  { args: ['rehearse'], talks: false },
  { args: ['verify'], talks: true },
];

let program: Program;
let emulator: EmulatorServer;
let watch: Between;
let workspace: string;

beforeAll(async () => {
  program = buildProgram();
  workspace = program.scratch();
  emulator = await serveStartup();
  watch = await standBetween(emulator.url, {
    instead: (method, target) =>
      method === 'GET' || (method === 'POST' && TOKEN_CALLS.includes(target))
        ? undefined
        : { status: 418, body: '{"error":418,"errorCode":"NOT_A_READ","detail":"A read-only command wrote."}' },
  });
});

afterAll(async () => {
  await watch.close();
  await emulator.close();
  program.remove();
});

describe('commands that look', () => {
  for (const credential of [OWNER.serviceAccount, OWNER.apiKey]) {
    for (const { args, talks } of COMMANDS) {
      it(`${args.join(' ')} with a ${credential.type} sends only GET`, async () => {
        const before = watch.seen.length;
        const ended = await program.run([...args, '--workspace', workspace], {
          env: environmentOf(watch.url, credential),
        });
        expect([0, 1], ended.stderr).toContain(ended.code);
        const sent = watch.seen.slice(before);
        const reads = sent.filter(({ method }) => method === 'GET');
        if (talks) expect(reads.length).toBeGreaterThan(10);
        else expect(sent).toEqual([]);
        expect(sent.filter(({ method, target }) => method !== 'GET' && !TOKEN_CALLS.includes(target))).toEqual([]);
      });
    }
  }

  it('would be caught: apply is refused by the same server', async () => {
    const ended = await program.run(['apply', '--workspace', workspace], { env: environmentOf(watch.url) });
    expect(ended.code).not.toBe(0);
    expect(watch.seen.some(({ method, target }) => method !== 'GET' && !TOKEN_CALLS.includes(target))).toBe(true);
  });
});

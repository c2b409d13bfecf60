/** What is rendered is run: `sh` and `curl` send exactly the calls that apply would send, secrets included. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiCall } from '../../src/core/call.ts';
import type { Change } from '../../src/core/change.ts';
import { callsOf } from '../../src/core/change-calls.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { revealSecrets } from '../../src/core/secret.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { renderApi, renderAtlasCli } from '../../src/workflows/render-calls.ts';
import { describeShared, sharedJson } from '../shared.ts';
import { changesOf, stepOf } from './changes.ts';

const run = promisify(execFile);
const TOKEN = 'KNOWN-token-77aa';
/** Everything that JSON and a shell could trip over. */
const SECRET = 'a "quoted" \\ back\\slash $HOME `id` $(id)\nsecond line\tend';

interface Sent {
  readonly method: string;
  readonly target: string;
  readonly body: unknown;
}

const writable = resources.filter((resource) => resource.write !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'fivefold-rendered-'));
let server: Server;
let url: string;
let received: (Sent & { readonly authorization: string | undefined; readonly type: string | undefined })[] = [];

beforeAll(async () => {
  execFileSync('curl', ['--version']);
  // It notes down what it is called with.
  writeFileSync(
    join(folder, 'atlas'),
    `#!/bin/sh\nfor word in "$@"; do printf '%s\\0' "$word" >> "$LOG"; done\ncase " $* " in *' --file '*) printf 'BODY:' >> "$LOG"; cat /dev/stdin >> "$LOG";; esac\nprintf '\\036' >> "$LOG"\n`,
  );
  chmodSync(join(folder, 'atlas'), 0o755);
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({
        method: request.method ?? '',
        target: request.url ?? '',
        body: body === '' ? undefined : JSON.parse(body),
        authorization: request.headers.authorization,
        type: request.headers['content-type'],
      });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function environment(change: Change, resource: AnyResource): Readonly<Record<string, string>> {
  const sources = { ...resource.write?.secretInputs?.(change), ...change.secrets };
  const named = Object.entries(sources).map(([field, { from, name }]) =>
    from === 'environment' ? name : `FIVEFOLD_${field.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`,
  );
  return Object.fromEntries(named.map((name) => [name, SECRET]));
}

const bodyOf = (call: ApiCall): unknown =>
  call.body === undefined ? undefined : JSON.parse(JSON.stringify(revealSecrets(call.body, () => SECRET)));

function targetOf(call: ApiCall): string {
  const query = Object.entries(call.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? call.path : `${call.path}?${query.join('&')}`;
}

async function execute(text: string, env: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder, 'script.sh');
  writeFileSync(file, text);
  const { stdout } = await run('sh', [file], {
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, ATLAS_TOKEN: TOKEN, ATLAS_URL: url, ...env },
  });
  return stdout;
}

describe('rendered calls', () => {
  let calls = 0;
  let secrets = 0;

  it.each(writable.map((resource) => [resource.kind, resource] as const))('%s: curl', async (_, resource) => {
    for (const change of changesOf(resource)) {
      const expected = callsOf(change, resource);
      if (expected.length === 0) continue;
      received = [];
      const env = environment(change, resource);
      await execute(renderApi([stepOf(change)], resources), env);
      expect(received.map(({ method, target, body }) => ({ method, target, body }))).toEqual(
        expected.map((call) => ({ method: call.method, target: targetOf(call), body: bodyOf(call) })),
      );
      for (const { authorization } of received) expect(authorization).toBe(`Bearer ${TOKEN}`);
      calls += expected.length;
      secrets += Object.keys(env).length;
    }
  });

  it('saw calls and secrets', () => {
    expect(calls).toBeGreaterThan(80);
    expect(secrets).toBeGreaterThanOrEqual(3);
  });
});

interface CliCommand {
  readonly flags: Readonly<Record<string, readonly [string, string | boolean]>>;
}

/** What the CLI's own map of the API says of an operation. */
interface CliOperation {
  readonly tag: string;
  readonly short: string;
  readonly versions: readonly string[];
  /** Left out of the map for a few operations. */
  readonly url?: string;
  readonly verb: string;
}

/** Operations that Atlas deprecates: the command reference leaves their commands out, the CLI's own map has them. */
const WITHOUT_PAGE: ReadonlySet<string> = new Set([
  'createGroupPushBasedLogExport',
  'deleteGroupPushBasedLogExport',
  'updateGroupPushBasedLogExport',
]);

/** The command that the CLI makes of an operation of its map: the tag in camel case, the short name, a flag per path parameter. */
function commandFromMap(id: string, { tag, short, url = '', verb }: CliOperation): readonly [string, CliCommand] {
  const words = tag.split(/[^A-Za-z]+/);
  const group = words.map((word, at) => (at === 0 ? word.toLowerCase() : word)).join('');
  const names = [...url.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => `--${name}`);
  const flags = [...names, '--version', ...(verb === 'DELETE' ? [] : ['--file'])];
  const command = { flags: Object.fromEntries(flags.map((flag) => [flag, ['string', true] as const])) };
  return [`atlas api ${group} ${short === '' ? id : short}`, command];
}

describeShared('Atlas CLI commands', ['data/atlas-cli-flags.json', 'data/atlas-cli-api-map.json'], () => {
  const known = sharedJson('data/atlas-cli-flags.json') as Readonly<Record<string, CliCommand>>;
  const served = sharedJson('data/atlas-cli-api-map.json') as Readonly<Record<string, CliOperation>>;
  const withoutPage = new Map([...WITHOUT_PAGE].map((id) => commandFromMap(id, served[id] as CliOperation)));
  let commands = 0;

  it('makes of the map what the reference says, where it says something', () => {
    for (const id of ['createGroupLogIntegration', 'deleteGroupAlertConfig', 'updateGroupBackupExportBucket']) {
      const [name, { flags }] = commandFromMap(id, served[id] as CliOperation);
      expect(Object.keys(known[name]?.flags ?? {}), name).toEqual(expect.arrayContaining(Object.keys(flags)));
    }
    for (const name of withoutPage.keys()) expect(known[name], `${name} has a page now`).toBeUndefined();
  });

  it.each(writable.map((resource) => [resource.kind, resource] as const))(
    '%s: exist, with these flags and versions, and are given the same body',
    async (_, resource) => {
      for (const change of changesOf(resource)) {
        const expected = callsOf(change, resource);
        if (expected.length === 0) continue;
        const log = join(folder, 'log');
        rmSync(log, { force: true });
        await execute(renderAtlasCli([stepOf(change)], resources), { ...environment(change, resource), LOG: log });
        const runs = readFileSync(log, 'utf8').split('\u001e').slice(0, -1);
        expect(runs.length, change.address).toBe(expected.length);
        runs.forEach((text, position) => {
          const call = expected[position] as ApiCall;
          const [line = '', body] = text.split('BODY:');
          const words = line.split('\0').slice(0, -1);
          const name = `atlas ${words.slice(0, 3).join(' ')}`;
          const command = known[name] ?? withoutPage.get(name);
          expect(command, `${name} does not exist`).toBeDefined();
          const given = new Map<string, string>();
          for (let at = 3; at < words.length; at += 2) given.set(words[at] as string, words[at + 1] as string);
          for (const flag of given.keys()) expect(Object.keys(command?.flags ?? {}), name).toContain(flag);
          const operation = served[call.operation.id];
          expect(operation?.verb).toBe(call.method);
          const versions = operation?.versions.map((version) =>
            (version.split(':')[1] ?? '')
              .split(',')
              .map((part) => part.padStart(2, '0'))
              .join('-'),
          );
          expect(versions, call.operation.id).toContain(given.get('--version'));
          // The path that the CLI makes of its flags is the path of the call. The map at hand leaves out the addresses of a few
          // operations (createOrgMcpConfig); there the law of conformance holds our own path to Atlas's specification.
          const path = (operation?.url ?? call.operation.path).replace(/\{(\w+)\}/g, (_whole, parameter: string) =>
            encodeURIComponent(given.get(`--${parameter}`) ?? 'missing'),
          );
          expect(path).toBe(call.path);
          expect(body === undefined ? undefined : JSON.parse(body)).toEqual(bodyOf(call));
          commands += 1;
        });
      }
    },
  );

  it('saw commands', () => expect(commands).toBeGreaterThan(80));
});

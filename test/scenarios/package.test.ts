/** What `npm pack` makes works when it is installed elsewhere, and holds nothing that is not ours to ship. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeShared, sharedJson } from '../shared.ts';
import { runProgram } from './program.ts';

const SLOW = 120_000;
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'fivefold-package-'));
const home = join(folder, 'elsewhere');
const installed = join(home, 'node_modules/fivefold');

let files: readonly string[] = [];

beforeAll(() => {
  const npm = (args: readonly string[], cwd: string) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  const printed = npm(['pack', '--json', '--pack-destination', folder], root);
  const [packed] = JSON.parse(printed.slice(printed.indexOf('['))) as [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  files = packed.files.map(({ path }) => path);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{"name":"elsewhere","version":"1.0.0","private":true}');
  // Offline: what is shipped needs nothing else.
  npm(['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.filename)], home);
}, SLOW);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const chunks = () => readdirSync(join(installed, 'dist')).filter((name) => name.endsWith('.js'));
const textOf = (chunk: string) => readFileSync(join(installed, 'dist', chunk), 'utf8');

/** The chunks that are loaded with the first one, before anything is asked for. */
function loadedAtOnce(): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (chunk: string): void => {
    if (loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const [, name = ''] of textOf(chunk).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) load(name);
  };
  load('fivefold.js');
  return loaded;
}

describe('the package', () => {
  it('holds the program, its reference, its licences, and nothing else', () => {
    expect(files).toContain('bin/fivefold.js');
    expect(files).toContain('LICENSE');
    expect(files).toContain('dist/THIRD-PARTY-NOTICES.txt');
    const foreign = files.filter(
      (path) =>
        !/^(bin\/|dist\/[^/]+\.(js|txt|wasm)$|docs\/reference\/|schema\/|LICENSE$|README\.md$|package\.json$)/.test(
          path,
        ),
    );
    expect(foreign).toEqual([]);
  });

  it('runs the whole job where it is installed', { timeout: SLOW }, async () => {
    const program = join(home, 'node_modules/.bin/fivefold');
    const { code, stdout } = await runProgram(program, ['demo', '--yes', '--json'], { cwd: home });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, secondRun: [] });
  });

  it('loads the emulator, the reports and the client only when they are needed', () => {
    const first = loadedAtOnce();
    const heavy = {
      emulator: 'RATE_LIMITED_TOKEN_BUCKET',
      'HTML report': '<!doctype html>',
      client: 'UND_ERR_BODY_TIMEOUT',
    };
    for (const [name, mark] of Object.entries(heavy)) {
      const holders = chunks().filter((chunk) => textOf(chunk).includes(mark));
      expect(holders.length, `no chunk holds the ${name}`).toBeGreaterThan(0);
      expect(
        holders.filter((chunk) => first.has(chunk)),
        name,
      ).toEqual([]);
    }
  });
});

describeShared("the package and MongoDB's words", ['data/atlas-admin-api.security.json'], () => {
  it('copies no sentence of the contract', () => {
    const sentences = new Set<string>();
    const gather = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        if (typeof item !== 'string') gather(item);
        else if (key === 'description' || key === 'summary') {
          for (const sentence of item.split(/(?<=[.!?])\s+/)) if (sentence.length >= 60) sentences.add(sentence.trim());
        }
      }
    };
    gather(sharedJson('data/atlas-admin-api.security.json'));
    expect(sentences.size).toBeGreaterThan(500);
    const text = files.map((path) => readFileSync(join(installed, path), 'utf8')).join('\n');
    expect([...sentences].filter((sentence) => text.includes(sentence))).toEqual([]);
  });
});

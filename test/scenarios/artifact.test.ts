/** Artifacts that make keys: where the folder is refused no key goes anywhere, and a key stands with no other file. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EmulatorServer } from '../../src/apps/emulator/server.ts';
import { buildProgram, environmentOf, type Program, serveStartup } from './program.ts';

let program: Program;
let emulator: EmulatorServer;

beforeAll(async () => {
  program = buildProgram();
  emulator = await serveStartup();
});

afterAll(async () => {
  await emulator.close();
  program.remove();
});

it('makes keys for their sink alone, and none where the rest cannot be written', async () => {
  const folder = program.scratch();
  const [full, keys, certificates] = ['full', 'keys', 'certificates'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(full);
  writeFileSync(join(full, 'other'), '');
  const env = environmentOf(emulator.url);
  const words = ['artifact', 'x509-set', '--project', 'shop', '--client', 'api', '--grant', 'read@shop'];
  const run = (...more: readonly string[]) => program.run([...words, ...more], { env });

  expect((await run()).code).toBe(2);
  expect((await run('--secrets-to', `${keys}/`, '--out', full)).code).toBe(2);
  expect([readdirSync(full), readdirSync(keys)]).toEqual([['other'], []]);

  const { code, stdout, stderr } = await run('--secrets-to', `${keys}/`, '--out', certificates);
  expect(code, stderr).toBe(0);
  expect(readdirSync(keys).sort()).toEqual(['api-with-key.pem', 'ca-key.pem']);
  for (const name of readdirSync(keys)) expect(statSync(join(keys, name)).mode & 0o777).toBe(0o600);
  const written = readdirSync(certificates).map((name) => readFileSync(join(certificates, name), 'utf8'));
  for (const text of [...written, stdout, stderr]) expect(text).not.toContain('PRIVATE KEY');
});

// Runs one TypeScript file on Node 20: bundles it in memory's stead into node_modules/.cache, then imports it.
import { mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node tools/run-ts.mjs FILE.ts [arguments]\n');
  process.exit(2);
}
const cache = resolve('node_modules/.cache/run-ts');
mkdirSync(cache, { recursive: true });
const outfile = resolve(cache, `${basename(entry, '.ts')}.mjs`);
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
process.argv = [process.argv[0], entry, ...rest];
await import(pathToFileURL(outfile).href);

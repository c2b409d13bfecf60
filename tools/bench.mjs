// `npm run bench [-- --quick]`: builds the command line and the figures' own processes, then prints the figures.
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const folder = resolve(root, 'node_modules/.cache/bench');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['bench', 'serve', 'read', 'judge', 'access'].map((name) => `test/bench/${name}.ts`),
  outdir: folder,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
process.argv[1] = resolve(folder, 'bench.js');
await import(pathToFileURL(process.argv[1]).href);

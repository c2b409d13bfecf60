// Builds what is shipped: one bundled command line, with what it seldom needs in chunks that load lazily.
// Packages under "devDependencies" that the code imports are bundled, with their licences in THIRD-PARTY-NOTICES.txt;
// packages under "dependencies" stay outside and are installed. Usage: node tools/build.mjs [FOLDER]
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(root, 'dist'));
const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** zod brings 50 languages of messages along, a quarter of what assess would load; only English is ever shown. */
const onlyEnglish = {
  name: 'only-english',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { fivefold: 'src/apps/cli/main.ts' },
  outdir: folder,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  external: Object.keys(dependencies),
  // Short to compile, yet a stack trace still names functions.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  // Bundled CommonJS packages ask for Node's own modules with require.
  banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
  plugins: [onlyEnglish],
  metafile: true,
  logLevel: 'warning',
});

mkdirSync(folder, { recursive: true });
const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(folder)) if (name.endsWith('.js') && !written.has(name)) rmSync(join(folder, name));
// Loaded by src/io/cedar when a policy is asked about.
copyFileSync(
  join(root, 'node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm'),
  join(folder, 'cedar_wasm_bg.wasm'),
);
writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(Object.keys(metafile.inputs)));

/** Names and licences of the packages whose files ended up in the bundle; one without a licence stops the build. */
function notices(inputs) {
  const packages = new Set(inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean));
  const parts = [...packages].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(resolve(root, path, 'package.json'), 'utf8'));
    const file = readdirSync(resolve(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
    // Some packages leave the text of their licence out; ours is the same.
    const own = file === undefined && license === 'Apache-2.0' ? join(root, 'LICENSE') : undefined;
    if (file === undefined && own === undefined)
      throw new Error(`${name} ${version} is bundled, but it has no licence file to pass on.`);
    const text = readFileSync(own ?? resolve(root, path, file), 'utf8').trim();
    return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text}\n`;
  });
  return `Fivefold is under the Apache License 2.0 (LICENSE). Its bundle holds code of these packages.\n\n${parts.join('\n')}`;
}

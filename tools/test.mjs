// `npm test`: every check of the project, one after the other; the test runner's summary comes last.
import { spawnSync } from 'node:child_process';

const steps = [
  ['generated files are fresh', 'node', ['tools/run-ts.mjs', 'tools/generate.ts', '--check']],
  ['types', 'npx', ['tsc', '-p', 'tsconfig.json']],
  ['style', 'npx', ['biome', 'check', '--error-on-warnings', '.']],
  ['boundaries', 'node', ['tools/boundaries.mjs']],
  ['tests', 'npx', ['vitest', 'run']],
];
for (const [name, command, args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`\n${name}: failed (${command} ${args.join(' ')})\n`);
    process.exit(status ?? 1);
  }
}

// Runs dependency-cruiser and fails where it looked at nothing: zero modules is not a pass.
import { spawnSync } from 'node:child_process';

const LEAST_MODULES = 100;
const { stdout, stderr, status } = spawnSync(
  'npx',
  ['depcruise', 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
  {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  },
);
if (status !== 0 && stdout === '') {
  process.stderr.write(stderr);
  process.exit(1);
}
const { summary } = JSON.parse(stdout);
for (const { rule, from, to } of summary.violations)
  process.stderr.write(`${rule.severity} ${rule.name}: ${from} → ${to}\n`);
process.stdout.write(`${summary.totalCruised} modules, ${summary.violations.length} violations\n`);
if (summary.totalCruised < LEAST_MODULES || summary.error > 0) process.exit(1);

/** What lies beside the checkout and never inside it: recordings of Atlas and its contract, which tests hold us to. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// From the working directory, which npm and vitest set to the checkout: bundled scripts have no place of their own.
const SHARED = resolve('../shared');

/** The path of a file below `../shared`, or undefined where it is not there. */
export function sharedPath(name: string): string | undefined {
  const path = join(SHARED, name);
  return existsSync(path) ? path : undefined;
}

/** A JSON file below `../shared`; it throws where the file is not there, so ask {@link sharedPath} first. */
export function sharedJson(name: string): unknown {
  return JSON.parse(readFileSync(join(SHARED, name), 'utf8'));
}

/** A file of one JSON value a line below `../shared`; it throws where the file is not there. */
export function sharedLines(name: string): readonly unknown[] {
  return readFileSync(join(SHARED, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** The box that says, loudly, that something was not tested and why. */
export function skippedBox(title: string, reasons: readonly string[]): string {
  const lines = [
    `NOT TESTED: ${title}`,
    ...reasons.map((reason) => `  ${reason}`),
    'This is not part of the repository. Nothing was compared, and nothing passed.',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '═'.repeat(width + 2);
  return [`╔${rule}╗`, ...lines.map((line) => `║ ${line.padEnd(width)} ║`), `╚${rule}╝`].join('\n');
}

import { readFileSync } from 'node:fs';

/** The version of the package that this file is part of, wherever it was built to. */
export function version(): string {
  for (const above of ['..', '../..', '../../..']) {
    try {
      const { name, version: number } = JSON.parse(
        readFileSync(new URL(`${above}/package.json`, import.meta.url), 'utf8'),
      ) as { name: string; version: string };
      if (name === 'fivefold') return number;
    } catch {
      // Not there: look one folder higher.
    }
  }
  return 'unknown';
}

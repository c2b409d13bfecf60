/** The one door for tests that need files from beside the checkout. */
import { describe, it } from 'vitest';
import { sharedPath, skippedBox } from './shared-files.ts';

export { sharedJson, sharedLines, sharedPath } from './shared-files.ts';

/**
 * Describes tests that need files below `../shared`. Where one of them is missing it prints a box on stderr and
 * declares one skipped test that names what is missing: never a silent pass.
 */
export function describeShared(title: string, needed: readonly string[], body: () => void): void {
  const missing = needed.filter((name) => sharedPath(name) === undefined);
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  console.warn(skippedBox(title, missing));
  describe(title, () => {
    it.skip(`not tested: ${missing.map((name) => `../shared/${name}`).join(', ')} not there`, () => undefined);
  });
}

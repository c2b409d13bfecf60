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
  describeUnless(
    title,
    missing.map((name) => `../shared/${name} is not there.`),
    body,
  );
}

/** Describes tests that cannot be run for these reasons: where there is one, a box and a skipped test that name it. */
export function describeUnless(title: string, reasons: readonly string[], body: () => void): void {
  if (reasons.length === 0) {
    describe(title, body);
    return;
  }
  console.warn(skippedBox(title, reasons));
  describe(title, () => {
    it.skip(`not tested: ${reasons.join(' ')}`, () => undefined);
  });
}

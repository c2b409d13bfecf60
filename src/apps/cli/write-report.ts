import { rename, rm, writeFile } from 'node:fs/promises';
import { Failure } from '../../core/failure.ts';

/** Writes a report, readable by its owner only and never half: it names every weakness of an organization. */
export async function writeReport(path: string, text: string): Promise<void> {
  const temporary = `${path}.partial`;
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Failure({
      code: 'report-not-written',
      what: `Could not write ${path}.`,
      why: `The system said: ${(error as Error).message}.`,
      fix: 'Make room or choose another place with --out. What was there before is untouched.',
    });
  }
}

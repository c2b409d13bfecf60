import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure, isFailure } from '../../core/failure.ts';

/** A file to be written. */
export interface FileToWrite {
  readonly name: string;
  readonly text: string;
  readonly executable?: true;
}

/**
 * Writes a folder that only its owner may read, whole or not at all. What stands there is kept: without `force` a folder with
 * something in it is refused, with it only files of the same names are replaced.
 */
export async function writeFolder(path: string, files: readonly FileToWrite[], force: boolean): Promise<void> {
  const target = resolve(path);
  let made: string | undefined;
  try {
    const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (there !== undefined && there.length > 0 && !force)
      throw new Failure(
        {
          code: 'folder-not-empty',
          what: `Could not write to ${path}.`,
          why: `It holds ${there.length === 1 ? '1 entry' : `${there.length} entries`} already: ${there.slice(0, 3).join(', ')}${there.length > 3 ? ', …' : ''}.`,
          fix: 'Name another folder, or add --force: it replaces files of the same names and leaves the others.',
        },
        2,
      );
    await mkdir(dirname(target), { recursive: true });
    made = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    for (const { name, text, executable } of files)
      await writeFile(join(made, name), text, { mode: executable === true ? 0o700 : 0o600 });
    if (there === undefined || there.length === 0) {
      if (there !== undefined) await rmdir(target);
      await rename(made, target);
      return;
    }
    for (const { name } of files) await rename(join(made, name), join(target, name));
    await rm(made, { recursive: true, force: true });
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof Failure || isFailure(error, 'folder-not-empty')) throw error;
    throw new Failure({
      code: 'folder-not-written',
      what: `Could not write to ${path}.`,
      why: `The system said: ${(error as Error).message}.`,
      fix: 'Make room or choose another place with --out.',
    });
  }
}

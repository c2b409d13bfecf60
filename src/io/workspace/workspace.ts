import { constants } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../core/failure.ts';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** Files of one organization under `.fivefold/`: readable by their owner only, and never half written. */
export interface Workspace {
  readonly folder: string;
  write(name: string, text: string): Promise<string>;
  /** undefined: there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** Appends a line and syncs it to disk before it returns. */
  appendLine(name: string, line: string): Promise<void>;
  lines(name: string): Promise<readonly string[]>;
  /** One writer at a time; the answer gives the lock back. */
  lock(name: string): Promise<() => Promise<void>>;
}

function cannotWrite(path: string, error: unknown): Failure {
  return new Failure({
    code: 'workspace-not-writable',
    what: `Could not write ${path}.`,
    why: `The system said: ${(error as Error).message}.`,
    fix: 'Make room or choose a folder that you may write to with --workspace FOLDER. What was there before is untouched.',
  });
}

/** Opens the workspace in a folder; nothing is made before the first write. */
export function openWorkspace(folder: string): Workspace {
  const at = (name: string) => join(folder, name);
  async function prepare(path: string): Promise<void> {
    await makeFolder(dirname(path));
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: OWNER_ONLY_FILE }).catch(() => undefined);
  }
  return {
    folder,
    async write(name, text) {
      const path = at(name);
      const temporary = `${path}.partial`;
      try {
        await prepare(path);
        const file = await open(temporary, 'w', OWNER_ONLY_FILE);
        try {
          await file.writeFile(text, 'utf8');
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, path);
        return path;
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw cannotWrite(path, error);
      }
    },
    async read(name) {
      try {
        return await readFile(at(name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async appendLine(name, line) {
      const path = at(name);
      try {
        await prepare(path);
        const file = await open(path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR, OWNER_ONLY_FILE);
        try {
          await dropTornLine(file);
          await file.writeFile(`${line}\n`, 'utf8');
          await file.sync();
        } finally {
          await file.close();
        }
        await chmod(path, OWNER_ONLY_FILE);
      } catch (error) {
        throw cannotWrite(path, error);
      }
    },
    async lines(name) {
      const text = await this.read(name);
      return text === undefined ? [] : text.split('\n').filter((line) => line !== '');
    },
    async lock(name) {
      const path = at(name);
      try {
        await prepare(path);
        const file = await open(path, 'wx', OWNER_ONLY_FILE);
        await file.writeFile(String(process.pid));
        await file.close();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(path, error);
        const holder = Number(await readFile(path, 'utf8').catch(() => ''));
        if (isAlive(holder)) {
          throw new Failure({
            code: 'workspace-locked',
            what: 'Could not start: another apply runs in this workspace.',
            why: `Process ${holder} holds ${path}.`,
            fix: 'Wait for it to finish, or end it; its journal lets the next apply go on where it stopped.',
          });
        }
        await rm(path, { force: true });
        return this.lock(name);
      }
      return () => rm(path, { force: true });
    },
  };
}

/**
 * Makes a folder and those above it. Not by `recursive: true`: where the system answers ENOENT although the folder above is
 * there (as /proc does), Node 20 tries again for ever.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: OWNER_ONLY_FOLDER });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path || (await isThere(above))) throw error;
    await makeFolder(above);
    await mkdir(path, { mode: OWNER_ONLY_FOLDER });
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Takes off what a kill left of a last line, so that the next line does not grow together with it. */
async function dropTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  if (last.toString() === '\n') return;
  const text = Buffer.alloc(size);
  await file.read(text, 0, size, 0);
  await file.truncate(text.lastIndexOf('\n') + 1);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

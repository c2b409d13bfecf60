import { open, readFile, rename, rm } from 'node:fs/promises';
import { Failure } from '../../core/failure.ts';
import { parseState, type SavedState } from '../../emulator/state.ts';

const OWNER_ONLY = 0o600;

/** The emulator's memory on disk: readable by its owner only, replaced as a whole, never half written. */
export interface StateFile {
  /** undefined: there is no such file yet. */
  read(): Promise<SavedState | undefined>;
  /** Writes what `state` answers; calls that come while a write runs are joined to one more. */
  save(state: () => SavedState): void;
  /** Waits for what `save` has begun; throws the Failure of a write that did not succeed. */
  settled(): Promise<void>;
}

/** Opens a state file; nothing is made before the first save. */
export function openStateFile(path: string): StateFile {
  let running: Promise<void> | undefined;
  let next: (() => SavedState) | undefined;
  let failure: unknown;

  async function drain(): Promise<void> {
    while (next !== undefined) {
      const state = next();
      next = undefined;
      try {
        await replace(path, JSON.stringify(state));
        failure = undefined;
      } catch (error) {
        failure = error;
      }
    }
    running = undefined;
  }

  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new Failure({
          code: 'state-unreadable',
          what: `Could not load the emulator's state "${path}".`,
          why: `The system said: ${error.message}.`,
          fix: 'Check the path and its permissions, or name another file with --state.',
        });
      });
      return text === undefined ? undefined : parseState(text, path);
    },
    save: (state) => {
      next = state;
      running ??= drain();
    },
    settled: async () => {
      await running;
      if (failure !== undefined) throw failure;
    },
  };
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.partial`;
  try {
    const file = await open(temporary, 'w', OWNER_ONLY);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Failure({
      code: 'state-not-writable',
      what: `Could not write the emulator's state "${path}".`,
      why: `The system said: ${(error as Error).message}.`,
      fix: 'Make room or name another file with --state. What was there before is untouched.',
    });
  }
}

import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, mkdir, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../core/failure.ts';
import type { NewSecret } from '../../workflows/carry-out.ts';

const OWNER_ONLY_FILE = 0o600;

const OWNER_ONLY_FOLDER = 0o700;

/** Where new secrets go, and nowhere else: one JSON object a line, or a file each. */
export interface SecretSink {
  /** The secret is safely there when the promise resolves. */
  take(secret: NewSecret): Promise<void>;
}

function lineOf({ step, address, field, value }: NewSecret): string {
  return `${JSON.stringify({ step, address, field, value: value.reveal() })}\n`;
}

function refused(target: string, why: string): Failure {
  return new Failure(
    {
      code: 'secret-sink-refused',
      what: `Could not hand a new secret to ${target}.`,
      why,
      fix: 'Name a file that you may write, or a command after a bar (--secrets-to "| vault kv put secret/atlas -"), then apply the same plan again.',
    },
    4,
  );
}

/**
 * Opens `FOLDER/` (each secret becomes a file of its own; one that stands there is never replaced),
 * `FILE` (made readable by its owner only, lines are appended), or `| COMMAND` (a shell command that gets each line on
 * its standard input; never in an argument). Refused before anything is sent where the file cannot be written.
 */
export async function openSecretSink(target: string): Promise<SecretSink> {
  if (target.trimStart().startsWith('|')) {
    const command = target.trimStart().slice(1).trim();
    if (command === '') throw refused('a command', 'After the bar stands none.');
    return { take: (secret) => feed(command, lineOf(secret)) };
  }
  if (/[\\/]$/.test(target)) return openSecretFolder(target);
  try {
    await access(dirname(target), constants.W_OK);
    const file = await open(target, 'a', OWNER_ONLY_FILE);
    await file.close();
    await chmod(target, OWNER_ONLY_FILE);
  } catch (error) {
    throw refused(target, `The system said: ${(error as Error).message}.`);
  }
  return {
    async take(secret) {
      try {
        const file = await open(target, 'a', OWNER_ONLY_FILE);
        try {
          await file.writeFile(lineOf(secret), 'utf8');
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (error) {
        throw refused(target, `The system said: ${(error as Error).message}.`);
      }
    },
  };
}

async function openSecretFolder(folder: string): Promise<SecretSink> {
  try {
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw refused(folder, `The system said: ${(error as Error).message}.`);
  }
  return {
    async take({ fileName, value }) {
      const path = join(folder, basename(fileName));
      try {
        const file = await open(path, 'wx', OWNER_ONLY_FILE);
        try {
          await file.writeFile(value.reveal(), 'utf8');
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (error) {
        throw refused(path, `The system said: ${(error as Error).message}.`);
      }
    },
  };
}

function feed(command: string, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('error', (error) => reject(refused(`"${command}"`, `The system said: ${error.message}.`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(refused(`"${command}"`, `It ended with ${signal ?? `exit code ${code}`}.`));
    });
    // A command that does not read its input closes the pipe; its exit code says whether that was right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(line);
  });
}

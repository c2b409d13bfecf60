/** Starts the figures' own processes, so that memory and processor time are those of what is measured. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Served } from './serve.ts';

/** A bundled entry of this folder in a process of its own; what it is to do is its only argument. */
export function start(entry: string, task: object, nodeOptions: readonly string[] = []): ChildProcess {
  return fork(join(import.meta.dirname, `${entry}.js`), [JSON.stringify(task)], { execArgv: [...nodeOptions] });
}

/** The next message of a process; an error where it ends without one. */
export function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });
}

/** What a task answers in a process of its own. */
export async function run<T>(entry: string, task: object, nodeOptions: readonly string[] = []): Promise<T> {
  const child = start(entry, task, nodeOptions);
  try {
    return await answerOf<T>(child);
  } finally {
    child.kill();
  }
}

/** Works with a generated organization that another process serves. */
export async function served<T>(
  options: { readonly projects: number; readonly latencyMilliseconds: number; readonly rateLimits: boolean },
  work: (at: Served) => Promise<T>,
): Promise<T> {
  const child = start('serve', options);
  try {
    return await work(await answerOf<Served>(child));
  } finally {
    child.kill();
  }
}

/** The middle of some measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

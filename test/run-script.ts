/** Runs a shell script of an artifact, with stand-ins for the tools that it calls: they note what they are told, and answer. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One call of a tool. */
export interface ToolCall {
  readonly tool: string;
  readonly words: readonly string[];
  /** What it was given on standard input; empty where nothing was. */
  readonly input: string;
}

/** A stand-in's answer to calls whose words, joined by spaces, contain this text. */
export interface ToolAnswer {
  readonly when: string;
  readonly output: string;
  readonly status?: number;
}

/** What a script did. */
export interface ScriptRun {
  readonly status: number | null;
  readonly errors: string;
  readonly calls: readonly ToolCall[];
}

/** Runs the script in an empty folder; `answers` are tried in order, and a call that none fits is answered with nothing. */
export function runScript(
  script: string,
  tools: readonly string[],
  answers: readonly ToolAnswer[],
  environment: Readonly<Record<string, string>> = {},
): ScriptRun {
  const folder = mkdtempSync(join(tmpdir(), 'fivefold-script-'));
  try {
    const log = join(folder, 'calls');
    writeFileSync(log, '');
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
    writeFileSync(join(folder, 'stand-in.cjs'), STAND_IN);
    for (const tool of tools) {
      const path = join(folder, tool);
      writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'stand-in.cjs')}" ${tool} "$@"\n`);
      chmodSync(path, 0o755);
    }
    const { status, stderr, error } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: `${folder}:/usr/local/bin:/usr/bin:/bin`, ...environment },
      input: '',
    });
    if (error !== undefined) throw error;
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ToolCall);
    return { status, errors: stderr, calls };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const STAND_IN = `
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const [tool, ...words] = process.argv.slice(2);
const input = words.includes('/dev/stdin') ? readFileSync(0, 'utf8') : '';
appendFileSync(join(__dirname, 'calls'), JSON.stringify({ tool, words, input }) + '\\n');
const text = words.join(' ');
const answer = JSON.parse(readFileSync(join(__dirname, 'answers.json'), 'utf8')).find(({ when }) => text.includes(when));
if (answer !== undefined) process.stdout.write(answer.output + '\\n');
process.exitCode = answer?.status ?? 0;
`;

import { type ExitCode, Failure } from '../../core/failure.ts';

/** Prints what went wrong: what, why, how to fix, every problem at once. Answers the exit code. */
export function printFailure(error: unknown, json: boolean): ExitCode {
  if (!(error instanceof Failure)) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`fivefold: this is a defect of Fivefold; please report it.\n${message}\n`);
    return 3;
  }
  if (json) process.stdout.write(`${JSON.stringify({ formatVersion: 1, problems: error.problems })}\n`);
  else for (const { what, why, fix } of error.problems) process.stderr.write(`${what}\n  why: ${why}\n  fix: ${fix}\n`);
  return error.exitCode;
}

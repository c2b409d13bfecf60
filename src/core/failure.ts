/** One thing that went wrong, in three sentences: what happened, the evidence, and how to mend it. */
export interface Problem {
  /** Stable machine name, for example `profile-invalid`. */
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** The process's answer: 0 clean · 1 findings · 2 usage · 3 could not look · 4 apply stopped half-way. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/**
 * The one error class. It may hold several problems, because they are reported together, never one per run.
 * `exitCode` is what the command line answers with (2 usage, 3 could not look, 4 apply stopped half-way).
 */
export class Failure extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  constructor(problems: Problem | readonly Problem[], exitCode: ExitCode = 3) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map((problem) => `${problem.what} ${problem.why} ${problem.fix}`).join('\n'));
    this.name = 'Failure';
    this.problems = list;
    this.exitCode = exitCode;
  }

  get code(): string {
    return this.problems[0]?.code ?? 'unknown';
  }
}

/** True when `error` is a Failure; with a code, when it carries a problem with that code. */
export function isFailure(error: unknown): error is Failure;
export function isFailure(error: unknown, code: string): boolean;
export function isFailure(error: unknown, code?: string): boolean {
  return error instanceof Failure && (code === undefined || error.problems.some((problem) => problem.code === code));
}

import type { ExitCode } from '../../core/failure.ts';
import type { Workspace } from '../../io/workspace/workspace.ts';
import type { Style } from '../../reports/style.ts';
import type { GLOBAL_OPTIONS, OptionSpecs, ValuesOf } from './options.ts';

/** What a command works with. */
export interface Desk<O extends OptionSpecs = Record<never, never>> {
  /** Words after the command's name. */
  readonly words: readonly string[];
  readonly values: ValuesOf<O & typeof GLOBAL_OPTIONS>;
  readonly json: boolean;
  readonly style: Style;
  /** True where a person sits in front of it and can be asked. */
  readonly interactive: boolean;
  /** Data: standard output. */
  readonly print: (text: string) => void;
  /** Progress and remarks: standard error. */
  readonly note: (text: string) => void;
  readonly workspace: Workspace;
}

/** One verb of the command line. */
export interface Command<O extends OptionSpecs = OptionSpecs> {
  /** Also the file's name. */
  readonly name: string;
  /** Where it stands in the help: the order of the whole job. */
  readonly order: number;
  readonly summary: string;
  /** Words that it takes after its name: `[list | show ID]`. */
  readonly words?: string;
  /** A few sentences under the summary in `fivefold NAME --help`. */
  readonly description?: string;
  readonly examples: readonly string[];
  readonly options: O;
  /** What its first word may name, each with options of its own; help shows one at a time. */
  readonly topics?: Readonly<Record<string, Topic>>;
  run(desk: Desk<O>): Promise<ExitCode>;
}

/** One thing that a command does, with the options that belong to it alone. */
export interface Topic {
  readonly summary: string;
  readonly description: string;
  /** Names of the command's options that it takes; options that no topic names belong to all. */
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
}

/** Changes nothing: it types `run` by what `options` declares. */
export function defineCommand<const O extends OptionSpecs>(command: Command<O>): Command<O> {
  return command;
}

/** What the generated table holds of a command, so that help loads nothing else. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly words?: string;
  readonly description?: string;
  readonly examples: readonly string[];
  readonly options: OptionSpecs;
  readonly topics?: Readonly<Record<string, Topic>>;
  // biome-ignore lint/suspicious/noExplicitAny: commands take different options
  readonly load: () => Promise<{ readonly default: Command<any> }>;
}

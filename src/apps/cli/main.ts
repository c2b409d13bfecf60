/** The command line: parse, call a workflow, format. Everything heavy is loaded when its command runs. */
import { parseArgs } from 'node:util';
import type { ExitCode } from '../../core/failure.ts';
import { styleFor } from '../../reports/style.ts';
import type { CommandEntry } from './command.ts';
import { commands } from './commands.generated.ts';
import { helpFor, overview } from './help.ts';
import { GLOBAL_OPTIONS, type OptionSpecs, type ValuesOf } from './options.ts';
import { nearest } from './suggest.ts';

async function main(argv: readonly string[]): Promise<ExitCode> {
  const colour = process.stdout.isTTY === true && !argv.includes('--no-color') && !process.env.NO_COLOR;
  const style = styleFor(colour, process.stdout.columns ?? 100);
  if (argv.includes('--version')) {
    const { version } = await import('./version.ts');
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  // A known command first: `fivefold --org ID assess` has another word before it.
  const names = new Set(commands.map((candidate) => candidate.name));
  const known = argv.findIndex((word) => names.has(word));
  const at = known === -1 ? argv.findIndex((word) => !word.startsWith('-')) : known;
  const name = at === -1 ? undefined : argv[at];
  if (name === undefined || name === 'help') {
    const about = commands.find((candidate) => candidate.name === argv[at + 1]);
    process.stdout.write(name === 'help' && about !== undefined ? helpFor(about, style) : overview(commands, style));
    return name === undefined && argv.length > 0 && !argv.some((word) => word === '--help' || word === '-h') ? 2 : 0;
  }
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const guess = nearest(
      name,
      commands.map((candidate) => candidate.name),
    );
    const hint = guess === undefined ? '' : ` Did you mean \`fivefold ${guess}\`?`;
    process.stderr.write(`fivefold: there is no command "${name}".${hint}\nSee \`fivefold --help\`.\n`);
    return 2;
  }
  const line = parsed(entry, [...argv.slice(0, at), ...argv.slice(at + 1)]);
  if ('problem' in line) {
    process.stderr.write(`fivefold ${name}: ${line.problem}\nSee \`fivefold ${name} --help\`.\n`);
    return 2;
  }
  if (line.values.help === true) {
    process.stdout.write(helpFor(entry, style, line.words[0]));
    return 0;
  }
  const { openWorkspace } = await import('../../io/workspace/workspace.ts');
  const { default: command } = await entry.load();
  const workspace = openWorkspace((line.values.workspace as string | undefined) ?? '.fivefold');
  const { overdueWatch } = await import('./overdue.ts');
  const { now } = await import('../platform.ts');
  const overdue = await overdueWatch({ workspace }, now());
  if (overdue !== undefined) process.stderr.write(`${overdue}\n`);
  return command.run({
    words: line.words,
    values: line.values as ValuesOf<OptionSpecs>,
    json: line.values.json === true,
    style,
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env.CI,
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    workspace,
  });
}

type Line =
  | { readonly values: Readonly<Record<string, unknown>>; readonly words: readonly string[] }
  | { readonly problem: string };

/** Takes the rest of the line apart; a misspelt option is named with the one that was probably meant. */
function parsed(entry: CommandEntry, args: readonly string[]): Line {
  const specs: OptionSpecs = { ...GLOBAL_OPTIONS, ...entry.options };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    if (positionals.length > 0 && entry.words === undefined)
      return { problem: `takes no word after its name, but "${positionals[0]}" was given.` };
    return { values, words: positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'(-[^']*)'/.exec(message)?.[1] : undefined;
    if (unknown === undefined) return { problem: message };
    const guess = nearest(unknown.replace(/^-+/, ''), Object.keys(specs));
    return { problem: `there is no option ${unknown}.${guess === undefined ? '' : ` Did you mean --${guess}?`}` };
  }
}

// `fivefold controls | head` closes the pipe early: that is no error, and there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { printFailure } = await import('./failures.ts');
    process.exitCode = printFailure(error, process.argv.includes('--json'));
  },
);

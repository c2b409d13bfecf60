import { type Style, wrap } from '../../reports/style.ts';
import type { CommandEntry } from './command.ts';
import { GLOBAL_OPTIONS, type OptionSpecs } from './options.ts';

const OPTION_COLUMN = 30;

function optionLines(specs: OptionSpecs, style: Style): readonly string[] {
  return Object.entries(specs).map(([name, option]) => {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    const head = `${short}--${name}${option.value === undefined ? '' : ` ${option.value}`}`;
    const text = wrap(option.text, style.width - OPTION_COLUMN - 2, ' '.repeat(OPTION_COLUMN + 2));
    return head.length < OPTION_COLUMN
      ? `  ${head.padEnd(OPTION_COLUMN)}${text}`
      : `  ${head}\n${' '.repeat(OPTION_COLUMN + 2)}${text}`;
  });
}

/** What `fivefold --help` prints. */
export function overview(commands: readonly CommandEntry[], style: Style): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    `${style.bold('fivefold')}: the security engineer for MongoDB Atlas`,
    '',
    'usage: fivefold COMMAND [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${style.bold(name.padEnd(width))}${summary}`),
    '',
    'Every command takes',
    ...optionLines(GLOBAL_OPTIONS, style),
    '',
    'Credentials come from the environment, never from an argument:',
    '  MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET (service account, preferred), or',
    '  MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY; MONGODB_ATLAS_ORG_ID names the organization,',
    '  MONGODB_ATLAS_BASE_URL another Atlas (https://cloud.mongodbgov.com); --atlas-profile takes the Atlas CLI’s own.',
    '',
    'Exit codes: 0 clean · 1 findings · 2 usage · 3 could not look · 4 apply stopped half-way',
    '',
    'See `fivefold COMMAND --help` for the options of a command. To start: `fivefold demo`.',
    '',
  ].join('\n');
}

/** What `fivefold COMMAND --help` prints. */
export function helpFor(entry: CommandEntry, style: Style): string {
  const words = entry.words === undefined ? '' : ` ${entry.words}`;
  return [
    `${style.bold(`fivefold ${entry.name}`)}: ${entry.summary}`,
    ...(entry.description === undefined ? [] : ['', wrap(entry.description, style.width, '')]),
    '',
    `usage: fivefold ${entry.name}${words} [options]`,
    '',
    ...optionLines({ ...entry.options, ...GLOBAL_OPTIONS }, style),
    '',
    ...entry.examples.map((example) => style.dim(`  $ ${example}`)),
    '',
  ].join('\n');
}

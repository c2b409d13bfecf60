import { hang, type Style, wrap } from '../../reports/style.ts';
import type { CommandEntry } from './command.ts';
import { GLOBAL_OPTIONS, type OptionSpecs } from './options.ts';

const OPTION_COLUMN = 30;

function optionLines(specs: OptionSpecs, style: Style): readonly string[] {
  return Object.entries(specs).map(([name, option]) => {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    const head = `${short}--${name}${option.value === undefined ? '' : ` ${option.value}`}`;
    const text = hang(option.text, style, OPTION_COLUMN + 2);
    return head.length < OPTION_COLUMN
      ? `  ${head.padEnd(OPTION_COLUMN)}${text}`
      : `  ${head}\n${' '.repeat(OPTION_COLUMN + 2)}${text}`;
  });
}

/** The options of a command that belong to none of its topics alone. */
export function commonOptions({ options, topics = {} }: CommandEntry): OptionSpecs {
  const own = new Set(Object.values(topics).flatMap((topic) => Object.keys(topic.options)));
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.has(name)));
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

/** What `fivefold COMMAND --help` prints, or `fivefold COMMAND TOPIC --help`. */
export function helpFor(entry: CommandEntry, style: Style, word?: string): string {
  const { topics = {} } = entry;
  const topic = word === undefined ? undefined : topics[word];
  if (topic !== undefined)
    return helpFor(
      {
        ...entry,
        name: `${entry.name} ${word}`,
        summary: topic.summary,
        description: topic.description,
        words: '',
        options: { ...topic.options, ...commonOptions(entry) },
        examples: topic.examples,
        topics: {},
      },
      style,
    );
  const names = Object.keys(topics);
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  const words = entry.words === undefined || entry.words === '' ? '' : ` ${entry.words}`;
  return [
    `${style.bold(`fivefold ${entry.name}`)}: ${entry.summary}`,
    ...(entry.description === undefined ? [] : ['', wrap(entry.description, style.width, '')]),
    '',
    `usage: fivefold ${entry.name}${words} [options]`,
    '',
    ...names.map((name) => `  ${style.bold(name.padEnd(width))}${hang(topics[name]?.summary ?? '', style, width + 2)}`),
    ...(names.length === 0 ? [] : ['']),
    ...optionLines({ ...commonOptions(entry), ...GLOBAL_OPTIONS }, style),
    '',
    ...entry.examples.map((example) => style.dim(`  $ ${example}`)),
    '',
  ].join('\n');
}

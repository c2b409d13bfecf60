/** The command line: parse, call a workflow, format. Everything heavy is loaded when its command runs. */
import { parseArgs } from 'node:util';
import type { ExitCode } from '../../core/failure.ts';

/** Options that every command takes. */
const OPTIONS = {
  help: { type: 'boolean', short: 'h', text: 'show this help' },
  json: { type: 'boolean', text: 'print JSON (formatVersion 1) on standard output' },
  org: { type: 'string', value: 'ID', text: 'the organization; default MONGODB_ATLAS_ORG_ID' },
  project: { type: 'string', multiple: true, value: 'ID|NAME', text: 'only this project; repeatable' },
  profile: {
    type: 'string',
    value: 'FILE',
    text: 'the answers, fivefold.yaml; default ./fivefold.yaml where it exists',
  },
  snapshot: { type: 'string', value: 'FILE', text: 'judge a saved snapshot instead of reading Atlas' },
  plan: { type: 'string', value: 'FILE', text: 'the plan to use; default the last one made' },
  accept: { type: 'string', multiple: true, value: 'HAZARD', text: 'also apply steps with this hazard; repeatable' },
  step: { type: 'string', multiple: true, value: 'ID', text: 'also apply this step, whatever its hazards; repeatable' },
  dialect: { type: 'string', value: 'api|terraform', text: 'what render writes; default terraform' },
  'atlas-profile': { type: 'string', value: 'NAME', text: "credentials from the Atlas CLI's profile of this name" },
  'fail-on': { type: 'string', value: 'SEVERITY', text: 'exit 1 from this severity on; default low' },
  workspace: { type: 'string', value: 'FOLDER', text: 'where snapshots, plans and journals go; default .fivefold' },
  port: { type: 'string', value: 'N', text: 'port of the emulator; default any free one' },
  'latency-ms': { type: 'string', value: 'N', text: 'added to every answer of the emulator' },
  keep: { type: 'boolean', text: 'leave the demo running afterwards' },
  yes: { type: 'boolean', text: 'ask nothing' },
  'no-color': { type: 'boolean', text: 'plain text; NO_COLOR does the same' },
  version: { type: 'boolean', text: 'show the version' },
} as const;

const COMMANDS: Readonly<Record<string, string>> = {
  demo: 'the whole job on a sample organization, in an emulator',
  collect: 'read an organization into a snapshot (only GET requests)',
  assess: 'judge an organization or a snapshot, layer by layer (only GET requests)',
  plan: 'plan the way to a safe configuration (only GET requests)',
  render: 'write the plan as Terraform or Admin API calls',
  rehearse: 'carry the plan out on an emulator of your organization',
  apply: 'apply the plan: by default only steps without hazard',
  verify: 'read again and say what of the plan holds',
  controls: 'list the controls, or `controls show ID`',
  emulator: 'serve an Atlas emulator with the sample organization on 127.0.0.1',
};

/** The command line taken apart. */
export interface CommandLine {
  readonly command: string;
  readonly rest: readonly string[];
  readonly values: Readonly<{
    json?: boolean;
    org?: string;
    project?: string[];
    profile?: string;
    snapshot?: string;
    plan?: string;
    accept?: string[];
    step?: string[];
    dialect?: string;
    'atlas-profile'?: string;
    'fail-on'?: string;
    workspace?: string;
    port?: string;
    'latency-ms'?: string;
    keep?: boolean;
    yes?: boolean;
    'no-color'?: boolean;
  }>;
}

function help(): string {
  const commands = Object.entries(COMMANDS).map(([name, text]) => `  ${name.padEnd(12)}${text}`);
  const options = Object.entries(OPTIONS).map(([name, option]) => {
    const value = 'value' in option ? ` ${option.value}` : '';
    return `  ${`--${name}${value}`.padEnd(26)}${option.text}`;
  });
  return [
    'fivefold: the security engineer for MongoDB Atlas',
    '',
    'usage: fivefold COMMAND [options]',
    '',
    ...commands,
    '',
    ...options,
    '',
    'credentials: MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET (service account), or',
    '  MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY; never an argument.',
    'exit codes: 0 clean · 1 findings · 2 usage · 3 could not look · 4 apply stopped half-way',
    '',
  ].join('\n');
}

async function main(argv: readonly string[]): Promise<ExitCode> {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, option]) => [
      name,
      {
        type: option.type,
        ...('short' in option ? { short: option.short } : {}),
        ...('multiple' in option ? { multiple: true } : {}),
      },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }) as typeof parsed;
  } catch (error) {
    process.stderr.write(`fivefold: ${(error as Error).message}\nTry \`fivefold --help\`.\n`);
    return 2;
  }
  const [command, ...rest] = parsed.positionals;
  if (parsed.values.version) {
    process.stdout.write('0.1.0\n');
    return 0;
  }
  if (parsed.values.help || command === undefined) {
    process.stdout.write(help());
    return command === undefined && !parsed.values.help ? 2 : 0;
  }
  if (!(command in COMMANDS)) {
    process.stderr.write(
      `fivefold: there is no command "${command}".\nCommands: ${Object.keys(COMMANDS).join(', ')}.\n`,
    );
    return 2;
  }
  const { runCommand } = await import('./commands.ts');
  return runCommand({ command, rest, values: parsed.values as CommandLine['values'] });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { printFailure } = await import('./failures.ts');
    process.exitCode = printFailure(error, process.argv.includes('--json'));
  },
);

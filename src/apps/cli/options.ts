/** How one option is written and what it is for. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in the help: `FILE`. */
  readonly value?: string;
  readonly text: string;
}

/** Options by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The parsed values of options. */
export type ValuesOf<O extends OptionSpecs> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean'
    ? boolean
    : O[K]['multiple'] extends true
      ? string[]
      : string;
};

/** What every command takes. Credentials come from the environment or the Atlas CLI, never from an option. */
export const GLOBAL_OPTIONS = {
  help: { type: 'boolean', short: 'h', text: 'show this help' },
  json: { type: 'boolean', text: 'print JSON (formatVersion 1) on standard output' },
  org: { type: 'string', value: 'ID', text: 'the organization; default MONGODB_ATLAS_ORG_ID' },
  project: { type: 'string', multiple: true, value: 'ID|NAME', text: 'only this project; repeatable' },
  profile: {
    type: 'string',
    value: 'FILE',
    text: 'the answers to the tailoring questions; default ./fivefold.yaml where it exists',
  },
  'atlas-profile': { type: 'string', value: 'NAME', text: "credentials from the Atlas CLI's profile of this name" },
  workspace: { type: 'string', value: 'FOLDER', text: 'where snapshots, plans and journals go; default .fivefold' },
  'no-color': { type: 'boolean', text: 'plain text; NO_COLOR does the same' },
} as const satisfies OptionSpecs;

/** What commands take that can work from a file. */
export const SNAPSHOT_OPTION = {
  snapshot: { type: 'string', value: 'FILE', text: 'a saved snapshot, instead of reading Atlas' },
} as const satisfies OptionSpecs;

/** What commands take that work on a saved plan. */
export const PLAN_OPTION = {
  plan: { type: 'string', value: 'FILE', text: 'the plan to use; default the last one made' },
} as const satisfies OptionSpecs;

/** What commands take that carry steps out. */
export const STEP_OPTIONS = {
  accept: { type: 'string', multiple: true, value: 'HAZARD', text: 'also take steps with this hazard; repeatable' },
  step: { type: 'string', multiple: true, value: 'ID', text: 'also take this step, whatever its hazards; repeatable' },
  'cut-off': {
    type: 'string',
    multiple: true,
    value: 'CLIENT',
    text: 'let this client lose its way in, which is refused otherwise; repeatable',
  },
} as const satisfies OptionSpecs;

/** What commands take that may be given a new secret by Atlas. */
export const SECRETS_OPTION = {
  'secrets-to': {
    type: 'string',
    value: 'FILE|FOLDER/|"| COMMAND"',
    text: 'where new secrets go, which are shown once: a file or folder that only you can read, or a command’s standard input',
  },
} as const satisfies OptionSpecs;

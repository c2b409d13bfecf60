import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type {
  AnyArtifact,
  ArtifactCrypto,
  ArtifactEntry,
  ArtifactFile,
  ArtifactOption,
  ArtifactOptions,
  ArtifactValues,
  GivenFile,
  Made,
} from '../../../artifacts/artifact.ts';
import { artifacts } from '../../../artifacts/index.generated.ts';
import type { Address } from '../../../core/address.ts';
import { Failure, type Problem } from '../../../core/failure.ts';
import { indexSnapshot, type SnapshotIndex } from '../../../core/snapshot.ts';
import { hang } from '../../../reports/style.ts';
import type { NewSecret } from '../../../workflows/carry-out.ts';
import { now } from '../../platform.ts';
import { type Desk, defineCommand, type Topic } from '../command.ts';
import { profileFor, snapshotFor, usage } from '../inputs.ts';
import { type OptionSpec, type OptionSpecs, SECRETS_OPTION, SNAPSHOT_OPTION } from '../options.ts';
import { nearest } from '../suggest.ts';
import { writeFolder } from '../write-folder.ts';

type Values = ArtifactValues<ArtifactOptions>;

const COMMON = {
  ...SNAPSHOT_OPTION,
  ...SECRETS_OPTION,
  out: { type: 'string', value: 'FOLDER', text: 'write a directory with a README, instead of standard output' },
  force: { type: 'boolean', text: 'with --out: replace files of the same names in a folder that is not empty' },
  only: { type: 'string', value: 'NAME', text: 'print this file alone, as it is, for a pipe' },
} as const satisfies OptionSpecs;

function specOf({ type, multiple, value, text, choices }: ArtifactOption): OptionSpec {
  const shown = value ?? choices?.join('|') ?? (type === 'file' ? 'FILE' : undefined);
  return {
    type: type === 'boolean' ? 'boolean' : 'string',
    ...(multiple === undefined ? {} : { multiple }),
    ...(shown === undefined ? {} : { value: shown }),
    text: multiple === undefined ? text : `${text}; repeatable`,
  };
}

function specsOf(options: ArtifactOptions): OptionSpecs {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, specOf(option)]));
}

const TOPICS: Readonly<Record<string, Topic>> = Object.fromEntries(
  artifacts.map(({ id, summary, about, options, usage: lines }) => [
    id,
    {
      summary,
      description: about,
      options: specsOf(options),
      examples: lines.map((line) => `fivefold artifact ${line}`),
    },
  ]),
);

export default defineCommand({
  name: 'artifact',
  order: 56,
  summary: 'write what belongs outside Atlas: connection strings, firewall rules, key policies, certificates …',
  words: '[NAME]',
  description:
    'Without a name: the list. What an artifact needs from Atlas it reads itself (only GET requests) or takes from --snapshot. ' +
    'No secret stands in a file: what runs takes it from the environment, and a new key goes to --secrets-to alone.',
  examples: [
    'fivefold artifact',
    'fivefold artifact connection-strings --help',
    'fivefold artifact custom-role --json',
  ],
  options: { ...Object.assign({}, ...Object.values(TOPICS).map(({ options }) => options)), ...COMMON } as typeof COMMON,
  topics: TOPICS,
  async run(desk) {
    const [name, surplus] = desk.words;
    if (name === undefined) {
      list(desk);
      return 0;
    }
    if (surplus !== undefined)
      throw usage(`There is nothing to do with "${surplus}".`, '`artifact` takes one name.', 'Leave the word out.');
    const entry = artifacts.find(({ id }) => id === name);
    if (entry === undefined) {
      const near = nearest(
        name,
        artifacts.map(({ id }) => id),
      );
      throw usage(
        `There is no artifact "${name}".`,
        `There are ${artifacts.map(({ id }) => id).join(', ')}.`,
        near === undefined ? 'Use one of them.' : `Did you mean \`artifact ${near}\`?`,
      );
    }
    const { out, force = false, only } = desk.values;
    if (force && out === undefined)
      throw usage('--force has nothing to replace.', 'It belongs to --out.', 'Add --out FOLDER.');
    if (only !== undefined && (out !== undefined || desk.json))
      throw usage('--only prints one file.', 'It goes with neither --out nor --json.', 'Leave one of them out.');
    const values = await valuesOf(entry, desk);
    const { default: artifact } = await entry.load();
    const sink = await sinkFor(artifact, values, desk);
    const made = await artifact.make({
      values,
      profile: (await profileFor(desk)).profile,
      index: await indexFor(artifact, values, desk),
      now: now(),
      crypto: cryptography(),
    });
    const files = [readme(entry, made), ...made.files];
    // The folder first: where it is refused, no key has gone anywhere without its certificate.
    if (out !== undefined) await writeFolder(out, files, force);
    for (const secret of made.secrets ?? []) await sink?.(secret);
    if (out !== undefined) {
      const names = files.map((file) => file.name);
      if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, artifact: name, folder: out, files: names }));
      else desk.print(`Wrote ${names.join(', ')} to ${out}. Begin with README.md.`);
    } else if (desk.json) desk.print(JSON.stringify(asJson(name, made)));
    else if (only !== undefined) desk.print(fileCalled(only, made.files).text.trimEnd());
    else show(made, desk);
    return 0;
  },
});

function list(desk: Pick<Desk, 'json' | 'print' | 'style'>): void {
  if (desk.json) {
    desk.print(
      JSON.stringify({
        formatVersion: 1,
        artifacts: artifacts.map(({ id, title, summary, about, options }) => ({
          id,
          title,
          summary,
          about,
          options: Object.entries(options).map(([option, { type, text, choices, multiple = false }]) => ({
            name: option,
            type,
            text,
            multiple,
            ...(choices === undefined ? {} : { choices }),
          })),
        })),
      }),
    );
    return;
  }
  const width = Math.max(...artifacts.map(({ id }) => id.length)) + 2;
  for (const { id, summary } of artifacts)
    desk.print(`  ${desk.style.bold(id.padEnd(width))}${hang(summary, desk.style, width + 2)}`);
  desk.print(desk.style.dim('\n`fivefold artifact NAME --help` says what it takes.'));
}

/** What the artifact was told; every problem at once. */
async function valuesOf(entry: ArtifactEntry, desk: Desk): Promise<Values> {
  const given = desk.values as Readonly<Record<string, unknown>>;
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  const foreign = Object.keys(given).filter(
    (name) => !(name in entry.options) && artifacts.some(({ options }) => name in options),
  );
  for (const name of foreign)
    problems.push({
      code: 'usage',
      what: `The artifact ${entry.id} takes no --${name}.`,
      why: `It takes ${optionNames(entry)}.`,
      fix: `See \`fivefold artifact ${entry.id} --help\`.`,
    });
  for (const [name, option] of Object.entries(entry.options)) {
    const value = given[name];
    if (value === undefined) continue;
    const one = async (text: unknown) => {
      if (option.type === 'file') return readGiven(name, String(text), problems);
      if (option.choices !== undefined && !option.choices.includes(String(text))) {
        const near = nearest(String(text), option.choices);
        problems.push({
          code: 'usage',
          what: `--${name} cannot be "${String(text)}".`,
          why: `It is one of ${option.choices.join(', ')}.`,
          fix: near === undefined ? 'Use one of them.' : `Did you mean ${near}?`,
        });
      }
      return text as string | boolean;
    };
    values[name] = Array.isArray(value) ? await Promise.all(value.map(one)) : await one(value);
  }
  if (problems.length > 0) throw new Failure(problems, 2);
  return values as Values;
}

function optionNames({ options }: ArtifactEntry): string {
  const names = Object.keys(options).map((name) => `--${name}`);
  return names.length === 0 ? 'no option of its own' : names.join(', ');
}

async function readGiven(option: string, path: string, problems: Problem[]): Promise<GivenFile> {
  try {
    return { name: path, text: await readFile(path, 'utf8') };
  } catch (error) {
    problems.push({
      code: 'file-missing',
      what: `Could not read the file of --${option}.`,
      why: `The system said: ${(error as Error).message}.`,
      fix: 'Check the path.',
    });
    return { name: path, text: '' };
  }
}

/** Where new secrets go; refused before anything is made where none was named. */
async function sinkFor(
  artifact: AnyArtifact,
  values: Values,
  desk: Desk<typeof COMMON>,
): Promise<((secret: NonNullable<Made['secrets']>[number]) => Promise<void>) | undefined> {
  const target = desk.values['secrets-to'];
  if (artifact.yieldsSecrets?.(values) !== true) {
    if (target !== undefined) throw usage('--secrets-to would stay empty.', `This makes no secret.`, 'Leave it out.');
    return undefined;
  }
  if (target === undefined)
    throw usage(
      `Refused to make new keys for ${artifact.id}.`,
      'A new key is a secret: it is neither printed nor written with the other files.',
      'Add --secrets-to FOLDER/ (a file each, which only you can read), FILE or "| COMMAND".',
    );
  const { openSecretSink } = await import('../../../io/secrets/secret-sink.ts');
  const sink = await openSecretSink(target);
  return ({ name, value }) =>
    sink.take({
      step: 'artifact',
      address: artifact.id as Address,
      field: name,
      fileName: name,
      value,
    } satisfies NewSecret);
}

/** The organization as far as the artifact asks for it. */
async function indexFor(artifact: AnyArtifact, values: Values, desk: Desk<typeof COMMON>): Promise<SnapshotIndex> {
  const kinds = artifact.reads(values);
  if (kinds.length === 0)
    return indexSnapshot({
      formatVersion: 1,
      takenAt: now(),
      source: { type: 'generated', organization: { id: 'none', name: 'none' } },
      resources: [],
      reads: [],
    });
  return indexSnapshot(await snapshotFor(desk, kinds));
}

/** Certificates are written with a library that is loaded when one is wanted. */
function cryptography(): ArtifactCrypto {
  return {
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    issueCertificate: async (request) => {
      const { issueCertificate } = await import('../../../io/x509/issue-certificate.ts');
      return issueCertificate(request);
    },
  };
}

function fileCalled(name: string, files: readonly ArtifactFile[]): ArtifactFile {
  const found = files.find((file) => file.name === name);
  if (found !== undefined) return found;
  throw usage(
    `There is no file "${name}".`,
    `There are ${files.map((file) => file.name).join(', ')}.`,
    'Name one of them with --only.',
  );
}

function asJson(artifact: string, { files, next, remarks = [], secrets = [] }: Made) {
  return {
    formatVersion: 1,
    artifact,
    files,
    next,
    remarks,
    secrets: secrets.map(({ name, about }) => ({ name, about })),
  };
}

function show({ files, next, remarks = [], secrets = [] }: Made, desk: Pick<Desk, 'print' | 'note' | 'style'>): void {
  const { style } = desk;
  for (const { name, about, text } of files) {
    if (files.length > 1) desk.note(`${style.bold(`── ${name}`)}  ${style.dim(about)}`);
    desk.print(files.length > 1 ? `${text.trimEnd()}\n` : text.trimEnd());
  }
  for (const { name, about } of secrets) desk.note(`${style.bold(name)} went where --secrets-to says. ${about}`);
  if (next.length > 0) desk.note(style.bold('\nNext'));
  for (const [position, line] of next.entries()) desk.note(`  ${position + 1}. ${hang(line, style, 5)}`);
  for (const line of remarks) desk.note(style.yellow(`  ! ${hang(line, style, 4)}`));
}

function readme(entry: ArtifactEntry, { files, next, remarks = [], secrets = [] }: Made) {
  const lines = [
    `# ${entry.title}`,
    '',
    entry.about,
    '',
    ...files.map(({ name, about }) => `- \`${name}\`: ${about}`),
    ...secrets.map(({ name, about }) => `- \`${name}\` (a secret, not in this folder): ${about}`),
    ...(next.length === 0 ? [] : ['', '## Next', '', ...next.map((line, position) => `${position + 1}. ${line}`)]),
    ...(remarks.length === 0 ? [] : ['', '## Good to know', '', ...remarks.map((line) => `- ${line}`)]),
    '',
  ];
  return { name: 'README.md', text: lines.join('\n') };
}

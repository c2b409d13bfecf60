import type { Design, FieldDesign, FieldQuery } from './design.ts';
import { abilitiesOf, collectionLimits, TOOLS } from './explain.ts';
import { formatBound } from './extended-json.ts';
import { KMS, type KmsProvider } from './kms.ts';
import type { DesignProblem } from './rules.ts';
import { formatVersion, type ServerVersion } from './server-version.ts';

/** What the page tells of. */
export interface PageInput {
  readonly namespace: string;
  readonly design: Design;
  readonly server: ServerVersion;
  readonly serverBecause: string;
  readonly provider: KmsProvider;
  readonly keyVault: string;
  readonly warnings: readonly DesignProblem[];
  /** Samples that the design rests on; 0: none. */
  readonly samples: number;
  readonly languages: readonly { readonly file: string; readonly needs: string; readonly run: string }[];
  readonly designFile: string;
}

/** The design as a page for people: what is encrypted and why, what still works, who sees what, and how keys are handled. */
export function designPage(input: PageInput): string {
  const { namespace, design, server, serverBecause, samples } = input;
  const mode = design.mode === 'queryable' ? 'Queryable Encryption' : 'client-side field level encryption (CSFLE)';
  return [
    `# Encrypted fields of ${namespace}`,
    '',
    `Mode: **${mode}**. ${design.modeBecause}`,
    `Server: MongoDB ${formatVersion(server)} (${serverBecause}). ${samples === 0 ? 'No samples were given.' : `${samples} samples were read; none of their values is in this page.`}`,
    '',
    '## Fields',
    '',
    ...fieldsTable(design.fields),
    '',
    ...design.fields.flatMap(fieldSection),
    ...leftSection(design),
    ...warningsSection(input.warnings),
    ...parametersSection(design.fields),
    '## What holds for the whole collection',
    '',
    ...collectionLimits(design.mode, server).map((line) => `- ${line}`),
    '',
    '## Who sees what',
    '',
    '| tool | sees |',
    '| --- | --- |',
    ...TOOLS.map(({ tool, sees }) => `| ${tool} | ${cell(sees)} |`),
    '',
    ...keysSection(input),
    ...programsSection(input),
  ].join('\n');
}

function fieldsTable(fields: readonly FieldDesign[]): readonly string[] {
  return [
    '| field | type | how | what it is | confidence |',
    '| --- | --- | --- | --- | --- |',
    ...fields.map(
      (field) =>
        `| \`${cell(field.path)}\` | ${typesOf(field)} | ${cell(howOf(field))} | ${field.category ?? ''} | ${field.confidence} |`,
    ),
  ];
}

function fieldSection(field: FieldDesign): readonly string[] {
  const { find, not, aggregate, update, index } = abilitiesOf(field);
  return [
    `### \`${field.path}\``,
    '',
    field.because,
    '',
    `- Find: ${find.join(', ')}`,
    `- Not: ${not.join(', ')}`,
    `- Aggregation: ${aggregate.join(', ')}`,
    `- Update: ${update.join(', ')}`,
    `- Index: ${index}`,
    ...field.notes.map((note) => `- **Note:** ${note}`),
    '',
  ];
}

function leftSection({ left }: Design): readonly string[] {
  return left.length === 0
    ? []
    : ['## Left in the clear', '', ...left.map(({ path, because }) => `- \`${path}\`: ${because}`), ''];
}

function warningsSection(warnings: readonly DesignProblem[]): readonly string[] {
  return warnings.length === 0
    ? []
    : ['## Warnings', '', ...warnings.map(({ what, why, fix, source }) => `- ${what} ${why} ${fix} (${source})`), ''];
}

/** Explains the parameters that the design uses, each once. */
function parametersSection(fields: readonly FieldDesign[]): readonly string[] {
  const queries = fields.flatMap(({ treatment }) => (treatment.mode === 'queryable' ? treatment.queries : []));
  if (queries.length === 0) return [];
  return [
    '## Parameters',
    '',
    '- `contention`: how many counters a value is spread over. More make writes of one and the same value at one time faster and its number of occurrences harder to tell; queries ask for all of them. 8 suits most; raise it for a field with few different values and many writers, lower it to 0 for one whose values are all different.',
    ...(queries.some(({ kind }) => kind === 'range')
      ? [
          '- `min`, `max`: the smallest and the largest value that can be written; others are refused. A narrower range makes queries and writes cheaper. Here they leave room beside the samples.',
          '- `precision`: digits after the point that tell values apart, for double and decimal.',
          '- `sparsity`: how thinly the range is indexed; 2 where it is left out. Lower makes queries faster and writes larger.',
          '- `trimFactor`: how many of the coarsest steps are left out of the index; 6 where it is left out. Higher makes writes smaller and wide ranges slower.',
        ]
      : []),
    ...(queries.some(({ kind }) => kind === 'text')
      ? [
          '- `strMinQueryLength`, `strMaxQueryLength`: how long a text may be that is searched for; each length makes entries with every write.',
          '- `strMaxLength`: the longest text that can be written, for substring.',
          '- `caseSensitive`, `diacriticSensitive`: whether upper and lower case, and marks such as é, are told apart.',
        ]
      : []),
    '',
  ];
}

function keysSection({ provider, keyVault, namespace, design }: PageInput): readonly string[] {
  const kms = KMS[provider];
  return [
    '## Keys',
    '',
    `- Each field has a data key of its own in \`${keyVault}\`; ${kms.name} wraps it, and the database never sees it in the clear.`,
    `- Who makes and rotates data keys needs ${kms.provisioning}; an application needs ${kms.application} alone.`,
    `- ${kms.credential}`,
    `- Applications need \`find\` on \`${keyVault}\` and nothing more; making and rotating keys needs \`insert\` and \`update\` there too. Give the two different database users.`,
    '- Rotate by wrapping the data keys anew (`rotate`): documents stay as they are. Keep the old key until no backup of the key vault needs it.',
    '- Deleting a data key makes its field unreadable for ever, in every copy: this is how data can be erased that backups still hold.',
    ...(design.mode === 'csfle' ? [`- Data keys are named \`${namespace}.PATH\`.`] : []),
    '',
  ];
}

function programsSection({ languages, designFile }: PageInput): readonly string[] {
  if (languages.length === 0) return [];
  return [
    '## Programs',
    '',
    `Each program reads \`${designFile}\` and takes MONGODB_URI and CRYPT_SHARED_LIB_PATH (mongo_crypt_v1 from the MongoDB download centre) from the environment.`,
    '',
    '| file | needs at least | run |',
    '| --- | --- | --- |',
    ...languages.map(
      ({ file, needs, run }) => `| \`${file}\` | ${cell(needs)} | \`${run.replace('VERB', 'provision')}\` |`,
    ),
    '',
  ];
}

function typesOf({ treatment }: FieldDesign): string {
  return treatment.mode === 'queryable' ? treatment.bsonType : treatment.bsonTypes.join(', ');
}

function howOf({ treatment }: FieldDesign): string {
  if (treatment.mode === 'csfle') return treatment.algorithm;
  return treatment.queries.length === 0 ? 'stored, not queryable' : treatment.queries.map(queryText).join(' and ');
}

function queryText(query: FieldQuery): string {
  switch (query.kind) {
    case 'equality':
      return 'equality';
    case 'range': {
      const [min, max] = [query.min, query.max].map((value) =>
        value === undefined ? '…' : formatBound(query.type, value),
      );
      return `range ${min} to ${max}${query.precision === undefined ? '' : `, ${query.precision} digits`}`;
    }
    case 'text':
      return `${query.queryType} of ${query.strMinQueryLength} to ${query.strMaxQueryLength} characters`;
    default:
      return query satisfies never;
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

import type { Problem } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { type ArtifactFile, defineArtifact, type Made } from '../artifact.ts';
import { optionProblem, refuse } from '../choose.ts';
import { jsonText } from '../write.ts';
import { collectionFacts } from './collection-input.ts';
import { LANGUAGES } from './drivers/index.ts';
import { DESIGN_FILES, KEYED_FILES, MASTER_KEY_FILE, type ProgramPlan } from './drivers/program.ts';
import { examples } from './examples.ts';
import { KMS, type KmsProvider, masterKeyOf } from './kms.ts';
import { type MadeDesign, makeDesign } from './make-design.ts';
import { type DesignerValues, OPTIONS } from './options.ts';
import { designPage } from './page.ts';
import { parseNamespace } from './paths.ts';
import { keylessPaths } from './read-design.ts';
import type { DesignProblem } from './rules.ts';
import { type ServerInput, serverFor } from './server-input.ts';

const DEFAULT_KEY_VAULT = 'encryption.__keyVault';

export default defineArtifact({
  id: 'field-encryption',
  title: 'Encrypted fields: design, check and programs',
  summary:
    'which fields to encrypt in use and how, checked against every rule, with programs that make keys and collection',
  about:
    'Finds sensitive fields in samples, a JSON Schema or a field list, chooses Queryable Encryption or CSFLE for each, and says what can still be asked of them. ' +
    'A design of your own (--design) is held to every documented rule at once, which neither drivers nor libmongocrypt do. ' +
    'With --language it also writes programs that make the data keys and the collection, open the encrypting client, and rotate. No value of a sample is written anywhere.',
  options: OPTIONS,
  reads: ({ cluster }) => (cluster === undefined ? [] : ['organization', 'project', 'cluster']),
  usage: [
    'field-encryption --samples patients.json --database medical --collection patients --server-version 8.0',
    'field-encryption --samples patients.json --database medical --collection patients --query ssn=equality --query "salary=range,min=0,max=1000000" --provider aws --kms-key ARN --language node --out encryption/',
    'field-encryption --fields fields.txt --database shop --collection cards --mode csfle',
    'field-encryption --design encrypted-fields.json --database medical --collection patients --indexes indexes.json',
  ],
  sources: [
    'https://www.mongodb.com/docs/manual/core/queryable-encryption/',
    'https://www.mongodb.com/docs/manual/core/csfle/',
    'https://github.com/mongodb/specifications/blob/master/source/client-side-encryption/client-side-encryption.md',
  ],
  make({ values, index }) {
    const problems: Problem[] = [...sourceProblems(values)];
    const server = serverFor(values, index, problems);
    const collection = collectionFacts(values, problems);
    const provider = values.provider ?? server.cloud ?? 'aws';
    const masterKey = masterKeyFor(values, provider, problems);
    const keyVault = keyVaultFor(values, problems);
    const made = problems.length > 0 ? undefined : makeDesign(values, server.server, collection, problems);
    const namespace = namespaceFor(values, made, problems);
    for (const problem of made?.problems ?? []) if (problem.severity === 'error') problems.push(asProblem(problem));
    if (problems.length > 0 || made === undefined || namespace === undefined) throw refuse(problems);
    return write({ values, made, server, provider, masterKey, keyVault, ...namespace });
  },
  examples,
});

// ── What was told ──

function sourceProblems({ samples, schema, fields, design }: DesignerValues): readonly Problem[] {
  const given = Object.entries({ schema, fields, design }).filter(([, file]) => file !== undefined);
  if (given.length > 1)
    return [
      optionProblem(
        'Could not tell what to design from.',
        `There are ${given.map(([name]) => `--${name}`).join(' and ')}.`,
        'Give one of them; --samples goes with each.',
      ),
    ];
  if (given.length === 0 && samples === undefined)
    return [
      optionProblem(
        'Could not find a field to encrypt.',
        'Neither samples, a schema, a field list nor a design was given.',
        'Add --samples FILE, --schema FILE, --fields FILE or --design FILE.',
      ),
    ];
  return [];
}

function masterKeyFor(values: DesignerValues, provider: KmsProvider, problems: Problem[]): JsonObject | undefined {
  const { 'kms-key': key, language = [] } = values;
  const { name, keyForm, keyExample } = KMS[provider];
  if (key === undefined && (language.length === 0 || provider === 'kmip' || provider === 'local'))
    return provider === 'kmip' ? {} : undefined;
  const masterKey = masterKeyOf(provider, key);
  if (masterKey === undefined)
    problems.push(
      key === undefined
        ? optionProblem(
            `Could not name the key of ${name}.`,
            'Programs wrap data keys with it.',
            `Add --kms-key with ${keyForm}, such as ${keyExample}; or choose --provider.`,
          )
        : optionProblem(
            `Could not read --kms-key "${key}".`,
            `For ${name} it is ${keyForm}.`,
            keyExample === '' ? 'Leave it out.' : `Write it as in ${keyExample}.`,
          ),
    );
  return masterKey;
}

function keyVaultFor({ 'key-vault': keyVault = DEFAULT_KEY_VAULT }: DesignerValues, problems: Problem[]): string {
  if (parseNamespace(keyVault) === undefined)
    problems.push(
      optionProblem(
        `Could not read --key-vault "${keyVault}".`,
        'It is not DATABASE.COLLECTION.',
        `Write for example ${DEFAULT_KEY_VAULT}.`,
      ),
    );
  return keyVault;
}

interface Namespace {
  readonly database: string;
  readonly collection: string;
}

function namespaceFor(
  { database, collection }: DesignerValues,
  made: MadeDesign | undefined,
  problems: Problem[],
): Namespace | undefined {
  const named = made?.namespace === undefined ? undefined : parseNamespace(made.namespace);
  const namespace = { database: database ?? named?.database, collection: collection ?? named?.collection };
  if (namespace.database === undefined || namespace.collection === undefined) {
    const missing = [
      namespace.database === undefined ? '--database' : '',
      namespace.collection === undefined ? '--collection' : '',
    ];
    problems.push(
      optionProblem(
        'Could not tell which collection this is for.',
        'Encrypted fields are set for a namespace.',
        `Add ${missing.filter((option) => option !== '').join(' and ')}.`,
      ),
    );
    return undefined;
  }
  if (parseNamespace(`${namespace.database}.${namespace.collection}`) === undefined) {
    problems.push(
      optionProblem(
        `Could not use the namespace ${namespace.database}.${namespace.collection}.`,
        'A database has no dot, space, slash or dollar sign in its name, and system collections are not encrypted.',
        'Check --database and --collection.',
      ),
    );
    return undefined;
  }
  return namespace as Namespace;
}

function asProblem({ rule, what, why, fix, serverCode, source }: DesignProblem): Problem {
  const code = serverCode === undefined ? '' : ` The server or the driver answers with code ${serverCode}.`;
  return { code: `field-encryption-${rule}`, what, why: `${why}${code} Source: ${source}.`, fix };
}

// ── What is written ──

interface Writing extends Namespace {
  readonly values: DesignerValues;
  readonly made: MadeDesign;
  readonly server: ServerInput;
  readonly provider: KmsProvider;
  readonly masterKey: JsonObject | undefined;
  readonly keyVault: string;
}

function write(writing: Writing): Made {
  const { values, made, masterKey, provider, database, collection, keyVault } = writing;
  const { mode } = made.design;
  const names = [...new Set(values.language ?? [])];
  const languages = names.map((name) => LANGUAGES[name]);
  const namespace = `${database}.${collection}`;
  const plan: ProgramPlan = {
    mode,
    database,
    collection,
    keyVault,
    provider,
    keyless: mode === 'csfle' ? keylessPaths(made.json) : [],
  };
  const warnings = made.problems.filter(({ severity }) => severity === 'warning');
  const files: readonly ArtifactFile[] = [
    {
      name: 'design.md',
      format: 'markdown',
      about: 'What is encrypted, how and why; what still works, and who sees what.',
      text: designPage({
        namespace,
        design: made.design,
        server: writing.server.server,
        serverBecause: writing.server.because,
        provider,
        keyVault,
        warnings,
        samples: made.samples,
        languages,
        designFile: DESIGN_FILES[mode],
      }),
    },
    {
      name: DESIGN_FILES[mode],
      format: 'json',
      about:
        mode === 'queryable'
          ? 'encryptedFields of the collection in Extended JSON; a data key is made where keyId is null.'
          : 'The schemaMap of the collection in Extended JSON; data keys are put in when they are made.',
      text: jsonText(mode === 'queryable' ? made.json : { [namespace]: made.json }),
    },
    ...(masterKey === undefined || languages.length === 0
      ? []
      : [
          {
            name: MASTER_KEY_FILE,
            format: 'json' as const,
            about: `The masterKey of ${KMS[provider].name} as drivers take it: a name, not a secret.`,
            text: jsonText(masterKey),
          },
        ]),
    ...languages.map(({ file, format, write: program, run }) => ({
      name: file,
      format,
      about: `Makes the keys and the collection, and opens the encrypting client: ${run.replace('VERB', 'provision')}.`,
      text: program(plan),
    })),
  ];
  return { files, next: nextSteps(writing), remarks: remarks(writing, warnings) };
}

function nextSteps({ values, made, provider, database, collection, keyVault }: Writing): readonly string[] {
  const { mode } = made.design;
  const [name] = values.language ?? [];
  const review = `Read design.md with those who own ${database}.${collection}${mode === 'queryable' ? ': neither fields nor query types can be changed once the collection is made' : ''}.`;
  if (name === undefined)
    return [review, 'Write the programs: add --provider, --kms-key and --language node (or python, java, go, csharp).'];
  const { run } = LANGUAGES[name];
  const kms = KMS[provider];
  return [
    review,
    provider === 'local'
      ? 'Make a key for tests: `openssl rand -base64 96 | tr -d "\\n"`, and set it as LOCAL_MASTER_KEY.'
      : `Let who provisions use the key of ${kms.name} with ${kms.provisioning}, and applications with ${kms.application} alone.`,
    'Get mongo_crypt_v1 (the automatic encryption shared library) of your server version from the MongoDB download centre, and set CRYPT_SHARED_LIB_PATH to it.',
    `Set MONGODB_URI to a user that may write ${keyVault} and ${mode === 'queryable' ? 'create' : 'change'} ${database}.${collection}, and run \`${run.replace('VERB', 'provision')}\` once.`,
    `Give ${KEYED_FILES[mode]} to every application, and let it use the client that the program opens, with a user that only reads ${keyVault}.`,
    mode === 'queryable'
      ? 'Move existing documents by inserting them one by one through that client; then remove the old collection and its backups as your rules of retention say.'
      : 'Encrypt existing documents by reading and writing each through that client: the rules hold for what is written from now on.',
    provider === 'local'
      ? 'Use a key of a cloud or of a KMIP server before any real value is written.'
      : `Rotate by naming the new key in ${MASTER_KEY_FILE} and running \`${run.replace('VERB', 'rotate')}\`; keep the old key while backups of ${keyVault} need it.`,
  ];
}

function remarks({ server, made, provider, values }: Writing, warnings: readonly DesignProblem[]): readonly string[] {
  const { mode } = made.design;
  const languages = values.language ?? [];
  return [
    ...(server.assumed
      ? ['MongoDB 8.0 is assumed: say --server-version or --cluster, for query types depend on it.']
      : []),
    ...warnings.map(({ what, why, fix }) => `${what} ${why} ${fix}`),
    ...made.design.fields
      .filter(({ confidence }) => confidence !== 'high')
      .map(
        ({ path, category }) =>
          `${path} is a guess (${category ?? 'unknown'}): decide with --query ${path}=… or --plain ${path}.`,
      ),
    ...(provider === 'local' && languages.length > 0
      ? ['A local key is for tests: it protects from nobody who reaches the program.']
      : []),
    ...(mode === 'queryable' && languages.length > 0
      ? [
          'Where provisioning stops half-way, data keys without a collection are left in the key vault: they harm nothing, and a second run makes new ones.',
        ]
      : []),
    ...(mode === 'csfle' && languages.length > 0
      ? [
          'The server checks only that encrypted fields hold binary data of subtype 6; the schema of the driver decides what is encrypted.',
        ]
      : []),
    'What is encrypted can no longer be sorted, aggregated or searched by Atlas Search; design.md says what is left for each field.',
  ];
}

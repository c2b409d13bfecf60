import type { JsonObject } from '../../core/json.ts';
import type { ArtifactFile, Made } from '../artifact.ts';
import { jsonText } from '../write.ts';
import { LANGUAGES } from './drivers/index.ts';
import { DESIGN_FILES, KEYED_FILES, MASTER_KEY_FILE, type ProgramPlan } from './drivers/program.ts';
import { KMS, type KmsProvider } from './kms.ts';
import type { MadeDesign } from './make-design.ts';
import type { DesignerValues } from './options.ts';
import { designPage } from './page.ts';
import { keylessPaths } from './read-design.ts';
import type { DesignProblem } from './rules.ts';
import type { ServerInput } from './server-input.ts';

/** A namespace in two parts. */
export interface Namespace {
  readonly database: string;
  readonly collection: string;
}

/** All that files are written from. */
export interface Writing extends Namespace {
  readonly values: DesignerValues;
  readonly made: MadeDesign;
  readonly server: ServerInput;
  readonly provider: KmsProvider;
  readonly masterKey: JsonObject | undefined;
  readonly keyVault: string;
}

/** The files of a design, what to do with them, and what is not known. */
export function writeDesign(writing: Writing): Made {
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

import type { Problem } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { defineArtifact } from '../artifact.ts';
import { optionProblem, refuse } from '../choose.ts';
import { collectionFacts } from './collection-input.ts';
import { examples } from './examples.ts';
import { KMS, type KmsProvider, masterKeyOf } from './kms.ts';
import { type MadeDesign, makeDesign } from './make-design.ts';
import { type DesignerValues, OPTIONS } from './options.ts';
import { parseNamespace } from './paths.ts';
import type { DesignProblem } from './rules.ts';
import { serverFor } from './server-input.ts';
import { type Namespace, writeDesign } from './write-design.ts';

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
  serves: ['encryption/client-side'],
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
    return writeDesign({ values, made, server, provider, masterKey, keyVault, ...namespace });
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

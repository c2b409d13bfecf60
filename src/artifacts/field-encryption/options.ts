import type { ArtifactOptions, ArtifactValues } from '../artifact.ts';
import { LANGUAGES, type LanguageName } from './drivers/index.ts';
import { KMS_PROVIDERS } from './kms.ts';

/** What the designer can be told. */
export const OPTIONS = {
  samples: { type: 'file', text: 'sample documents: a JSON array, or one per line, in JSON or Extended JSON' },
  schema: { type: 'file', text: 'a JSON Schema, or a validator with $jsonSchema, beside samples or in their place' },
  fields: { type: 'file', text: 'a field list: on each line PATH TYPE QUERY, as in "patient.ssn string equality"' },
  design: { type: 'file', text: 'encryptedFields or a schemaMap of your own, to be checked and explained' },
  database: { type: 'string', value: 'NAME', text: 'the database of the collection' },
  collection: { type: 'string', value: 'NAME', text: 'the collection' },
  query: {
    type: 'string',
    multiple: true,
    value: 'PATH=QUERY',
    text: 'encrypt this field, and how it is asked for: equality, range,min=0,max=100, prefix, suffix, prefix+suffix, substring or none',
  },
  plain: { type: 'string', multiple: true, value: 'PATH', text: 'leave this field in the clear' },
  mode: {
    type: 'string',
    choices: ['auto', 'queryable', 'csfle'],
    text: 'auto (the default) takes Queryable Encryption unless only CSFLE can do what is needed',
  },
  'server-version': { type: 'string', value: 'VERSION', text: 'release series of the server, such as 8.0' },
  cluster: { type: 'string', value: 'NAME', text: 'take the version and the cloud from this cluster' },
  provider: {
    type: 'string',
    choices: KMS_PROVIDERS,
    text: 'where the key is that wraps data keys; local is for tests alone',
  },
  'kms-key': {
    type: 'string',
    value: 'KEY',
    text: "the cloud's own name of that key: an ARN, a key identifier of Azure, a resource name of Google Cloud",
  },
  'key-vault': {
    type: 'string',
    value: 'NAMESPACE',
    text: 'where data keys are kept; encryption.__keyVault by default',
  },
  language: {
    type: 'string',
    multiple: true,
    choices: Object.keys(LANGUAGES) as readonly LanguageName[],
    text: 'write a program in this language that makes the keys and the collection and opens the client',
  },
  'shard-key': { type: 'string', multiple: true, value: 'PATH', text: 'a path of the shard key' },
  indexes: { type: 'file', text: 'what db.NAME.getIndexes() prints, as JSON' },
  'collection-info': { type: 'file', text: 'what db.getCollectionInfos({name: NAME}) prints, as JSON' },
} as const satisfies ArtifactOptions;

/** The values of these options. */
export type DesignerValues = ArtifactValues<typeof OPTIONS>;

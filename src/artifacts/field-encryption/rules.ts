const QE = 'https://www.mongodb.com/docs/manual/core/queryable-encryption';
const CSFLE = 'https://www.mongodb.com/docs/manual/core/csfle';

const LIMITATIONS = `${QE}/reference/limitations/`;
const OPERATIONS = `${QE}/reference/supported-operations/`;
const FIELDS = `${QE}/fundamentals/encrypt-and-query/`;
const SCHEMA = `${QE}/qe-create-encryption-schema/`;
const CREATE = `${QE}/fundamentals/manage-collections/`;
const SERVER = 'mongodb/mongo: src/mongo/crypto/encryption_fields_validation.cpp';
const SERVER_SHAPE = 'mongodb/mongo: src/mongo/crypto/encryption_fields.idl';
const SCHEMA_RULES = `${CSFLE}/reference/encryption-schemas/`;
const QUERY_ANALYSIS = 'crypt_shared: query analysis, resolved_encryption_info';
const CSFLE_LIMITS = `${CSFLE}/reference/limitations/`;
const KEYS_SPEC =
  'https://github.com/mongodb/specifications/blob/master/source/client-side-encryption/client-side-encryption.md';

/** Everything that a design is held to, and where it is written. */
export const RULES = {
  'not-a-design': SCHEMA,
  'server-too-old': `${QE}/reference/compatibility/`,
  'nothing-encrypted': SCHEMA,
  'namespace-malformed': KEYS_SPEC,
  'unknown-key': SERVER_SHAPE,
  'state-collection-name': SERVER,
  'field-shape': SERVER_SHAPE,
  'path-missing': SERVER,
  'path-malformed': SERVER_SHAPE,
  'path-reserved': LIMITATIONS,
  'path-id': SERVER,
  'path-duplicate': SERVER,
  'path-prefix': SERVER,
  'key-missing': KEYS_SPEC,
  'key-twice': KEYS_SPEC,
  'key-id-shape': SERVER_SHAPE,
  'key-id-duplicate': SERVER,
  'key-alt-name-shape': KEYS_SPEC,
  'key-alt-name-duplicate': KEYS_SPEC,
  'key-alt-name-library': KEYS_SPEC,
  'bson-type-missing': SERVER,
  'bson-type-unknown': SERVER_SHAPE,
  'bson-type-never': SERVER,
  'bson-type-equality': SERVER,
  'bson-type-range': SERVER,
  'bson-type-text': SERVER,
  'queries-shape': SERVER_SHAPE,
  'queries-empty': SERVER,
  'queries-too-many': SERVER,
  'queries-combination': SERVER,
  'query-type-unknown': SERVER_SHAPE,
  'query-type-version': `${QE}/reference/compatibility/`,
  'query-type-preview': OPERATIONS,
  'query-parameter-unknown': SERVER_SHAPE,
  'query-parameter-foreign': SERVER,
  'query-parameter-ignored': FIELDS,
  'contention-value': FIELDS,
  'contention-differs': SERVER,
  'sparsity-value': SERVER,
  'range-bound-type': SERVER,
  'range-bound-order': SERVER,
  'range-bounds-together': SERVER,
  'range-bounds-missing': FIELDS,
  'precision-value': FIELDS,
  'precision-type': SERVER,
  'precision-digits': SERVER,
  'precision-domain': SERVER,
  'trim-factor-value': FIELDS,
  'trim-factor-domain': SERVER,
  'range-outgrows-query': SERVER,
  'text-parameter-missing': SERVER,
  'text-parameter-value': FIELDS,
  'text-length-order': SERVER,
  'text-limit': FIELDS,
  'text-sensitivity-differs': SERVER,
  'collection-kind': LIMITATIONS,
  'collection-exists': LIMITATIONS,
  'collection-validation-off': LIMITATIONS,
  'collection-validator-encrypts': LIMITATIONS,
  'collection-validator-fields': LIMITATIONS,
  'shard-key': LIMITATIONS,
  'index-unique': LIMITATIONS,
  'index-ttl': LIMITATIONS,
  'index-useless': LIMITATIONS,
  'schema-shape': SCHEMA_RULES,
  'encrypt-siblings': SCHEMA_RULES,
  'encrypt-unknown-key': SCHEMA_RULES,
  'encrypt-in-array': SCHEMA_RULES,
  'encrypt-in-combination': SCHEMA_RULES,
  'metadata-shape': SCHEMA_RULES,
  'metadata-place': SCHEMA_RULES,
  'algorithm-missing': SCHEMA_RULES,
  'algorithm-unknown': SCHEMA_RULES,
  'schema-key-missing': SCHEMA_RULES,
  'schema-key-shape': SCHEMA_RULES,
  'schema-key-pointer': QUERY_ANALYSIS,
  'deterministic-type-count': QUERY_ANALYSIS,
  'deterministic-type': QUERY_ANALYSIS,
  'validation-keyword': SCHEMA_RULES,
  'csfle-id': SCHEMA_RULES,
  'csfle-unique-random': CSFLE_LIMITS,
  'csfle-shard-key': CSFLE_LIMITS,
  'csfle-view': CSFLE_LIMITS,
  'csfle-and-queryable': CREATE,
  'sample-type': OPERATIONS,
  'sample-null': OPERATIONS,
  'sample-in-array': OPERATIONS,
  'sample-out-of-range': FIELDS,
  'sample-too-long': FIELDS,
  'low-cardinality': `${CSFLE}/fundamentals/encryption-algorithms/`,
} as const;

export type Rule = keyof typeof RULES;

/** An error is refused by the server, a driver or crypt_shared, or loses data or protection; a warning works, but not as well as it could. */
export type ProblemSeverity = 'error' | 'warning';

/** One rule that a design breaks. */
export interface DesignProblem {
  readonly rule: Rule;
  readonly severity: ProblemSeverity;
  /** The field, where it is about one. */
  readonly path?: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** The code that the server or crypt_shared would answer with, where it is known. */
  readonly serverCode?: number;
  readonly source: string;
}

/** The text of a problem. */
export interface ProblemText {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly serverCode?: number;
}

/** Collects problems, so that all are told at once. */
export interface ProblemList {
  readonly found: readonly DesignProblem[];
  error(rule: Rule, path: string | undefined, text: ProblemText): void;
  warn(rule: Rule, path: string | undefined, text: ProblemText): void;
}

/** An empty list of problems. */
export function problemList(): ProblemList {
  const found: DesignProblem[] = [];
  const add = (severity: ProblemSeverity) => (rule: Rule, path: string | undefined, text: ProblemText) => {
    found.push({ rule, severity, ...(path === undefined ? {} : { path }), ...text, source: RULES[rule] });
  };
  return { found, error: add('error'), warn: add('warning') };
}

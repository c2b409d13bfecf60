import type { FieldDesign, FieldQuery, Mode } from './design.ts';
import { textKind } from './query-types.ts';
import { atLeast, type ServerVersion } from './server-version.ts';

/** What an application can still do with an encrypted field. Each entry is a word of MQL or a short phrase. */
export interface FieldAbilities {
  readonly find: readonly string[];
  readonly not: readonly string[];
  readonly aggregate: readonly string[];
  readonly update: readonly string[];
  readonly index: string;
}

const EQUALITY = ['$eq', '$ne', '$in', '$nin', '$and', '$or', '$not', '$nor', '$expr', '$exists'];
const RANGE = ['$lt', '$lte', '$gt', '$gte'];
const EXPRESSIONS = ['$cond', '$eq', '$ifNull', '$in', '$let', '$literal', '$ne', '$switch'];
const NEVER = ['comparison with null, a regular expression or another encrypted field', 'sorting by it'];
const UNASKED = ['finding by its value', 'sorting by it', '$group by it'];

/**
 * https://www.mongodb.com/docs/manual/core/queryable-encryption/reference/supported-operations/ and
 * https://www.mongodb.com/docs/manual/core/csfle/reference/supported-operations/
 */
export function abilitiesOf({ treatment }: FieldDesign): FieldAbilities {
  if (treatment.mode === 'csfle') {
    const deterministic = treatment.algorithm === 'deterministic';
    return {
      find: deterministic ? EQUALITY.filter((operator) => operator !== '$expr') : ['$exists'],
      not: deterministic ? [...RANGE, ...NEVER] : UNASKED,
      aggregate: deterministic
        ? [...EXPRESSIONS, '$group by it', '$addToSet', '$push']
        : ['passing it through', '$addToSet', '$push'],
      update: ['$set', '$unset', '$rename to a field with the same rule'],
      index: deterministic
        ? 'An ordinary or unique index works, for equality alone.'
        : 'An index on it serves no query, and a unique one keeps nothing unique.',
    };
  }
  const { queries } = treatment;
  const ranged = queries.some(({ kind }) => kind === 'range');
  const exact = ranged || queries.some(({ kind }) => kind === 'equality');
  const texts = queries.flatMap(textOperators);
  return {
    find: [...(exact ? EQUALITY : []), ...(ranged ? RANGE : []), ...texts, ...(exact ? [] : ['$exists'])],
    not:
      !exact && texts.length === 0
        ? UNASKED
        : [...(exact ? [] : ['$eq']), ...(ranged ? [] : RANGE), ...NEVER, '$group by it'],
    aggregate:
      exact && !ranged
        ? EXPRESSIONS
        : exact
          ? ['$match as in find']
          : texts.length > 0
            ? ['$match with $expr as in find']
            : ['passing it through'],
    update: ['$set', '$unset', 'replacing the document'],
    index:
      'The server keeps its own index, __safeContent__; an index, unique or TTL index on the field itself is refused or useless.',
  };
}

/** Text queries are expressions: $encStrNormalizedEq finds the whole text, without case and marks where they are told apart by neither. */
function textOperators(query: FieldQuery): readonly string[] {
  if (query.kind !== 'text') return [];
  switch (textKind(query.queryType)) {
    case 'prefix':
      return ['$expr with $encStrStartsWith', '$expr with $encStrNormalizedEq'];
    case 'suffix':
      return ['$expr with $encStrEndsWith', '$expr with $encStrNormalizedEq'];
    default:
      return ['$expr with $encStrContains'];
  }
}

/** What holds for a whole collection and every client of it. */
export function collectionLimits(mode: Mode, server: ServerVersion): readonly string[] {
  const both = [
    'Stages that automatic encryption takes: $addFields, $bucket, $bucketAuto, $collStats, $count, $geoNear, $group, $indexStats, $limit, $lookup, $graphLookup, $match, $project, $redact, $replaceRoot, $sample, $skip, $sort, $sortByCount, $unwind. Any other is refused.',
    '$text, $where and $jsonSchema in a query are refused, even on fields in the clear.',
    'Collations are ignored for encrypted fields.',
    'Updates by an aggregation pipeline are refused, and so are null, minKey and maxKey as values of encrypted fields.',
    'Change streams of the whole database or cluster are refused through an encrypting client.',
  ];
  if (mode === 'csfle')
    return [
      ...both,
      '$lookup and $graphLookup reach the same collection alone.',
      'Queries of a view may give wrong results where the view or the query touches an encrypted field.',
    ];
  return [
    ...both,
    '$out and $merge are refused; $group works by fields in the clear.',
    atLeast(server, { major: 8, minor: 1 })
      ? '$lookup reaches other collections, but never joins by an encrypted field; $graphLookup reaches the same collection alone.'
      : '$lookup and $graphLookup reach the same collection alone.',
    'One document is updated or deleted at a time: updateMany, deleteMany and bulk writes with more than one update or delete are refused.',
    'findAndModify takes neither new: true nor fields; an upsert leaves out encrypted fields of its filter.',
    'Reads go to the primary: secondaries are not supported.',
    'Fields, query types and contention can never be changed, neither the field nor the collection can be renamed; a new design is a new collection.',
    'The collections enxcol_.NAME.esc and enxcol_.NAME.ecoc belong to it: never change or shard them, and compact them with compactStructuredEncryptionData when they pass 1 GB. Queryable fields need two to three times the storage.',
    'The slow query log, the profiler and currentOp show nothing of its operations.',
  ];
}

/** A tool and what it makes of encrypted fields. */
export interface ToolAbility {
  readonly tool: string;
  readonly sees: string;
}

/** policies.md §2.5: only clients with the keys decrypt; everything else sees binary data of subtype 6. */
export const TOOLS: readonly ToolAbility[] = [
  { tool: 'Applications with the client below', sees: 'Values: they encrypt and decrypt by themselves.' },
  {
    tool: 'mongosh',
    sees: 'Ciphertext, unless it is opened with keyVaultNamespace, kmsProviders and the map: Mongo(uri, {…}); automatic encryption also needs --cryptSharedLibPath.',
  },
  { tool: 'Compass', sees: 'Ciphertext, unless the connection has In-Use Encryption set.' },
  { tool: 'Atlas Data Explorer', sees: 'Ciphertext: it has no keys.' },
  { tool: 'Atlas Search and Vector Search', sees: 'Nothing: an encrypted field cannot be indexed for search.' },
  { tool: 'Atlas Charts', sees: 'Ciphertext: no chart of it.' },
  { tool: 'BI Connector and Atlas SQL', sees: 'Ciphertext.' },
  { tool: 'Data Federation and Triggers', sees: 'Ciphertext: they have no keys.' },
  {
    tool: 'mongodump, mongoexport and backups',
    sees: 'Ciphertext. A backup is readable only together with the key vault and the KMS key: back the key vault up apart, and never delete the key while a backup needs it.',
  },
];

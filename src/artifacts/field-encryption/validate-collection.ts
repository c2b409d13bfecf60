import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { CollectionFacts } from './collection-facts.ts';
import { pathsOverlap } from './paths.ts';
import type { ProblemList } from './rules.ts';
import { type EncryptedProperty, encryptsAnything } from './validate-schema-map.ts';

/** Holds a collection to what Queryable Encryption needs of it. */
export function validateQueryableCollection(
  paths: readonly string[],
  facts: CollectionFacts,
  problems: ProblemList,
): void {
  if (facts.kind !== 'collection' || facts.capped)
    problems.error('collection-kind', undefined, {
      what: `The collection is ${facts.kind === 'view' ? 'a view' : facts.kind === 'timeseries' ? 'a time series' : 'capped'}.`,
      why: 'Queryable Encryption takes neither views, time series nor capped collections.',
      fix: 'Encrypt an ordinary collection.',
    });
  else if (facts.exists && !facts.alreadyEncrypted)
    problems.warn('collection-exists', undefined, {
      what: 'The collection exists, and is not encrypted.',
      why: 'Encrypted fields are set when a collection is created, and never after.',
      fix: 'Create an encrypted collection of another name, and insert the documents one by one through an encrypted client.',
    });
  if (facts.validationLevel === 'off' || facts.validationLevel === 'none' || facts.validationAction === 'warn')
    problems.error('collection-validation-off', undefined, {
      what: 'The collection does not enforce its validation.',
      why: 'A collection with encrypted fields takes neither a validationLevel of none nor a validationAction of warn.',
      fix: 'Leave validationLevel at strict and validationAction at error.',
    });
  if (encryptsAnything(facts.validator))
    problems.error('collection-validator-encrypts', undefined, {
      what: "The collection's validator holds rules of CSFLE.",
      why: 'A collection is encrypted in one of the two ways.',
      fix: 'Remove encrypt from the validator.',
    });
  const validated = new Set(validatedPaths(facts.validator));
  for (const path of paths) {
    if (validated.has(path))
      problems.error('collection-validator-fields', path, {
        what: `The collection's validator describes "${path}".`,
        why: 'The server sees binary data there, so the validator would refuse every document.',
        fix: 'Remove the field from the validator.',
      });
    for (const key of facts.shardKey.filter((part) => pathsOverlap(part, path)))
      problems.error('shard-key', path, {
        what: `The field "${path}" is part of the shard key (${key}).`,
        why: 'The server must read a shard key.',
        fix: 'Leave the field in the clear, or shard by another.',
      });
    for (const index of facts.indexes.filter(({ paths: keys }) => keys.some((key) => pathsOverlap(key, path)))) {
      if (index.unique)
        problems.error('index-unique', path, {
          what: `The unique index ${index.name} is on "${path}".`,
          why: 'Equal values get different ciphertexts, so nothing would be unique.',
          fix: 'Drop the index and keep values unique in the application, or use CSFLE with the Deterministic algorithm.',
        });
      else if (index.expires)
        problems.error('index-ttl', path, {
          what: `The TTL index ${index.name} is on "${path}".`,
          why: 'The server cannot read the date.',
          fix: 'Expire by a date in the clear.',
        });
      else
        problems.error('index-useless', path, {
          what: `The index ${index.name} is on "${path}".`,
          why: 'Queries by an encrypted field go through __safeContent__; this index would serve none.',
          fix: 'Leave the index out of the encrypted collection.',
        });
    }
  }
}

/** Holds a collection to what CSFLE needs of it. */
export function validateCsfleCollection(
  fields: readonly EncryptedProperty[],
  facts: CollectionFacts,
  problems: ProblemList,
): void {
  if (facts.alreadyEncrypted)
    problems.error('csfle-and-queryable', undefined, {
      what: 'The collection has encrypted fields of Queryable Encryption.',
      why: 'A collection is encrypted in one of the two ways.',
      fix: 'Use another collection.',
    });
  if (facts.kind === 'view')
    problems.warn('csfle-view', undefined, {
      what: 'The collection is a view.',
      why: 'Queries of a view may give wrong results where the view or the query touches an encrypted field.',
      fix: "Encrypt the view's collection, and keep encrypted fields out of the view's pipeline.",
    });
  for (const { path, deterministic } of fields) {
    for (const key of facts.shardKey.filter((part) => pathsOverlap(part, path)))
      problems.error('csfle-shard-key', path, {
        what: `The field "${path}" is part of the shard key (${key}).`,
        why: 'Documents would be spread by ciphertext, in ways that nobody foresees.',
        fix: 'Leave the field in the clear, or shard by another.',
      });
    for (const index of facts.indexes.filter(({ paths }) => paths.some((key) => pathsOverlap(key, path)))) {
      if (index.expires)
        problems.error('index-ttl', path, {
          what: `The TTL index ${index.name} is on "${path}".`,
          why: 'The server cannot read the date.',
          fix: 'Expire by a date in the clear.',
        });
      else if (!deterministic && index.unique)
        problems.error('csfle-unique-random', path, {
          what: `The unique index ${index.name} is on "${path}", which is encrypted at random.`,
          why: 'Equal values get different ciphertexts, so nothing would be unique.',
          fix: 'Encrypt the field deterministically, or keep values unique in the application.',
        });
      else if (!deterministic)
        problems.warn('index-useless', path, {
          what: `The index ${index.name} is on "${path}", which is encrypted at random.`,
          why: 'No query by its value can use it.',
          fix: 'Drop the index.',
        });
    }
  }
}

/** Paths that a validator says something of: by $jsonSchema or by query operators. */
function validatedPaths(validator: Json | undefined): readonly string[] {
  if (!isObject(validator)) return [];
  return Object.entries(validator as JsonObject).flatMap(([key, value]) => {
    if (key === '$jsonSchema') return schemaPaths(value, '');
    if (key.startsWith('$')) return Array.isArray(value) ? value.flatMap((part) => validatedPaths(part as Json)) : [];
    return [key];
  });
}

function schemaPaths(schema: Json | undefined, path: string): readonly string[] {
  if (!isObject(schema) || !isObject(schema.properties)) return path === '' ? [] : [path];
  return Object.entries(schema.properties).flatMap(([name, sub]) =>
    schemaPaths(sub as Json, path === '' ? name : `${path}.${name}`),
  );
}

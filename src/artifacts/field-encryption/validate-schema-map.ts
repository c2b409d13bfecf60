import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { BSON_TYPES, type BsonType, DETERMINISTIC_TYPES, isBsonType, NEVER_ENCRYPTED } from './bson-types.ts';
import { keyIdOf } from './key-ids.ts';
import type { ProblemList } from './rules.ts';

export const DETERMINISTIC = 'AEAD_AES_256_CBC_HMAC_SHA_512-Deterministic';
export const RANDOM = 'AEAD_AES_256_CBC_HMAC_SHA_512-Random';

/** What a schema with encryption rules is held against. */
export interface SchemaContext {
  /** `expected`: data keys are made later, so that a missing keyId is no fault. */
  readonly keys: 'expected' | 'provisioned';
  /** `validator`: it stands in `$jsonSchema` on the server, where validation is welcome; `client`: in a driver's schemaMap. */
  readonly place: 'client' | 'validator';
}

/** A field that a schema encrypts, as far as it could be read. */
export interface EncryptedProperty {
  readonly path: string;
  readonly deterministic: boolean;
  readonly types: readonly BsonType[];
}

interface Inherited {
  readonly algorithm: boolean;
  readonly deterministic: boolean;
  readonly keyId: boolean;
}

interface Walk {
  readonly context: SchemaContext;
  readonly problems: ProblemList;
  readonly found: EncryptedProperty[];
}

const ENCRYPT_KEYS = ['algorithm', 'bsonType', 'keyId'];
const METADATA_KEYS = ['algorithm', 'keyId'];
const STRUCTURE_KEYS = [
  'bsonType',
  'type',
  'properties',
  'encrypt',
  'encryptMetadata',
  'patternProperties',
  'additionalProperties',
];
const ARRAY_KEYS = ['items', 'additionalItems'];
const COMBINATIONS = ['allOf', 'anyOf', 'oneOf', 'not', 'dependencies'];

/** Holds the JSON Schema of one collection to the rules of CSFLE; gives the fields that it encrypts. */
export function validateSchema(
  schema: Json,
  context: SchemaContext,
  problems: ProblemList,
): readonly EncryptedProperty[] {
  const walk: Walk = { context, problems, found: [] };
  if (!isObject(schema)) {
    problems.error('schema-shape', undefined, {
      what: 'The schema is not an object.',
      why: 'It is a JSON Schema with bsonType, properties and encrypt.',
      fix: 'Write {"bsonType": "object", "properties": { … }}.',
    });
    return [];
  }
  visit(schema as JsonObject, '', { algorithm: false, deterministic: false, keyId: false }, walk);
  if (walk.found.length === 0 && problems.found.length === 0)
    problems.error('nothing-encrypted', undefined, {
      what: 'The schema encrypts nothing.',
      why: 'No property has the keyword encrypt.',
      fix: 'Add {"encrypt": {"algorithm": …, "bsonType": …}} to a property.',
    });
  return walk.found;
}

function visit(schema: JsonObject, path: string, inherited: Inherited, walk: Walk): void {
  const { problems, context } = walk;
  const name = path === '' ? 'the top of the schema' : path;
  if (schema.encrypt !== undefined) {
    visitEncrypt(schema, name, inherited, walk);
    return;
  }
  const own = visitMetadata(schema, name, inherited, walk);
  for (const key of Object.keys(schema)) {
    if (ARRAY_KEYS.includes(key) && holds(schema[key], ['encrypt', 'encryptMetadata']))
      problems.error('encrypt-in-array', name, {
        what: `The schema encrypts within ${key} of "${name}".`,
        why: 'Elements of an array cannot be encrypted one by one.',
        fix: 'Encrypt the whole array: {"encrypt": {"bsonType": "array", …}} with the Random algorithm.',
      });
    else if (COMBINATIONS.includes(key) && holds(schema[key], ['encrypt', 'encryptMetadata']))
      // Unconfirmed by documentation: query analysis must know the rule of each path without trying alternatives.
      problems.error('encrypt-in-combination', name, {
        what: `The schema encrypts within ${key} of "${name}".`,
        why: 'Which rule holds for a path must not depend on the document.',
        fix: 'Put encrypt under properties.',
      });
    else if (context.place === 'client' && !STRUCTURE_KEYS.includes(key))
      problems.error('validation-keyword', name, {
        what: `The schema has the keyword ${key} at "${name}".`,
        why: 'The schema of a driver holds rules of encryption alone; validation belongs on the server.',
        fix: `Leave ${key} out, and put it into the collection's validator.`,
      });
  }
  for (const [key, children] of [
    ['properties', schema.properties],
    ['patternProperties', schema.patternProperties],
  ] as const) {
    if (children === undefined) continue;
    if (!isObject(children)) {
      problems.error('schema-shape', name, {
        what: `The ${key} of "${name}" are not an object.`,
        why: 'They map names of fields to schemas.',
        fix: 'Write {"field": { … }}.',
      });
      continue;
    }
    for (const [child, sub] of Object.entries(children)) visitChild(child, sub as Json, path, own, walk);
  }
  if (isObject(schema.additionalProperties)) visitChild('*', schema.additionalProperties as Json, path, own, walk);
}

function visitChild(child: string, sub: Json, path: string, inherited: Inherited, walk: Walk): void {
  const childPath = path === '' ? child : `${path}.${child}`;
  if (!isObject(sub)) {
    walk.problems.error('schema-shape', childPath, {
      what: `The schema of "${childPath}" is not an object.`,
      why: 'A property has a schema of its own.',
      fix: 'Write {"encrypt": { … }}, or leave the property out.',
    });
    return;
  }
  visit(sub as JsonObject, childPath, inherited, walk);
}

function visitMetadata(schema: JsonObject, name: string, inherited: Inherited, walk: Walk): Inherited {
  const { encryptMetadata: metadata } = schema;
  if (metadata === undefined) return inherited;
  const { problems } = walk;
  const foreign = isObject(metadata) ? Object.keys(metadata).filter((key) => !METADATA_KEYS.includes(key)) : [];
  if (!isObject(metadata) || foreign.length > 0) {
    problems.error('metadata-shape', name, {
      what: `The encryptMetadata at "${name}" ${isObject(metadata) ? `has ${foreign.join(', ')}` : 'is not an object'}.`,
      why: 'It takes algorithm and keyId alone.',
      fix: 'Leave the rest out.',
    });
    return inherited;
  }
  if (schema.bsonType !== 'object' && schema.type !== 'object')
    problems.error('metadata-place', name, {
      what: `The encryptMetadata at "${name}" stands in a schema that is no object.`,
      why: 'What lies below inherits it, so it needs "bsonType": "object" beside it.',
      fix: 'Add "bsonType": "object".',
    });
  if (metadata.algorithm !== undefined) validateAlgorithm(metadata.algorithm as Json, name, problems);
  if (metadata.keyId !== undefined) validateKeyId(metadata.keyId as Json, name, { pointer: false }, problems);
  return {
    algorithm: inherited.algorithm || metadata.algorithm !== undefined,
    deterministic: metadata.algorithm === undefined ? inherited.deterministic : metadata.algorithm === DETERMINISTIC,
    keyId: inherited.keyId || metadata.keyId !== undefined,
  };
}

function visitEncrypt(schema: JsonObject, path: string, inherited: Inherited, walk: Walk): void {
  const { problems, context } = walk;
  const siblings = Object.keys(schema).filter((key) => key !== 'encrypt');
  if (siblings.length > 0)
    problems.error('encrypt-siblings', path, {
      what: `Beside encrypt of "${path}" stands ${siblings.join(', ')}.`,
      why: 'What is encrypted cannot be described any further.',
      fix: `Leave ${siblings.join(', ')} out; a bsonType goes into encrypt.`,
    });
  const { encrypt } = schema;
  if (!isObject(encrypt)) {
    problems.error('schema-shape', path, {
      what: `The rule encrypt of "${path}" is not an object.`,
      why: 'It takes algorithm, bsonType and keyId.',
      fix: 'Write {"encrypt": {"algorithm": …, "bsonType": …}}.',
    });
    return;
  }
  for (const key of Object.keys(encrypt))
    if (!ENCRYPT_KEYS.includes(key))
      problems.error('encrypt-unknown-key', path, {
        what: `The rule encrypt of "${path}" has the key ${key}.`,
        why: 'It takes algorithm, bsonType and keyId alone.',
        fix: `Leave ${key} out, or mend its spelling.`,
      });
  if (path.split('.')[0] === '_id')
    problems.warn('csfle-id', path, {
      what: `The path "${path}" is the _id or lies within it.`,
      why: 'Inserts without an _id fail then, because the server would make one in the clear, and sharding by it is unsafe.',
      fix: 'Keep what is sensitive in a field of its own.',
    });
  const rule = encrypt as JsonObject;
  if (rule.algorithm !== undefined) validateAlgorithm(rule.algorithm, path, problems);
  else if (!inherited.algorithm)
    problems.error('algorithm-missing', path, {
      what: `The rule encrypt of "${path}" has no algorithm.`,
      why: 'It has none of its own, and inherits none from an encryptMetadata above it.',
      fix: `Add "algorithm": "${RANDOM}", or the Deterministic one to find it by equality.`,
    });
  const deterministic = rule.algorithm === undefined ? inherited.deterministic : rule.algorithm === DETERMINISTIC;
  if (rule.keyId !== undefined) validateKeyId(rule.keyId, path, { pointer: !deterministic }, problems);
  else if (!inherited.keyId && context.keys === 'provisioned')
    problems.error('schema-key-missing', path, {
      what: `The rule encrypt of "${path}" has no keyId.`,
      why: 'It has none of its own, and inherits none from an encryptMetadata above it.',
      fix: 'Add "keyId": [UUID] of a data key.',
    });
  walk.found.push({ path, deterministic, types: validateTypes(rule.bsonType, path, deterministic, problems) });
}

function validateAlgorithm(algorithm: Json, path: string, problems: ProblemList): void {
  if (algorithm === DETERMINISTIC || algorithm === RANDOM) return;
  problems.error('algorithm-unknown', path, {
    what: `The algorithm of "${path}" is ${JSON.stringify(algorithm)}.`,
    why: `There are ${DETERMINISTIC} and ${RANDOM}.`,
    fix: 'Use one of the two.',
  });
}

function validateKeyId(
  keyId: Json,
  path: string,
  { pointer }: { readonly pointer: boolean },
  problems: ProblemList,
): void {
  if (typeof keyId === 'string' && keyId.startsWith('/')) {
    if (!pointer)
      problems.error('schema-key-pointer', path, {
        what: `The keyId of "${path}" is a pointer into the document.`,
        why: 'Only a field with the Random algorithm of its own can have a key that the document names: equal values must get equal ciphertexts.',
        fix: 'Write [UUID] of a data key.',
        serverCode: 31169,
      });
    return;
  }
  if (Array.isArray(keyId) && keyId.length === 1 && keyIdOf(keyId[0]) !== undefined) return;
  problems.error('schema-key-shape', path, {
    what: `The keyId of "${path}" names no key.`,
    why: 'It is a list of one UUID (binary data of subtype 04), or a JSON pointer such as /keyName.',
    fix: 'Write [{"$binary": {"base64": "…", "subType": "04"}}].',
  });
}

function validateTypes(
  bsonType: Json | undefined,
  path: string,
  deterministic: boolean,
  problems: ProblemList,
): readonly BsonType[] {
  const named = bsonType === undefined ? [] : Array.isArray(bsonType) ? (bsonType as readonly Json[]) : [bsonType];
  if (deterministic && named.length !== 1) {
    problems.error('deterministic-type-count', path, {
      what: `The deterministic field "${path}" has ${named.length === 0 ? 'no bsonType' : `${named.length} types`}.`,
      why: 'Equal values get equal ciphertexts only within one type.',
      fix: 'Name one bsonType, or use the Random algorithm.',
      serverCode: 31051,
    });
    return [];
  }
  return named.flatMap((type) => {
    if (!isBsonType(type)) {
      problems.error('bson-type-unknown', path, {
        what: `The field "${path}" has the bsonType ${JSON.stringify(type)}.`,
        why: `There are ${BSON_TYPES.filter((known) => !NEVER_ENCRYPTED.includes(known)).join(', ')}.`,
        fix: 'Use one of these names.',
      });
      return [];
    }
    if (NEVER_ENCRYPTED.includes(type)) {
      problems.error('bson-type-never', path, {
        what: `The field "${path}" of type ${type} cannot be encrypted.`,
        why: 'There is one such value, so its ciphertext would hide nothing.',
        fix: 'Name the type of the values, and leave the field out of a document that has none.',
      });
      return [];
    }
    if (deterministic && !DETERMINISTIC_TYPES.includes(type)) {
      problems.error('deterministic-type', path, {
        what: `The field "${path}" of type ${type} cannot be encrypted deterministically.`,
        why: `That takes ${DETERMINISTIC_TYPES.join(', ')}.`,
        fix: 'Use the Random algorithm: the field is then stored, and not found by its value.',
        serverCode: 31122,
      });
      return [];
    }
    return [type];
  });
}

/** True where one of the keywords stands anywhere within. */
function holds(value: Json | undefined, keywords: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item as Json, keywords));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => keywords.includes(key) || holds(item as Json, keywords));
}

/** True where a schema encrypts anything. */
export function encryptsAnything(value: Json | undefined): boolean {
  return holds(value, ['encrypt', 'encryptMetadata']);
}

import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { BSON_TYPES, type BsonType, isBsonType, NEVER_ENCRYPTED } from './bson-types.ts';
import { keyIdOf } from './key-ids.ts';
import { isPathPrefix } from './paths.ts';
import type { ProblemList } from './rules.ts';
import { atLeast, formatVersion, QUERYABLE_SINCE, type ServerVersion, TEXT_PREVIEW_SINCE } from './server-version.ts';
import { validateQueries } from './validate-query.ts';

/** What a set of encrypted fields is held against. */
export interface EncryptedFieldsContext {
  readonly server: ServerVersion;
  /** The collection's name, where it is known: the names of the state collections follow from it. */
  readonly collection?: string;
}

const FIELD_KEYS = ['keyId', 'keyAltName', 'path', 'bsonType', 'queries'];

/** Holds `encryptedFields` of one collection to the rules of the server and of the drivers; gives the paths that could be read. */
export function validateEncryptedFields(
  encryptedFields: Json,
  context: EncryptedFieldsContext,
  problems: ProblemList,
): readonly string[] {
  const { server } = context;
  if (!atLeast(server, QUERYABLE_SINCE))
    problems.error('server-too-old', undefined, {
      what: `MongoDB ${formatVersion(server)} has no Queryable Encryption.`,
      why: `It is there from ${formatVersion(QUERYABLE_SINCE)}; the preview of 6.0 cannot be read by it.`,
      fix: 'Upgrade the cluster, or use CSFLE with --mode csfle.',
    });
  if (!isObject(encryptedFields) || !Array.isArray(encryptedFields.fields)) {
    problems.error('not-a-design', undefined, {
      what: 'The encrypted fields are not an object with a list of fields.',
      why: 'The server takes {"fields": [ … ]}.',
      fix: 'Write the fields as a list.',
    });
    return [];
  }
  const { fields, ...others } = encryptedFields as { readonly fields: readonly Json[] } & JsonObject;
  validateOthers(others, context, problems);
  if (fields.length === 0)
    problems.error('nothing-encrypted', undefined, {
      what: 'The list of fields is empty.',
      why: 'Such a collection encrypts nothing, and no field can be added later.',
      fix: 'Add a field.',
    });
  const read = fields.flatMap((field, position) => {
    const checked = validateField(field, position, server, problems);
    return checked === undefined ? [] : [checked];
  });
  const paths = read.flatMap(({ path }) => (path === undefined ? [] : [path]));
  validatePathsTogether(paths, problems);
  validateKeysTogether(read, problems);
  return paths;
}

function validateOthers(
  others: JsonObject,
  { server, collection }: EncryptedFieldsContext,
  problems: ProblemList,
): void {
  const states = { escCollection: ['esc', 7406900], ecocCollection: ['ecoc', 7406902] } as const;
  for (const [key, value] of Object.entries(others)) {
    if (key in states) {
      const [suffix, serverCode] = states[key as keyof typeof states];
      const expected = `enxcol_.${collection ?? '<collection>'}.${suffix}`;
      const fits =
        typeof value === 'string' &&
        (collection === undefined ? new RegExp(`^enxcol_\\..+\\.${suffix}$`).test(value) : value === expected);
      if (!fits)
        problems.error('state-collection-name', undefined, {
          what: `The ${key} is ${JSON.stringify(value)}.`,
          why: `Its name follows from the collection's: ${expected}.`,
          fix: `Leave ${key} out: the driver names it.`,
          serverCode,
        });
    } else if (key !== 'strEncodeVersion' || !atLeast(server, TEXT_PREVIEW_SINCE))
      problems.error('unknown-key', undefined, {
        what: `Beside the list of fields stands ${key}.`,
        why: `MongoDB ${formatVersion(server)} takes fields, escCollection and ecocCollection, and refuses others.`,
        fix: `Leave ${key} out.`,
      });
  }
}

interface ReadField {
  readonly path: string | undefined;
  readonly keyId: string | undefined;
  readonly keyAltName: string | undefined;
}

function validateField(
  field: Json,
  position: number,
  server: ServerVersion,
  problems: ProblemList,
): ReadField | undefined {
  if (!isObject(field)) {
    problems.error('field-shape', undefined, {
      what: `Field ${position + 1} is not an object.`,
      why: 'A field is {"path", "bsonType", "keyId", "queries"}.',
      fix: 'Write it so.',
    });
    return undefined;
  }
  const config = field as JsonObject;
  const path = validatePath(config.path, position, problems);
  const name = path ?? `field ${position + 1}`;
  for (const key of Object.keys(config))
    if (!FIELD_KEYS.includes(key))
      problems.error('unknown-key', name, {
        what: `The field "${name}" has a key ${key}.`,
        why: `A field takes ${FIELD_KEYS.join(', ')}, and the server refuses others.`,
        fix: `Leave ${key} out, or mend its spelling.`,
      });
  const keys = validateKey(config, name, problems);
  const bsonType = validateBsonType(config, name, problems);
  if (config.queries !== undefined) validateQueries(config.queries, { path: name, bsonType }, server, problems);
  return { path, ...keys };
}

function validatePath(path: Json | undefined, position: number, problems: ProblemList): string | undefined {
  if (typeof path !== 'string' || path === '') {
    problems.error('path-missing', undefined, {
      what: `Field ${position + 1} has no path.`,
      why: 'The path says what is encrypted, such as patient.ssn.',
      fix: 'Add a path.',
      serverCode: 6316402,
    });
    return undefined;
  }
  const parts = path.split('.');
  if (parts[0] === '_id')
    problems.error('path-id', path, {
      what: `The path "${path}" is the _id or lies within it.`,
      why: 'The server finds, replicates and shards documents by their _id, which it must read.',
      fix: 'Leave it out, and keep what is sensitive in a field of its own.',
      serverCode: 6316403,
    });
  else if (parts[0] === '__safeContent__')
    problems.error('path-reserved', path, {
      what: `The path "${path}" is reserved.`,
      why: 'The server keeps the tags of queryable fields in __safeContent__.',
      fix: 'Leave it out.',
    });
  else if (parts.some((part) => part === '' || part.startsWith('$') || part.includes('\0')))
    problems.error('path-malformed', path, {
      what: `The path "${path}" names no field.`,
      why: 'The parts of a path are separated by one dot each, are not empty and do not begin with a dollar sign.',
      fix: 'Write the names of the fields from the top of the document, as in patient.ssn.',
    });
  return path;
}

function validatePathsTogether(paths: readonly string[], problems: ProblemList): void {
  const seen: string[] = [];
  for (const path of paths) {
    if (seen.includes(path))
      problems.error('path-duplicate', path, {
        what: `The path "${path}" stands there twice.`,
        why: 'A field is encrypted in one way.',
        fix: 'Keep one of the two.',
        serverCode: 6338402,
      });
    else {
      const other = seen.find((earlier) => isPathPrefix(earlier, path) || isPathPrefix(path, earlier));
      if (other !== undefined)
        problems.error('path-prefix', path, {
          what: `The paths "${other}" and "${path}" lie within each other.`,
          why: 'What is within an encrypted value cannot be encrypted again.',
          fix: 'Encrypt the whole value, or its parts one by one.',
          serverCode: 6338403,
        });
    }
    seen.push(path);
  }
}

function validateKey(
  { keyId, keyAltName }: JsonObject,
  name: string,
  problems: ProblemList,
): { readonly keyId: string | undefined; readonly keyAltName: string | undefined } {
  const byId = keyId !== undefined && keyId !== null;
  if (keyId === undefined && keyAltName === undefined)
    problems.error('key-missing', name, {
      what: `The field "${name}" names no key.`,
      why: 'Drivers make a data key where keyId is null, and only there.',
      fix: 'Write "keyId": null, or the UUID of a data key.',
    });
  if (byId && keyAltName !== undefined)
    problems.error('key-twice', name, {
      what: `The field "${name}" names its key twice.`,
      why: 'A key is named by keyId or by keyAltName, never by both.',
      fix: 'Keep keyId: every version of the libraries takes it.',
    });
  const id = byId ? keyIdOf(keyId) : undefined;
  if (byId && id === undefined)
    problems.error('key-id-shape', name, {
      what: `The keyId of "${name}" is no UUID.`,
      why: 'It is binary data of subtype 04 with 16 bytes, or null.',
      fix: 'Write {"$binary": {"base64": "…", "subType": "04"}} or {"$uuid": "…"}, or null to have a key made.',
    });
  if (keyAltName === undefined) return { keyId: id, keyAltName: undefined };
  if (typeof keyAltName !== 'string' || keyAltName === '') {
    problems.error('key-alt-name-shape', name, {
      what: `The keyAltName of "${name}" is no name.`,
      why: 'It is a text that is not empty.',
      fix: 'Write the alternate name of a data key.',
    });
    return { keyId: id, keyAltName: undefined };
  }
  problems.warn('key-alt-name-library', name, {
    what: `The field "${name}" names its key by keyAltName.`,
    why: 'Only libmongocrypt 1.18 and later reads that, and the server itself takes keyId alone.',
    fix: 'Prefer keyId, or make sure that every application has libmongocrypt 1.18.',
  });
  return { keyId: id, keyAltName };
}

function validateKeysTogether(fields: readonly ReadField[], problems: ProblemList): void {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const { path, keyId, keyAltName } of fields) {
    if (keyId !== undefined && ids.has(keyId))
      problems.error('key-id-duplicate', path, {
        what: `The field "${path}" has the key of another field.`,
        why: 'Each encrypted field of a collection has a data key of its own.',
        fix: 'Make another data key, or write "keyId": null to have one made.',
        serverCode: 6338401,
      });
    if (keyAltName !== undefined && names.has(keyAltName))
      problems.error('key-alt-name-duplicate', path, {
        what: `The field "${path}" has the key name of another field.`,
        why: 'Each encrypted field of a collection has a data key of its own.',
        fix: 'Name another data key.',
      });
    if (keyId !== undefined) ids.add(keyId);
    if (keyAltName !== undefined) names.add(keyAltName);
  }
}

function validateBsonType(
  { bsonType, queries }: JsonObject,
  name: string,
  problems: ProblemList,
): BsonType | undefined {
  if (bsonType === undefined) {
    const text = {
      what: `The field "${name}" has no bsonType.`,
      why: 'What is encrypted must be of one type that the driver and the server agree on.',
      fix: 'Add bsonType.',
    };
    if (queries === undefined) problems.warn('bson-type-missing', name, text);
    else problems.error('bson-type-missing', name, { ...text, serverCode: 6412601 });
    return undefined;
  }
  if (!isBsonType(bsonType)) {
    problems.error('bson-type-unknown', name, {
      what: `The field "${name}" has the bsonType ${JSON.stringify(bsonType)}.`,
      why: `One type is named, of ${BSON_TYPES.filter((type) => !NEVER_ENCRYPTED.includes(type)).join(', ')}.`,
      fix: 'Use one of these names.',
    });
    return undefined;
  }
  if (NEVER_ENCRYPTED.includes(bsonType)) {
    problems.error('bson-type-never', name, {
      what: `The field "${name}" of type ${bsonType} cannot be encrypted.`,
      why: 'There is one such value, so its ciphertext would hide nothing.',
      fix: 'Name the type of the values, and leave the field out of a document that has none.',
      serverCode: 6338406,
    });
    return undefined;
  }
  return bsonType;
}

/**
 * Holds a design of encrypted fields to every documented rule, and tells all that it breaks at once. libmongocrypt checks
 * little more than the shape, and query analysis (crypt_shared) checks CSFLE rules only when a command runs.
 */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type CollectionFacts, UNKNOWN_COLLECTION } from './collection-facts.ts';
import { parseNamespace } from './paths.ts';
import { type DesignProblem, problemList } from './rules.ts';
import type { ServerVersion } from './server-version.ts';
import { validateCsfleCollection, validateQueryableCollection } from './validate-collection.ts';
import { validateEncryptedFields } from './validate-encrypted-fields.ts';
import { validateSchema } from './validate-schema-map.ts';

/** What a design is held against. */
export interface ValidationContext {
  readonly server: ServerVersion;
  /** What is known of the collection; nothing where it is left out. */
  readonly collection?: CollectionFacts;
  /** The collection's name, for a design that does not say it. */
  readonly collectionName?: string;
  /** `expected`: data keys are made after the design. */
  readonly keys: 'expected' | 'provisioned';
}

/** How the fields of one collection are encrypted, read from one of the forms that people write. */
export type DesignForm =
  | { readonly mode: 'queryable'; readonly namespace?: string; readonly encryptedFields: Json }
  | {
      readonly mode: 'csfle';
      readonly namespace?: string;
      readonly schema: Json;
      readonly place: 'client' | 'validator';
    };

/**
 * Tells the form of a design: encryptedFields, an encryptedFieldsMap or schemaMap by namespace, a schema with encrypt, or a validator
 * with $jsonSchema. Undefined where it is none of them. A map of several collections gives several.
 */
export function designForms(json: Json): readonly DesignForm[] | undefined {
  const single = singleForm(json);
  if (single !== undefined) return [single];
  if (!isObject(json)) return undefined;
  const entries = Object.entries(json as JsonObject);
  if (entries.length === 0 || !entries.every(([key]) => key.includes('.'))) return undefined;
  const forms = entries.map(([namespace, value]) => {
    const form = singleForm(value as Json);
    return form === undefined ? undefined : { ...form, namespace };
  });
  return forms.every((form) => form !== undefined) ? forms : undefined;
}

function singleForm(json: Json): DesignForm | undefined {
  if (!isObject(json)) return undefined;
  const value = json as JsonObject;
  if (value.encryptedFields !== undefined) return { mode: 'queryable', encryptedFields: value.encryptedFields };
  if (value.fields !== undefined) return { mode: 'queryable', encryptedFields: value };
  const validator = isObject(value.validator) ? (value.validator as JsonObject) : value;
  if (validator.$jsonSchema !== undefined) return { mode: 'csfle', schema: validator.$jsonSchema, place: 'validator' };
  return value.properties !== undefined || value.encryptMetadata !== undefined || value.bsonType !== undefined
    ? { mode: 'csfle', schema: value, place: 'client' }
    : undefined;
}

/** Every rule that a design breaks, in the order of the design. */
export function validateDesign(form: DesignForm, context: ValidationContext): readonly DesignProblem[] {
  const problems = problemList();
  const facts = context.collection ?? UNKNOWN_COLLECTION;
  const parsed = form.namespace === undefined ? undefined : parseNamespace(form.namespace);
  if (form.namespace !== undefined && parsed === undefined)
    problems.error('namespace-malformed', undefined, {
      what: `The design is for "${form.namespace}".`,
      why: 'A namespace is database.collection.',
      fix: 'Write it so, as in medical.patients.',
    });
  switch (form.mode) {
    case 'queryable': {
      const collection = parsed?.collection ?? context.collectionName;
      const paths = validateEncryptedFields(
        form.encryptedFields,
        { server: context.server, ...(collection === undefined ? {} : { collection }) },
        problems,
      );
      validateQueryableCollection(paths, facts, problems);
      break;
    }
    case 'csfle':
      validateCsfleCollection(
        validateSchema(form.schema, { keys: context.keys, place: form.place }, problems),
        facts,
        problems,
      );
      break;
    default:
      form satisfies never;
  }
  return problems.found;
}

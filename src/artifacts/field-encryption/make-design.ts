import type { Problem } from '../../core/failure.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { optionProblem } from '../choose.ts';
import type { CollectionFacts } from './collection-facts.ts';
import { type Design, encryptedFieldsJson, schemaJson } from './design.ts';
import type { FieldFacts } from './field-facts.ts';
import { inferFields } from './infer.ts';
import type { DesignerValues } from './options.ts';
import { proposeDesign } from './propose.ts';
import { isProblem, parseQueryRequest, type QueryRequest } from './query-request.ts';
import { fieldsOfDesign } from './read-design.ts';
import { readDocuments, readJson } from './read-documents.ts';
import { readFieldList } from './read-field-list.ts';
import { fieldsOfSchema } from './read-schema.ts';
import type { DesignProblem } from './rules.ts';
import type { ServerVersion } from './server-version.ts';
import { type DesignForm, designForms, validateDesign } from './validate.ts';
import { validateAgainstSamples } from './validate-samples.ts';

/** A design with all that is known of it. */
export interface MadeDesign {
  readonly design: Design;
  /** `encryptedFields`, or the schema of the collection. */
  readonly json: JsonObject;
  readonly problems: readonly DesignProblem[];
  readonly samples: number;
  /** The namespace that a given design names. */
  readonly namespace?: string;
}

/** The design that was given, or one that is proposed; undefined where a problem was found on the way. */
export function makeDesign(
  values: DesignerValues,
  server: ServerVersion,
  collection: CollectionFacts,
  problems: Problem[],
): MadeDesign | undefined {
  const samples = values.samples === undefined ? undefined : readDocuments(values.samples);
  const seen = samples === undefined ? [] : inferFields(samples);
  const made =
    values.design === undefined
      ? propose(values, server, collection, seen, problems)
      : readGiven(values, server, collection, problems);
  if (made === undefined) return undefined;
  return {
    ...made,
    samples: samples?.length ?? 0,
    problems: [...made.problems, ...validateAgainstSamples(made.design, seen)],
  };
}

type Unsampled = Omit<MadeDesign, 'samples'>;

// ── A design of somebody ──

function readGiven(
  values: DesignerValues,
  server: ServerVersion,
  collection: CollectionFacts,
  problems: Problem[],
): Unsampled | undefined {
  const file = values.design as NonNullable<DesignerValues['design']>;
  const forms = designForms(readJson('design', file) as Json);
  if (forms === undefined) {
    problems.push(
      optionProblem(
        `Could not find a design in ${file.name}.`,
        'It is neither {"fields": […]}, a map by namespace, nor a JSON Schema with properties.',
        'Give encryptedFields, an encryptedFieldsMap, a schemaMap or a validator.',
      ),
    );
    return undefined;
  }
  const form = chooseForm(forms, values, problems);
  if (form === undefined) return undefined;
  const found = validateDesign(form, {
    server,
    collection,
    keys: 'expected',
    ...(values.collection === undefined ? {} : { collectionName: values.collection }),
  });
  const broken = found.some(({ severity }) => severity === 'error');
  return {
    design: {
      mode: form.mode,
      modeBecause: 'The design that was given is of it.',
      fields: broken ? [] : fieldsOfDesign(form),
      left: [],
    },
    json: form.mode === 'queryable' ? ((form.encryptedFields ?? {}) as JsonObject) : clientSchema(form),
    problems: found,
    ...(form.namespace === undefined ? {} : { namespace: form.namespace }),
  };
}

function chooseForm(forms: readonly DesignForm[], values: DesignerValues, problems: Problem[]): DesignForm | undefined {
  const [only] = forms;
  if (forms.length === 1) return only;
  const wanted = `${values.database}.${values.collection}`;
  const found = forms.find(({ namespace }) => namespace === wanted);
  if (found === undefined)
    problems.push(
      optionProblem(
        'Could not tell which collection this is for.',
        `The design has ${forms.map(({ namespace }) => namespace).join(', ')}.`,
        'Name one with --database and --collection.',
      ),
    );
  return found;
}

/** The rules of encryption alone: drivers take no validation. */
function clientSchema(form: Extract<DesignForm, { readonly mode: 'csfle' }>): JsonObject {
  const schema = (isObject(form.schema) ? form.schema : {}) as JsonObject;
  return form.place === 'client' ? schema : (encryptionRules(schema) ?? {});
}

function encryptionRules(schema: JsonObject): JsonObject | undefined {
  if (schema.encrypt !== undefined) return { encrypt: schema.encrypt };
  if (!isObject(schema.properties)) return undefined;
  const properties = Object.entries(schema.properties).flatMap(([name, sub]) => {
    const rules = isObject(sub) ? encryptionRules(sub as JsonObject) : undefined;
    return rules === undefined ? [] : [[name, rules] as const];
  });
  if (properties.length === 0) return undefined;
  return {
    bsonType: 'object',
    ...(schema.encryptMetadata === undefined ? {} : { encryptMetadata: schema.encryptMetadata }),
    properties: Object.fromEntries(properties),
  };
}

// ── A design that is proposed ──

function propose(
  values: DesignerValues,
  server: ServerVersion,
  collection: CollectionFacts,
  seen: readonly FieldFacts[],
  problems: Problem[],
): Unsampled | undefined {
  const requests = requestsOf(values, problems);
  const facts = factsFor(values, seen, requests, problems);
  if (facts === undefined) return undefined;
  for (const path of requests.keys())
    if (!facts.some((fact) => fact.path === path))
      problems.push(
        optionProblem(
          `Could not encrypt "${path}".`,
          'There is no such field.',
          'Check its path from the top of the document, as in patient.ssn.',
        ),
      );
  if (problems.length > 0) return undefined;
  const design = proposeDesign({
    server,
    mode: values.mode ?? 'auto',
    facts,
    requests,
    plain: values.plain ?? [],
    collection,
  });
  if (Array.isArray(design)) {
    problems.push(...(design as readonly Problem[]));
    return undefined;
  }
  const proposed = design as Design;
  if (proposed.fields.length === 0) {
    problems.push(nothingFound(proposed, facts.length));
    return undefined;
  }
  const json = proposed.mode === 'queryable' ? encryptedFieldsJson(proposed.fields) : schemaJson(proposed.fields);
  const form: DesignForm =
    proposed.mode === 'queryable'
      ? { mode: 'queryable', encryptedFields: json }
      : { mode: 'csfle', schema: json, place: 'client' };
  return { design: proposed, json, problems: validateDesign(form, { server, collection, keys: 'expected' }) };
}

function nothingFound({ left }: Design, paths: number): Problem {
  return optionProblem(
    'Could not find a field to encrypt.',
    left.length === 0
      ? `Nothing in the names and values of ${paths} paths looks sensitive.`
      : `What looks sensitive stays in the clear: ${left.map(({ path, because }) => `${path} (${because.replace(/\.$/, '')})`).join('; ')}.`,
    'Name fields with --query PATH=equality or --query PATH=none.',
  );
}

function requestsOf(values: DesignerValues, problems: Problem[]): Map<string, QueryRequest> {
  const requests = new Map<string, QueryRequest>();
  for (const text of values.query ?? []) {
    const [, path, query] = /^([^=,]+)=(.+)$/.exec(text) ?? [];
    if (path === undefined || query === undefined) {
      problems.push(
        optionProblem(
          `Could not read --query "${text}".`,
          'It is not PATH=QUERY.',
          'Write for example patient.ssn=equality.',
        ),
      );
      continue;
    }
    const request = parseQueryRequest(query, `--query "${text}"`);
    if (isProblem(request)) problems.push(request);
    else requests.set(path, request);
  }
  return requests;
}

/** What is known of the fields: of a list, its lines; else samples before the schema. The list's requests join the others. */
function factsFor(
  values: DesignerValues,
  seen: readonly FieldFacts[],
  requests: Map<string, QueryRequest>,
  problems: Problem[],
): readonly FieldFacts[] | undefined {
  if (values.fields !== undefined)
    return readFieldList(values.fields).map(({ path, bsonType, request }) => {
      if (!requests.has(path)) requests.set(path, request);
      const known = seen.find((fact) => fact.path === path);
      const none: FieldFacts = { path, types: [], documents: 0, present: 0, nulls: 0, values: [] };
      return { ...none, ...known, types: [{ type: bsonType, count: known?.present ?? 0 }] };
    });
  if (values.schema === undefined) return seen;
  const described = fieldsOfSchema(readJson('schema', values.schema) as Json);
  if (described === undefined) {
    problems.push(
      optionProblem(
        'Could not read --schema.',
        'It has no properties.',
        'Give a JSON Schema of an object, or a validator with $jsonSchema.',
      ),
    );
    return undefined;
  }
  return [...seen, ...described.filter(({ path }) => !seen.some((fact) => fact.path === path))];
}

import type { Confidence } from '../../core/control.ts';
import type { Problem } from '../../core/failure.ts';
import { optionProblem } from '../choose.ts';
import { type BsonType, DETERMINISTIC_TYPES, EQUALITY_TYPES, isRangeType, STORED_TYPES } from './bson-types.ts';
import type { Candidate, ProposalInput } from './candidates.ts';
import type { FieldDesign, FieldQuery, Mode, Treatment } from './design.ts';
import type { ExactNumber } from './exact-number.ts';
import { parseBound } from './extended-json.ts';
import { type FieldFacts, hasFewValues, mainType } from './field-facts.ts';
import { pathsOverlap } from './paths.ts';
import { isProblem, type QueryDefaults, type QueryRequest, queriesFor, roomyBounds } from './query-request.ts';
import { familyOf, isAvailable, textKind } from './query-types.ts';
import { isTooFine } from './range-domain.ts';
import { detectSensitivity } from './sensitive.ts';
import { atLeast, formatVersion, QUERYABLE_SINCE } from './server-version.ts';

/** How a field is encrypted and why; or the problems of what was asked for. */
export function treat(
  candidate: Candidate,
  mode: Mode,
  input: ProposalInput,
): FieldDesign | Problem | readonly Problem[] {
  const type = typeFor(candidate);
  if (type === undefined)
    return optionProblem(
      `Could not tell the type of "${candidate.facts.path}".`,
      'No sample has a value there, and no schema names a type.',
      'Give samples that have one, or a field list with --fields.',
    );
  return mode === 'queryable' ? treatQueryable(candidate, type, input) : treatCsfle(candidate, type, input);
}

function typeFor({ facts, covers }: Candidate): BsonType | undefined {
  return covers === undefined ? mainType(facts) : 'array';
}

function treatQueryable(candidate: Candidate, type: BsonType, input: ProposalInput): FieldDesign | readonly Problem[] {
  const { facts, request, covers } = candidate;
  const { path } = facts;
  const chosen: QueryRequest & { readonly because: string } =
    request === undefined ? usualQuery(candidate, type, input) : { ...request, because: 'You asked for it.' };
  const queries = queriesFor(chosen, type, defaultsFor(facts, type, chosen), `the query of ${path}`);
  if (queries.some(isProblem)) return queries as readonly Problem[];
  return describe(
    candidate,
    { mode: 'queryable', bsonType: type, queries: queries as readonly FieldQuery[] },
    chosen.because,
    [...typeNotes(facts, type, 'queryable'), ...arrayNotes(path, covers)],
  );
}

/** The query that such fields are usually found by, as far as the server and the type allow it. */
function usualQuery(
  { sensitivity, covers }: Candidate,
  type: BsonType,
  { server }: ProposalInput,
): QueryRequest & { readonly because: string } {
  const none = (because: string) => ({ queryTypes: [], parameters: {}, because });
  const wanted = sensitivity?.query ?? 'none';
  if (covers !== undefined || type === 'array' || type === 'object')
    return none('A value with parts is stored as a whole and cannot be asked for.');
  if (wanted === 'none')
    return none('Such a field is read with its document and rarely searched; storing it without queries costs least.');
  if (wanted === 'range' && isRangeType(type) && isAvailable('range', server))
    return {
      queryTypes: ['range'],
      parameters: {},
      because: 'Such values are compared and filtered from-to; a range answers equality too.',
    };
  if (wanted === 'range' && isRangeType(type) && sensitivity?.category !== 'birth date')
    return none(
      `Nobody asks for its exact value, and ranges come with MongoDB 8.0 (this is ${formatVersion(server)}).`,
    );
  return EQUALITY_TYPES.includes(type)
    ? { queryTypes: ['equality'], parameters: {}, because: 'Records are looked up by the exact value.' }
    : none(`Equality does not take ${type}.`);
}

/** Bounds from what was seen, for queries that need them. */
function defaultsFor(facts: FieldFacts, type: BsonType, { queryTypes }: QueryRequest): QueryDefaults {
  if (!queryTypes.some((queryType) => familyOf(queryType) === 'range')) return textDefaults(facts, queryTypes);
  if (!isRangeType(type)) return {};
  if (type === 'date' && detectSensitivity(facts)?.category === 'birth date') return BIRTH_DATES;
  if (facts.min === undefined || facts.max === undefined) return {};
  const bounds = roomyBounds(type, facts.min, facts.max);
  if (bounds === undefined || (type !== 'double' && type !== 'decimal')) return bounds ?? {};
  const precision = Math.max(2, facts.scale ?? 0);
  // Too fine for the type: without bounds it still works, only slower.
  return isTooFine({ type, ...bounds, precision }) ? {} : { ...bounds, precision };
}

const BIRTH_DATES: QueryDefaults = {
  min: parseBound('date', '1900-01-01') as ExactNumber,
  max: parseBound('date', '2100-01-01') as ExactNumber,
};

function textDefaults({ longest }: FieldFacts, queryTypes: QueryRequest['queryTypes']): QueryDefaults {
  const most = queryTypes.includes('substringPreview') ? 60 : 50;
  return queryTypes.some((type) => textKind(type) === 'substring')
    ? { longest: Math.min(most, Math.max(10, (longest ?? most) * 2)) }
    : {};
}

function treatCsfle(candidate: Candidate, type: BsonType, input: ProposalInput): FieldDesign | Problem {
  const { facts, sensitivity, request, covers } = candidate;
  const { path } = facts;
  const foreign = request?.queryTypes.find((queryType) => queryType !== 'equality');
  if (foreign !== undefined)
    return optionProblem(
      `Could not make "${path}" searchable by ${foreign}.`,
      `CSFLE finds encrypted values by equality alone${atLeast(input.server, QUERYABLE_SINCE) ? '' : `, and MongoDB ${formatVersion(input.server)} has no Queryable Encryption`}.`,
      'Ask for equality or none, or use Queryable Encryption with --mode queryable on a server that has it.',
    );
  const few = hasFewValues(facts) ?? (sensitivity?.category === 'special category' ? true : undefined);
  const wanted = request === undefined ? sensitivity?.query === 'equality' : request.queryTypes.length > 0;
  const possible = covers === undefined && DETERMINISTIC_TYPES.includes(type) && facts.types.length <= 1;
  const unique = input.collection.indexes.some(
    (index) => index.unique && index.paths.some((key) => pathsOverlap(key, path)),
  );
  const deterministic = possible && (unique || (wanted && (request !== undefined || few !== true)));
  const because = deterministic
    ? unique
      ? 'A unique index is on it, which needs equal ciphertexts for equal values.'
      : 'Records are looked up by the exact value.'
    : !wanted
      ? sensitivity?.query === 'range'
        ? 'CSFLE cannot compare values, and random encryption tells nothing of them.'
        : 'It is read with its document and rarely searched; random encryption tells nothing of it.'
      : !possible
        ? `${facts.types.length > 1 ? 'Values of several types' : `Values of type ${type}`} cannot be encrypted deterministically.`
        : 'It has so few different values that equal ciphertexts would give them away.';
  const bsonTypes = deterministic ? [type] : covers !== undefined ? (['array'] as const) : storedTypes(facts, type);
  return describe(
    candidate,
    { mode: 'csfle', algorithm: deterministic ? 'deterministic' : 'random', bsonTypes },
    because,
    [
      ...(deterministic && few === true
        ? [
            'It has few different values: who reads the ciphertexts can count them and guess. Use Queryable Encryption, or do not ask for it.',
          ]
        : []),
      ...(deterministic && few === undefined
        ? [
            'Deterministic encryption shows which documents have equal values: make sure that there are many different ones.',
          ]
        : []),
      ...typeNotes(facts, type, 'csfle'),
      ...arrayNotes(path, covers),
    ],
  );
}

function storedTypes({ types }: FieldFacts, type: BsonType): readonly BsonType[] {
  const stored = types.map((seen) => seen.type).filter((seen) => STORED_TYPES.includes(seen));
  return stored.length === 0 ? [type] : stored;
}

function describe(
  { facts, sensitivity, covers }: Candidate,
  treatment: Treatment,
  because: string,
  notes: readonly string[],
): FieldDesign {
  const what =
    sensitivity === undefined
      ? ''
      : `${sentenceStart(sensitivity.category)}: ${covers === undefined ? sensitivity.because : `${covers.join(', ')} in it`}. `;
  const confidence: Confidence = sensitivity?.confidence ?? 'high';
  return {
    path: facts.path,
    treatment,
    confidence,
    because: `${what}${because}`,
    notes,
    ...(sensitivity === undefined ? {} : { category: sensitivity.category }),
  };
}

function sentenceStart(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function typeNotes({ types, nulls, present }: FieldFacts, type: BsonType, mode: Mode): readonly string[] {
  const others = types.filter((seen) => seen.type !== type && seen.count > 0);
  return [
    ...(others.length > 0 && mode === 'queryable'
      ? [
          `Samples have other types too (${types.map((seen) => `${seen.type} ${seen.count}`).join(', ')}): make all of them ${type} first, for a value of another type is refused.`,
        ]
      : []),
    ...(nulls > 0
      ? [
          `${nulls} of ${present} samples have null, which cannot be encrypted: leave the field out of such documents instead.`,
        ]
      : []),
  ];
}

function arrayNotes(path: string, covers: readonly string[] | undefined): readonly string[] {
  return covers === undefined
    ? []
    : [
        `Fields of documents in an array cannot be encrypted one by one, so that all of ${path} is encrypted; nothing in it can be asked for or changed in part.`,
      ];
}

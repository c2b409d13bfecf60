import type { Confidence } from '../../core/control.ts';
import type { Problem } from '../../core/failure.ts';
import { optionProblem } from '../choose.ts';
import { type BsonType, DETERMINISTIC_TYPES, EQUALITY_TYPES, isRangeType, STORED_TYPES } from './bson-types.ts';
import type { CollectionFacts } from './collection-facts.ts';
import type { Design, FieldDesign, FieldQuery, LeftField, Mode, Treatment } from './design.ts';
import type { ExactNumber } from './exact-number.ts';
import { parseBound } from './extended-json.ts';
import { type FieldFacts, hasFewValues, mainType } from './field-facts.ts';
import { isPathPrefix, pathsOverlap } from './paths.ts';
import { isProblem, type QueryDefaults, type QueryRequest, queriesFor, roomyBounds } from './query-request.ts';
import { familyOf, isAvailable, textKind } from './query-types.ts';
import { isTooFine } from './range-domain.ts';
import { detectSensitivity, type Sensitivity } from './sensitive.ts';
import { atLeast, formatVersion, QUERYABLE_SINCE, type ServerVersion } from './server-version.ts';

/** What a design is proposed from. */
export interface ProposalInput {
  readonly server: ServerVersion;
  /** `auto`: Queryable Encryption, unless only CSFLE can do what is needed. */
  readonly mode: Mode | 'auto';
  readonly facts: readonly FieldFacts[];
  /** How fields are asked for, where the person said so; these are encrypted whatever they are. */
  readonly requests: ReadonlyMap<string, QueryRequest>;
  /** Paths that stay in the clear. */
  readonly plain: readonly string[];
  readonly collection: CollectionFacts;
}

/** A field that is to be encrypted, before its treatment is chosen. */
interface Candidate {
  readonly facts: FieldFacts;
  readonly sensitivity?: Sensitivity;
  readonly request?: QueryRequest;
  /** What it covers, where it is encrypted for something within it. */
  readonly covers?: readonly string[];
}

/** A design for what the samples, the schema or the field list show; or every problem of the requests. */
export function proposeDesign(input: ProposalInput): Design | readonly Problem[] {
  const { candidates, left } = findCandidates(input);
  const { mode, because } = chooseMode(input, candidates);
  const problems: Problem[] = [...searchedInArrays(input)];
  const fields = candidates.flatMap((candidate): readonly FieldDesign[] => {
    const treated = treat(candidate, mode, input);
    if (isProblem(treated)) problems.push(treated);
    else if (Array.isArray(treated)) problems.push(...(treated as readonly Problem[]));
    else return [treated as FieldDesign];
    return [];
  });
  return problems.length > 0 ? problems : { mode, modeBecause: because, fields, left };
}

function searchedInArrays({ facts, requests }: ProposalInput): readonly Problem[] {
  const byPath = pathsOf(facts);
  return facts.flatMap((fact) => {
    const array = outermostArray(fact, byPath);
    if (array === undefined || (requests.get(fact.path)?.queryTypes.length ?? 0) === 0) return [];
    return [
      optionProblem(
        `Could not make "${fact.path}" searchable.`,
        `It lies in the array ${array}, and elements of an array cannot be encrypted one by one.`,
        `Ask for --query ${fact.path}=none to encrypt all of ${array}, or move the value out of the array.`,
      ),
    ];
  });
}

function pathsOf(facts: readonly FieldFacts[]): ReadonlyMap<string, FieldFacts> {
  return new Map(facts.map((fact) => [fact.path, fact]));
}

/** The outermost value around this one that is an array in any document. */
function outermostArray({ path, array }: FieldFacts, byPath: ReadonlyMap<string, FieldFacts>): string | undefined {
  const parts = path.split('.');
  const around = parts.slice(1).map((_, place) => parts.slice(0, place + 1).join('.'));
  return around.find((outer) => byPath.get(outer)?.types.some(({ type }) => type === 'array')) ?? array;
}

// ── What is encrypted ──

function findCandidates(input: ProposalInput): {
  readonly candidates: readonly Candidate[];
  readonly left: readonly LeftField[];
} {
  const { facts, requests } = input;
  const left: LeftField[] = [];
  const byPath = pathsOf(facts);
  const chosen = new Map<string, Candidate>();
  for (const fact of facts) {
    const request = requests.get(fact.path);
    const sensitivity = detectSensitivity(fact);
    if (request === undefined && sensitivity === undefined) continue;
    const reason = request === undefined ? reasonToLeave(fact, sensitivity as Sensitivity, input) : undefined;
    if (reason !== undefined) left.push({ path: fact.path, because: reason });
    else
      chosen.set(fact.path, {
        facts: fact,
        ...(sensitivity === undefined ? {} : { sensitivity }),
        ...(request === undefined ? {} : { request }),
      });
  }
  liftOutOfArrays(chosen, byPath);
  settleNested(chosen, input, left);
  return { candidates: [...chosen.values()], left };
}

function reasonToLeave(
  facts: FieldFacts,
  { category, confidence, because }: Sensitivity,
  { plain, collection }: ProposalInput,
): string | undefined {
  const { path } = facts;
  if (isIn(path, plain)) return `--plain says so, though it looks like ${category}.`;
  if (isIn(path, collection.shardKey))
    return `It looks like ${category}, but it is part of the shard key, which the server must read.`;
  if (mainType(facts) === undefined)
    return `It looks like ${category}, but no type is known: no sample has a value there.`;
  return confidence === 'low'
    ? `It may be ${category} (${because}); add --query ${path}=none or another query type to encrypt it.`
    : undefined;
}

/** True where one of the paths is this one, or it lies within one of them. */
function isIn(path: string, others: readonly string[]): boolean {
  return others.some((other) => other === path || isPathPrefix(other, path));
}

/** Elements of an array cannot be encrypted one by one: the array is, as a whole. */
function liftOutOfArrays(chosen: Map<string, Candidate>, byPath: ReadonlyMap<string, FieldFacts>): void {
  for (const [path, candidate] of [...chosen]) {
    const array = outermostArray(candidate.facts, byPath);
    const facts = array === undefined ? undefined : byPath.get(array);
    if (array === undefined || facts === undefined) continue;
    chosen.delete(path);
    const whole = chosen.get(array);
    const covers = [...(whole?.covers ?? []), path];
    const sensitivity = whole?.sensitivity ?? candidate.sensitivity;
    chosen.set(array, {
      facts,
      covers,
      ...(sensitivity === undefined ? {} : { sensitivity }),
      ...(whole?.request === undefined ? {} : { request: whole.request }),
    });
  }
}

/** Of a value and what lies within it, the value is encrypted as a whole, unless a part of it is asked for or must stay in the clear. */
function settleNested(chosen: Map<string, Candidate>, input: ProposalInput, left: LeftField[]): void {
  const clear = [...input.plain, ...input.collection.shardKey];
  for (const [path, outer] of [...chosen].sort(([a], [b]) => a.length - b.length)) {
    if (!chosen.has(path)) continue;
    const inner = [...chosen.keys()].filter((other) => isPathPrefix(path, other));
    const parted =
      inner.some((other) => isAskedFor(chosen.get(other) as Candidate)) ||
      clear.some((other) => isPathPrefix(path, other));
    if (parted && outer.request === undefined && outer.sensitivity !== undefined && isAlwaysObject(outer.facts)) {
      chosen.delete(path);
      encryptParts(path, outer.sensitivity, chosen, input, left);
    }
    // Two requests within each other contradict, which the rules say.
    else
      for (const other of inner)
        if (outer.request === undefined || chosen.get(other)?.request === undefined) chosen.delete(other);
  }
}

/** True where its parts can be encrypted one by one: it is no array in any document. */
function isAlwaysObject({ types }: FieldFacts): boolean {
  return types.every(({ type }) => type === 'object') && types.length > 0;
}

/** What lies directly within a sensitive object is as sensitive as the whole. */
function encryptParts(
  path: string,
  sensitivity: Sensitivity,
  chosen: Map<string, Candidate>,
  input: ProposalInput,
  left: LeftField[],
): void {
  const clear = [...input.plain, ...input.collection.shardKey];
  for (const facts of input.facts) {
    const direct = isPathPrefix(path, facts.path) && !facts.path.slice(path.length + 1).includes('.');
    if (!direct || chosen.has(facts.path) || isIn(facts.path, clear)) continue;
    const parted = [...chosen.keys(), ...clear].some((other) => isPathPrefix(facts.path, other));
    if (parted && isAlwaysObject(facts)) encryptParts(facts.path, sensitivity, chosen, input, left);
    else if (mainType(facts) === undefined)
      left.push({
        path: facts.path,
        because: `It lies in ${path}, but no type is known: no sample has a value there.`,
      });
    else if (!parted)
      chosen.set(facts.path, {
        facts,
        sensitivity: { ...sensitivity, query: 'none', because: `it lies in ${path}, whose name says so` },
      });
  }
}

function isAskedFor({ request, sensitivity }: Candidate): boolean {
  return request === undefined ? sensitivity?.query !== 'none' : request.queryTypes.length > 0;
}

// ── Which mode ──

function chooseMode(
  { mode, server, collection }: ProposalInput,
  candidates: readonly Candidate[],
): { readonly mode: Mode; readonly because: string } {
  if (mode !== 'auto') return { mode, because: 'It was asked for.' };
  if (!atLeast(server, QUERYABLE_SINCE))
    return {
      mode: 'csfle',
      because: `MongoDB ${formatVersion(server)} has no Queryable Encryption, which is there from ${formatVersion(QUERYABLE_SINCE)}.`,
    };
  if (collection.kind === 'collection' && collection.capped)
    return { mode: 'csfle', because: 'The collection is capped, which Queryable Encryption does not take.' };
  const unique = collection.indexes.find(
    (index) => index.unique && candidates.some(({ facts }) => index.paths.some((key) => pathsOverlap(key, facts.path))),
  );
  if (unique !== undefined)
    return {
      mode: 'csfle',
      because: `The unique index ${unique.name} is on a sensitive field: only deterministic encryption keeps values unique on the server.`,
    };
  return {
    mode: 'queryable',
    because:
      'Queryable Encryption encrypts at random and can still be asked, so the server learns neither values nor how often they occur.',
  };
}

// ── How it is encrypted ──

function treat(candidate: Candidate, mode: Mode, input: ProposalInput): FieldDesign | Problem | readonly Problem[] {
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

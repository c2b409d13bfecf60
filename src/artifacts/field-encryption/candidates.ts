import type { Problem } from '../../core/failure.ts';
import { optionProblem } from '../choose.ts';
import type { CollectionFacts } from './collection-facts.ts';
import type { LeftField, Mode } from './design.ts';
import { type FieldFacts, mainType } from './field-facts.ts';
import { isPathPrefix } from './paths.ts';
import type { QueryRequest } from './query-request.ts';
import { detectSensitivity, type Sensitivity } from './sensitive.ts';
import type { ServerVersion } from './server-version.ts';

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
export interface Candidate {
  readonly facts: FieldFacts;
  readonly sensitivity?: Sensitivity;
  readonly request?: QueryRequest;
  /** What it covers, where it is encrypted for something within it. */
  readonly covers?: readonly string[];
}

/** Requests for what lies in an array, and so cannot be searched. */
export function searchedInArrays({ facts, requests }: ProposalInput): readonly Problem[] {
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

/** What is to be encrypted, and what looks sensitive but stays in the clear. */
export function findCandidates(input: ProposalInput): {
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

import type { Design, FieldDesign, FieldQuery } from './design.ts';
import { compareExact } from './exact-number.ts';
import { type FieldFacts, hasFewValues } from './field-facts.ts';
import { isPathPrefix } from './paths.ts';
import { type DesignProblem, type ProblemList, problemList } from './rules.ts';

/** Holds a design to the values that were seen: what would be refused or given away when they are written through it. */
export function validateAgainstSamples(design: Design, facts: readonly FieldFacts[]): readonly DesignProblem[] {
  const problems = problemList();
  for (const field of design.fields) {
    const own = facts.find(({ path }) => path === field.path);
    if (own !== undefined) validateField(field, own, problems);
  }
  return problems.found;
}

function validateField(field: FieldDesign, facts: FieldFacts, problems: ProblemList): void {
  const { path, treatment } = field;
  const types = treatment.mode === 'queryable' ? [treatment.bsonType] : treatment.bsonTypes;
  const others = facts.types.filter(({ type, count }) => count > 0 && types.length > 0 && !types.includes(type));
  if (others.length > 0)
    problems.warn('sample-type', path, {
      what: `Samples of "${path}" are ${others.map(({ type, count }) => `${type} (${count})`).join(', ')} beside ${types.join(', ')}.`,
      why: 'A value of another type is refused when it is written.',
      fix: `Make all values ${types.join(' or ')} first.`,
    });
  if (facts.nulls > 0)
    problems.warn('sample-null', path, {
      what: `${facts.nulls} of ${facts.present} samples of "${path}" are null.`,
      why: 'A null cannot be encrypted, and a write with one fails.',
      fix: 'Leave the field out of such documents.',
    });
  if (facts.array !== undefined && isPathPrefix(facts.array, path))
    problems.error('sample-in-array', path, {
      what: `The field "${path}" lies in the array ${facts.array}.`,
      why: 'Elements of an array cannot be encrypted one by one.',
      fix: `Encrypt ${facts.array} as a whole, without queries.`,
    });
  if (treatment.mode === 'csfle') {
    if (treatment.algorithm === 'deterministic' && hasFewValues(facts) === true)
      problems.warn('low-cardinality', path, {
        what: `The deterministic field "${path}" has few different values.`,
        why: 'Equal values have equal ciphertexts, so that counting them tells which is which.',
        fix: 'Encrypt it at random, or use Queryable Encryption.',
      });
    return;
  }
  for (const query of treatment.queries) validateQueryOfSamples(query, facts, problems);
}

function validateQueryOfSamples(
  query: FieldQuery,
  { path, min, max, longest }: FieldFacts,
  problems: ProblemList,
): void {
  if (query.kind === 'range') {
    const below = query.min !== undefined && min !== undefined && compareExact(min, query.min) < 0;
    const above = query.max !== undefined && max !== undefined && compareExact(max, query.max) > 0;
    if (below || above)
      problems.error('sample-out-of-range', path, {
        what: `Samples of "${path}" lie ${below && above ? 'below and above' : below ? 'below' : 'above'} its range.`,
        why: 'A value out of the range is refused when it is written, and the range can never be changed.',
        fix: `Widen ${below && above ? 'min and max' : below ? 'min' : 'max'}.`,
      });
  }
  if (
    query.kind === 'text' &&
    query.strMaxLength !== undefined &&
    longest !== undefined &&
    longest > query.strMaxLength
  )
    problems.error('sample-too-long', path, {
      what: `Samples of "${path}" are up to ${longest} characters long.`,
      why: `A text longer than strMaxLength (${query.strMaxLength}) is refused when it is written.`,
      fix: 'Raise strMaxLength as far as it goes, or ask by prefix or equality.',
    });
}

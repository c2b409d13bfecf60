import type { Problem } from '../../core/failure.ts';
import { findCandidates, type ProposalInput, searchedInArrays } from './candidates.ts';
import { chooseMode } from './choose-mode.ts';
import type { Design, FieldDesign } from './design.ts';
import { isProblem } from './query-request.ts';
import { treat } from './treat.ts';

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

import { type Walk, walk } from '../access/index.ts';
import { Failure } from '../core/failure.ts';
import type { Step } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import type { Snapshot } from '../core/snapshot.ts';

/**
 * Replays every named client through the access decision after each of these steps, and refuses them all where one is
 * cut off by a step that does not say so. A step with the hazard is here because somebody has taken it by name.
 */
export function refuseLockOut(snapshot: Snapshot, steps: readonly Step[], profile: Profile): Walk {
  const proof = walk(snapshot, steps, profile);
  const accepted = new Set(
    steps
      .filter(({ hazards }) => hazards.some(({ name }) => name === 'cuts-off-client' || name === 'cuts-off-us'))
      .map(({ id }) => id),
  );
  const problems = proof.cutOff
    .filter(({ step }) => !accepted.has(step))
    .map(({ step, client, from, because }) => ({
      code: 'cuts-off-client',
      what: `Step ${step} would cut ${client} off from ${from}.`,
      why: because,
      fix: 'Nothing was applied. Make a new plan with `fivefold plan`, or take the step that lets the client in as well.',
    }));
  if (problems.length > 0) throw new Failure(problems, 2);
  return proof;
}

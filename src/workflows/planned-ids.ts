import { afterOf, beforeOf, type Change } from '../core/change.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource } from '../core/resource.ts';

/** An id that is good for the plan only, and the step in which Atlas gives the one that takes its place. */
export interface PlannedId {
  readonly id: string;
  readonly from: string;
}

/**
 * For each step the ids of what earlier steps make, where Atlas gives them: `fivefold apply` puts the real ones in their place,
 * and whoever carries a rendered plan out has to.
 */
export function plannedIdsOf(
  steps: readonly Pick<Step, 'id' | 'change'>[],
  resources: readonly AnyResource[],
): ReadonlyMap<string, readonly PlannedId[]> {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const planned: PlannedId[] = [];
  return new Map(
    steps.map(({ id: step, change }) => {
      const texts = textsIn([beforeOf(change), afterOf(change)]);
      // Plans name what they make alike in every project: its own name is not another's.
      const own = givenBy(change, registry.get(change.kind));
      const borrowed = planned.filter(({ id }) => texts.has(id) && !own.includes(id));
      planned.push(...own.map((id) => ({ id, from: step })));
      return [step, borrowed];
    }),
  );
}

/** What a reader has to do about them, in one sentence; undefined: nothing. */
export function plannedIdSentence(borrowed: readonly PlannedId[]): string | undefined {
  if (borrowed.length === 0) return undefined;
  const places = borrowed.map(({ id, from }) => `${id} with the id that Atlas gives in ${from}`);
  return `replace ${places.join(', ')}: this plan cannot know it.`;
}

function givenBy(change: Change, resource: AnyResource | undefined): readonly string[] {
  if (change.type !== 'create' || resource?.write?.isSame === undefined) return [];
  const model = change.after as Readonly<Record<string, unknown>>;
  const given = new Set((resource.assigned ?? []).map((field) => model[field]));
  return resource.path(model).filter((part) => given.has(part));
}

function textsIn(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') return new Set([value]);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((item) => [...textsIn(item)]));
}

import { type Change, rebaseUpdate } from '../core/change.ts';
import type { Step } from '../core/plan.ts';

/** What one or several steps do to one resource, for a tool that is told the end alone. */
export interface JoinedSteps<C extends Change = Change> {
  /** The steps' ids, for a reader: `s-1, s-2`. */
  readonly ids: string;
  readonly change: C;
}

/** Updates of one resource, which a plan keeps apart for their hazards, as one at the place of the first; all else as it is. */
export function joinUpdates(steps: readonly Pick<Step, 'id' | 'change'>[]): readonly JoinedSteps[] {
  const joined = new Map<string, JoinedSteps>();
  for (const { id, change } of steps) {
    const key = change.type === 'update' ? change.address : id;
    const earlier = joined.get(key);
    joined.set(
      key,
      earlier?.change.type === 'update' && change.type === 'update'
        ? {
            ids: `${earlier.ids}, ${id}`,
            change: { ...earlier.change, after: rebaseUpdate(change, earlier.change.after).after },
          }
        : { ids: id, change },
    );
  }
  return [...joined.values()];
}

import type { Address } from '../core/address.ts';
import { changedFields } from '../core/change.ts';
import type { Instant } from '../core/instant.ts';
import { sameJson } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';

/** How a step stands. `ended`: it made something temporary whose time is over. */
export type StepHolds = 'holds' | 'does-not-hold' | 'ended' | 'unknown';

/** Whether what each step made, changed or removed is so now: for steps that close no finding, which no control looks at. */
export function verifySteps(
  steps: readonly Step[],
  index: SnapshotIndex,
  resources: readonly AnyResource[],
  now: Instant,
): readonly { readonly step: Step; readonly state: StepHolds }[] {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  return steps.map((step) => ({ step, state: stateOf(step, index, registry.get(step.change.kind), now) }));
}

function stateOf({ change }: Step, index: SnapshotIndex, resource: AnyResource | undefined, now: Instant): StepHolds {
  const outcome = index.outcome(change.kind as never, change.parent as Address | null);
  if (resource === undefined || outcome === undefined || outcome.notRead !== undefined) return 'unknown';
  const there = index.byAddress.get(change.address);
  if (change.type === 'delete') return there === undefined ? 'holds' : 'does-not-hold';
  const after = change.after as Readonly<Record<string, unknown>>;
  const { deleteAfterDate } = after;
  if (typeof deleteAfterDate === 'string' && deleteAfterDate <= now) return 'ended';
  // Where Atlas gives the id, it is known again as a lost create is.
  const found =
    there ??
    index.ofKind(change.kind as never).find(({ model }) => resource.write?.isSame?.(change.after, model) === true);
  if (found === undefined) return 'does-not-hold';
  const model = found.model as Readonly<Record<string, unknown>>;
  const assigned = new Set<string>(resource.assigned ?? []);
  const fields = change.type === 'update' ? changedFields(change) : Object.keys(after);
  return fields.every((field) => assigned.has(field) || sameJson(model[field], after[field]))
    ? 'holds'
    : 'does-not-hold';
}

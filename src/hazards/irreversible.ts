import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import { resources } from '../resources/index.generated.ts';

const REASONS = new Map(resources.map((resource) => [resource.kind, resource.irreversible]));

/** What the resource itself says cannot be undone. */
export default function irreversible(change: Change): readonly Hazard[] {
  const because = REASONS.get(change.kind)?.(change);
  return because === undefined ? [] : [{ name: 'irreversible', because }];
}

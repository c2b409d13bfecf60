import { type Change, changedFields } from '../core/change.ts';
import { canonicalJson } from '../core/json.ts';

/** True where an update gives this field of the model another value. */
export function changes(change: Change, field: string): boolean {
  return change.type === 'update' && changedFields(change).includes(field);
}

/** True where an update turns this switch on. */
export function turnsOn(change: Change, field: string): boolean {
  return changes(change, field) && (change as { after: Record<string, unknown> }).after[field] === true;
}

/** What an update takes out of this list of the model. */
export function takenFrom(change: Change, field: string): readonly unknown[] {
  if (change.type !== 'update') return [];
  const [before, after] = [change.before, change.after].map((model) => {
    const value = (model as Record<string, unknown>)[field];
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  }) as [readonly unknown[], readonly unknown[]];
  const kept = new Set(after.map(canonicalJson));
  return before.filter((item) => !kept.has(canonicalJson(item)));
}

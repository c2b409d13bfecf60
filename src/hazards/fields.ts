import { type Change, changedFields } from '../core/change.ts';

/** True where an update gives this field of the model another value. */
export function changes(change: Change, field: string): boolean {
  return change.type === 'update' && changedFields(change).includes(field);
}

/** True where an update turns this switch on. */
export function turnsOn(change: Change, field: string): boolean {
  return changes(change, field) && (change as { after: Record<string, unknown> }).after[field] === true;
}

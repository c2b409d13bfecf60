import type { ApiCall } from './call.ts';
import type { Change } from './change.ts';
import type { AnyResource } from './resource.ts';

/** The Admin API calls that carry a change out; none where the kind cannot be written that way. */
export function callsOf(change: Change, resource: AnyResource): readonly ApiCall[] {
  switch (change.type) {
    case 'create':
      return resource.write?.create?.(change) ?? [];
    case 'update':
      return resource.write?.update?.(change) ?? [];
    case 'delete':
      return resource.write?.delete?.(change) ?? [];
    default:
      return change satisfies never;
  }
}

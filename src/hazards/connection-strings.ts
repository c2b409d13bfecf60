import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import { changes } from './fields.ts';

/** Changes after which applications need other connection strings or other names to resolve. */
export default function connectionStrings(change: Change): readonly Hazard[] {
  const hazard = (because: string): readonly Hazard[] => [{ name: 'changes-connection-strings', because }];
  // toggleGroupPrivateEndpointRegionalMode: sharded clusters get other strings.
  if (change.kind === 'private-endpoint-regional-mode' && changes(change, 'enabled'))
    return hazard(
      'The private endpoint connection strings of sharded clusters change; applications need the new ones.',
    );
  if (change.kind === 'custom-dns' && changes(change, 'enabled'))
    return hazard('What the host names of clusters on AWS resolve to changes for peered networks.');
  return [];
}

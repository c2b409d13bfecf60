import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import { changes } from './fields.ts';

/** Members who work with data in the Atlas console lose their way, and nothing records who does. */
export default function consoleAccess(change: Change): readonly Hazard[] {
  if (change.kind !== 'project-settings' || change.type !== 'update' || !changes(change, 'isDataExplorerEnabled'))
    return [];
  const { isDataExplorerEnabled } = change.after as { readonly isDataExplorerEnabled: boolean };
  if (isDataExplorerEnabled) return [];
  return [
    {
      name: 'cuts-off-client',
      because:
        'Members who browse or change documents in the Atlas console need a database user and a client of their own.',
    },
  ];
}

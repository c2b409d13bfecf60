import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';

/** Changes after which others cannot be made any more. */
export default function freezes(change: Change): readonly Hazard[] {
  // updateGroupBackupCompliancePolicy: retention cannot be shortened, backup not turned off, by anyone.
  if (change.kind === 'backup-compliance-policy' && change.type === 'update')
    return [
      {
        name: 'freezes-changes',
        because: 'From then on nobody can turn backup off, shorten retention or delete a snapshot in this project.',
      },
    ];
  if (change.kind === 'resource-policy' && change.type !== 'delete')
    return [
      {
        name: 'freezes-changes',
        because: 'From then on Atlas refuses every change that the policy forbids, also to what breaks it today.',
      },
    ];
  return [];
}

import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import { turnsOn } from './fields.ts';

/** Changes that Atlas or the cloud provider charges for (Atlas pages "Manage billing" and "Database auditing"). */
export default function cost(change: Change): readonly Hazard[] {
  const hazard = (because: string): readonly Hazard[] => [{ name: 'costs-money', because }];
  if (change.kind === 'audit-configuration' && turnsOn(change, 'enabled'))
    return hazard('Atlas charges for database auditing on every dedicated cluster of the project.');
  if (change.kind === 'cluster') {
    const { name } = change.type === 'delete' ? { name: '' } : (change.after as ModelOf<'cluster'>);
    if (turnsOn(change, 'backupEnabled')) return hazard(`Atlas charges for the snapshots of cluster ${name}.`);
    if (turnsOn(change, 'pitEnabled')) return hazard(`Atlas charges for the continuous backup of cluster ${name}.`);
  }
  if (change.type === 'create' && change.kind === 'private-endpoint-service')
    return hazard('Atlas and the cloud provider charge for private endpoints by the hour.');
  if (change.kind === 'backup-compliance-policy' && change.type === 'update')
    return hazard('Snapshots are kept longer and cannot be deleted, so their storage is paid for until they expire.');
  return [];
}

import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import { turnsOn } from './fields.ts';

/** Changes that make the database slower. */
export default function load(change: Change): readonly Hazard[] {
  // page "Set up database auditing": every granted operation is written.
  if (change.kind === 'audit-configuration' && turnsOn(change, 'auditAuthorizationSuccess'))
    return [
      { name: 'slows-database', because: 'Every operation that is allowed is audited too, which costs throughput.' },
    ];
  return [];
}

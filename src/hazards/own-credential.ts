import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import { turnsOn } from './fields.ts';

/** Changes that could end Fivefold's own way in: it does not know from here which credential will apply the plan, or from where. */
export default function ownCredential(change: Change): readonly Hazard[] {
  const hazard = (because: string): readonly Hazard[] => [{ name: 'cuts-off-us', because }];
  // 403 ORG_REQUIRES_ACCESS_LIST for a caller without a list (updateOrgSettings).
  if (change.kind === 'organization-settings' && turnsOn(change, 'apiAccessListRequired'))
    return hazard('The credential that applies this must have an access list with its own address first.');
  const ours = 'If this is what Fivefold itself uses, it cannot undo the step.';
  if (change.type === 'delete') {
    switch (change.kind) {
      case 'api-key':
      case 'service-account':
      case 'api-key-access-list-entry':
      case 'service-account-access-list-entry':
        return hazard(ours);
      default:
        return [];
    }
  }
  // A first entry turns an open credential into one that works from there only.
  if (
    change.type === 'create' &&
    (change.kind === 'api-key-access-list-entry' || change.kind === 'service-account-access-list-entry')
  )
    return hazard('With its first entry the credential works from the listed addresses only.');
  if (change.kind === 'api-key' || change.kind === 'service-account')
    return change.type === 'update' ? hazard(ours) : [];
  return [];
}

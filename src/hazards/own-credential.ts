import type { Change } from '../core/change.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import { hasEnded } from '../resources/service-account/model.ts';
import { takenFrom, turnsOn } from './fields.ts';

/** Changes that could end Fivefold's own way in: it does not know from here which credential will apply the plan, or from where. */
export default function ownCredential(change: Change, { before }: HazardContext): readonly Hazard[] {
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
      case 'service-account-assignment':
        return hazard(ours);
      case 'service-account-secret':
        return hasEnded(change.before as ModelOf<'service-account-secret'>, before.snapshot.takenAt)
          ? []
          : hazard(`${ours} Tokens that were made with the secret end with it.`);
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
  switch (change.kind) {
    case 'api-key':
    case 'service-account':
    case 'service-account-assignment':
      return takenFrom(change, 'roles').length > 0 ? hazard(ours) : [];
    default:
      return [];
  }
}

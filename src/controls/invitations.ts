import { daysBetween, type Instant, parseInstant } from '../core/instant.ts';
import type { OrganizationUser } from '../resources/organization-user/model.ts';

/** How many days an invitation may wait for its answer. */
export const STALE_DAYS = 14;

/** Since when an invitation has waited for too long; undefined for one that is fresh, or whose beginning Atlas does not say. */
export function staleSince(item: OrganizationUser, now: Instant, staleDays: number): Instant | undefined {
  const since = parseInstant(item.invitationCreatedAt ?? '');
  return since === undefined || daysBetween(since, now) <= staleDays ? undefined : since;
}

import { addressSet, addressSetOf, blocksOfSet, covers, difference } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import { type Access, openRanges, type ProjectAccess, principalKey } from './decide.ts';
import { printPlace } from './privileges.ts';

/** What a change of configuration means for access, in one project. */
export interface AccessDifference {
  readonly project: { readonly id: string; readonly name: string };
  /** CIDR blocks that the IP access list admits no longer, and newly. */
  readonly addressesLost: readonly string[];
  readonly addressesGained: readonly string[];
  /** True where every IPv4 address could connect before: the lost ones are then all but `addressesAfter`. */
  readonly wasOpen: boolean;
  readonly addressesAfter: readonly string[];
  /** `app@admin on prod`. */
  readonly loginsLost: readonly string[];
  readonly loginsGained: readonly string[];
  /** `app@admin: find on shop.orders`. */
  readonly privilegesLost: readonly string[];
  readonly privilegesGained: readonly string[];
}

const EVERY_V4 = addressSetOf(['0.0.0.0/0']);

/** The differences in access between two states; a project without any is left out. */
export function differenceOf(before: Access, after: Access, at: Instant): readonly AccessDifference[] {
  const ids = [...new Set([...before.projects, ...after.projects].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const [old, now] = [before.project(id), after.project(id)];
    const name = now?.name ?? old?.name ?? id;
    const [lostLogins, gainedLogins] = compare(loginsOf(before, old, at), loginsOf(after, now, at));
    const [lostPrivileges, gainedPrivileges] = compare(privilegesOf(old), privilegesOf(now));
    const [was, is] = [admitted(old, at), admitted(now, at)];
    const found: AccessDifference = {
      project: { id, name },
      addressesLost: blocksOfSet(difference(was, is)),
      addressesGained: blocksOfSet(difference(is, was)),
      wasOpen: covers(was, EVERY_V4),
      addressesAfter: blocksOfSet(is),
      loginsLost: lostLogins,
      loginsGained: gainedLogins,
      privilegesLost: lostPrivileges,
      privilegesGained: gainedPrivileges,
    };
    const changed = [
      found.addressesLost,
      found.addressesGained,
      lostLogins,
      gainedLogins,
      lostPrivileges,
      gainedPrivileges,
    ];
    return changed.some((list) => list.length > 0) ? [found] : [];
  });
}

function admitted(project: ProjectAccess | undefined, at: Instant) {
  const open = project === undefined ? [] : openRanges(project, at);
  return addressSet(open.map(({ range }) => range));
}

function loginsOf(access: Access, project: ProjectAccess | undefined, at: Instant): ReadonlySet<string> {
  const found = new Set<string>();
  if (project === undefined) return found;
  for (const principal of project.principals.values())
    for (const cluster of project.clusters.keys())
      if (access.authentication(project, cluster, principal, at).verdict === 'allow')
        found.add(`${principalKey(principal.user)} on ${cluster}`);
  return found;
}

function privilegesOf(project: ProjectAccess | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { user, privileges } of project?.principals.values() ?? [])
    for (const { resource, actions } of privileges.all)
      for (const action of actions) found.add(`${principalKey(user)}: ${action} on ${printPlace(resource)}`);
  return found;
}

function compare(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): readonly [readonly string[], readonly string[]] {
  return [[...before].filter((item) => !after.has(item)).sort(), [...after].filter((item) => !before.has(item)).sort()];
}

import type { EmulatorCaller } from '../core/behaviour.ts';
import type { AtlasRole, Operation } from '../core/call.ts';
import { rolesOf } from '../core/call.ts';

/**
 * What a role brings with it (Atlas, "Atlas User Roles" page): an organization owner may do everything, an organization
 * reader reads every project, every organization role includes membership, and every project role includes reading it.
 */
const IMPLIED: Partial<Record<AtlasRole, readonly AtlasRole[]>> = {
  ORG_OWNER: [
    'ORG_GROUP_CREATOR',
    'ORG_BILLING_ADMIN',
    'ORG_BILLING_READ_ONLY',
    'ORG_READ_ONLY',
    'ORG_MEMBER',
    'GROUP_OWNER',
  ],
  ORG_READ_ONLY: ['ORG_MEMBER', 'GROUP_READ_ONLY'],
  ORG_GROUP_CREATOR: ['ORG_MEMBER'],
  ORG_BILLING_ADMIN: ['ORG_MEMBER'],
  ORG_BILLING_READ_ONLY: ['ORG_MEMBER'],
  ORG_STREAM_PROCESSING_ADMIN: ['ORG_MEMBER'],
  GROUP_OWNER: [
    'GROUP_CLUSTER_MANAGER',
    'GROUP_STREAM_PROCESSING_OWNER',
    'GROUP_DATA_ACCESS_ADMIN',
    'GROUP_DATABASE_ACCESS_ADMIN',
    'GROUP_BACKUP_MANAGER',
    'GROUP_OBSERVABILITY_VIEWER',
    'GROUP_SEARCH_INDEX_EDITOR',
    'GROUP_READ_ONLY',
  ],
  GROUP_CLUSTER_MANAGER: ['GROUP_READ_ONLY'],
  GROUP_STREAM_PROCESSING_OWNER: ['GROUP_READ_ONLY'],
  GROUP_DATA_ACCESS_ADMIN: ['GROUP_DATA_ACCESS_READ_WRITE', 'GROUP_READ_ONLY'],
  GROUP_DATA_ACCESS_READ_WRITE: ['GROUP_DATA_ACCESS_READ_ONLY', 'GROUP_READ_ONLY'],
  GROUP_DATA_ACCESS_READ_ONLY: ['GROUP_READ_ONLY'],
  GROUP_DATABASE_ACCESS_ADMIN: ['GROUP_READ_ONLY'],
  GROUP_BACKUP_MANAGER: ['GROUP_READ_ONLY'],
  GROUP_OBSERVABILITY_VIEWER: ['GROUP_READ_ONLY'],
  GROUP_SEARCH_INDEX_EDITOR: ['GROUP_READ_ONLY'],
};

/** Every role that these roles amount to. */
export function effectiveRoles(roles: readonly AtlasRole[]): ReadonlySet<AtlasRole> {
  const all = new Set<AtlasRole>();
  const add = (role: AtlasRole) => {
    if (all.has(role)) return;
    all.add(role);
    for (const implied of IMPLIED[role] ?? []) add(implied);
  };
  for (const role of roles) add(role);
  return all;
}

/** True when the caller may use the operation on this project (or on the organization, where there is none). */
export function mayCall(caller: EmulatorCaller, operation: Operation, projectId: string | undefined): boolean {
  const needed = rolesOf(operation);
  if (needed.includes('any')) return true;
  const held = effectiveRoles([
    ...caller.orgRoles,
    ...(projectId === undefined ? [] : (caller.projectRoles[projectId] ?? [])),
  ]);
  return needed.some((role) => held.has(role));
}

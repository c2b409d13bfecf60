/**
 * What each role of Atlas brings along (Atlas docs, "Atlas User Roles": names and what each "also grants"; the ids of the newer
 * project roles stand on the same page). Every organization role but the owner's includes membership; every project role
 * includes reading the project.
 */
const ORGANIZATION_ROLES: Readonly<Record<string, readonly string[]>> = {
  ORG_OWNER: [
    'ORG_GROUP_CREATOR',
    'ORG_BILLING_ADMIN',
    'ORG_BILLING_READ_ONLY',
    'ORG_STREAM_PROCESSING_ADMIN',
    'ORG_READ_ONLY',
    'ORG_MEMBER',
  ],
  ORG_GROUP_CREATOR: ['ORG_MEMBER'],
  ORG_BILLING_ADMIN: ['ORG_MEMBER'],
  ORG_BILLING_READ_ONLY: ['ORG_MEMBER'],
  ORG_STREAM_PROCESSING_ADMIN: ['ORG_READ_ONLY', 'ORG_MEMBER'],
  ORG_READ_ONLY: ['ORG_MEMBER'],
  ORG_MEMBER: [],
};

/** What an organization role grants in every project of the organization. */
const IN_EVERY_PROJECT: Readonly<Record<string, string>> = {
  ORG_OWNER: 'GROUP_OWNER',
  ORG_STREAM_PROCESSING_ADMIN: 'GROUP_STREAM_PROCESSING_OWNER',
  ORG_READ_ONLY: 'GROUP_READ_ONLY',
};

const PROJECT_ROLES: Readonly<Record<string, readonly string[]>> = {
  GROUP_READ_ONLY: [],
  GROUP_ACCESS_MANAGER: [],
  GROUP_ALERTS_MANAGER: [],
  GROUP_BACKUP_CREATOR: [],
  GROUP_BACKUP_EXPORT_OPERATOR: [],
  GROUP_BACKUP_RECOVERY_OPERATOR: [],
  GROUP_BACKUP_MANAGER: ['GROUP_BACKUP_CREATOR', 'GROUP_BACKUP_EXPORT_OPERATOR', 'GROUP_BACKUP_RECOVERY_OPERATOR'],
  GROUP_CLUSTER_CREATOR: [],
  GROUP_CLUSTER_LOG_VIEWER: [],
  GROUP_CLUSTER_MANAGER: [],
  GROUP_CLUSTER_RESILIENCE_TESTER: [],
  GROUP_DATABASE_ACCESS_ADMIN: [],
  GROUP_DATA_ACCESS_READ_ONLY: [],
  GROUP_DATA_ACCESS_READ_WRITE: ['GROUP_DATA_ACCESS_READ_ONLY'],
  GROUP_DATA_ACCESS_ADMIN: ['GROUP_DATA_ACCESS_READ_WRITE', 'GROUP_DATA_ACCESS_READ_ONLY', 'GROUP_SEARCH_INDEX_EDITOR'],
  GROUP_INDEX_MANAGER: [],
  GROUP_MODEL_OWNER: [],
  GROUP_NETWORK_ACCESS_MANAGER: [],
  GROUP_OBSERVABILITY_VIEWER: [],
  GROUP_REAL_TIME_PERFORMANCE_OPERATOR: [],
  GROUP_REPLICA_SET_MANAGER: [],
  GROUP_SEARCH_INDEX_EDITOR: [],
  GROUP_STREAM_PROCESSING_OWNER: [],
  GROUP_SUPPORT_ACCESS_MANAGER: [],
  GROUP_TRIGGER_MANAGER: [],
};

/** The roles that a role of a project amounts to there, itself included. */
export function projectRolesOf(role: string): readonly string[] {
  if (role === 'GROUP_OWNER') return [role, ...Object.keys(PROJECT_ROLES)];
  return [role, ...(PROJECT_ROLES[role] ?? []), ...(role === 'GROUP_READ_ONLY' ? [] : ['GROUP_READ_ONLY'])];
}

/** The roles that a role of the organization amounts to there, itself included. */
export function organizationRolesOf(role: string): readonly string[] {
  return [role, ...(ORGANIZATION_ROLES[role] ?? [])];
}

/** The project role that a role of the organization grants in every project; undefined for none. */
export function everywhereOf(role: string): string | undefined {
  return IN_EVERY_PROJECT[role];
}

import { expandRoles, type Privilege } from '../../access/index.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

/** Whether a privilege reads every ordinary collection of every database, which needs no oplog. */
function readsEverything({ resource, actions }: Privilege): boolean {
  return (
    actions.has('find') &&
    (resource.type === 'any' ||
      (resource.type === 'collections' && resource.database === '' && resource.collection === null))
  );
}

function readsOplog({ resource, actions }: Privilege): boolean {
  return (
    actions.has('find') &&
    resource.type === 'collections' &&
    resource.database === 'local' &&
    (resource.collection === null || resource.collection === 'oplog.rs')
  );
}

/** The roles through which a user reads the oplog, where that shows data that its roles do not show otherwise. */
function oplogRoles(user: DatabaseUser, customRoles: readonly CustomDatabaseRole[]): readonly string[] {
  const { all } = expandRoles(user.roles, new Map(customRoles.map((role) => [role.roleName, role])));
  if (all.some(readsEverything)) return [];
  return [...new Set(all.filter(readsOplog).map(({ from }) => from))].sort();
}

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const user: DatabaseUser = { ...(databaseUser.examples[0] as DatabaseUser), deleteAfterDate: null };
const role = customRole.examples[0] as CustomDatabaseRole;
const holding = (roleName: string, databaseName: string, collectionName: string | null = null): DatabaseUser => ({
  ...user,
  roles: [{ roleName, databaseName, collectionName }],
});

export default defineControl({
  id: 'authorization/no-oplog-access',
  title: 'No database user reads the log of all writes beside the databases that it may read',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Every write to any database of the cluster stands in local.oplog.rs, with its values. Whoever reads that collection reads them all, whatever their ' +
    'other roles say. read on local gives it, and so does clusterMonitor, which monitoring tools ask for and which therefore weighs less. Change streams ' +
    'show a program the changes of its own collections only.',
  sources: [
    'listGroupDatabaseUsers',
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/manual/reference/built-in-roles/',
    'https://www.mongodb.com/docs/manual/core/replica-set-oplog/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.3',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'cis:3.3',
    'ism:ISM-1255',
    'ism:ISM-1268',
  ],
  reads: ['database-user', 'custom-database-role', 'cluster'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: ({ environment }) => (environment === 'production' ? 'medium' : 'low'),
  evaluate({ 'database-user': users, 'custom-database-role': roles, cluster: clusters }) {
    // Unconfirmed: that clients of free and flex clusters cannot read local; the nodes are shared with strangers.
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    return failOrPass(
      users
        .filter(({ deleteAfterDate }) => deleteAfterDate === null)
        .flatMap((item): readonly Violation[] => {
          const by = oplogRoles(item, roles);
          if (by.length === 0) return [];
          const because = `Database user ${databaseUser.label(item)} reads local.oplog.rs, and so every write to any database, through ${by.join(', ')}.`;
          const isMonitoring = by.some((role) => role.startsWith('clusterMonitor@'));
          return [{ at: databaseUser.address(item), because, ...(isMonitoring ? { severity: 'low' as const } : {}) }];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'For a monitoring tool, make a custom role of what it needs on the cluster (SERVER_STATUS, REPL_SET_GET_STATUS, CONN_POOL_STATS, TOP …) in place of clusterMonitor.',
      'For a program that follows changes, use change streams on its own collections, with FIND and CHANGE_STREAM there.',
      'Then take read on local, or clusterMonitor, away.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'its own database', resources: { cluster: [dedicated], 'database-user': [user] } },
      {
        name: 'another collection of local',
        resources: { cluster: [dedicated], 'database-user': [holding('read', 'local', 'startup_log')] },
      },
      {
        name: 'one that reads everything anyway, which another control judges',
        resources: { cluster: [dedicated], 'database-user': [holding('backup', 'admin')] },
      },
      {
        name: 'for a day',
        resources: {
          cluster: [dedicated],
          'database-user': [
            {
              ...holding('read', 'local'),
              deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<DatabaseUser['deleteAfterDate']>,
            },
          ],
        },
      },
    ],
    fail: [
      { name: 'read on local', resources: { cluster: [dedicated], 'database-user': [holding('read', 'local')] } },
      {
        name: 'clusterMonitor',
        resources: { cluster: [dedicated], 'database-user': [holding('clusterMonitor', 'admin')] },
      },
      {
        name: 'the oplog itself',
        resources: { cluster: [dedicated], 'database-user': [holding('read', 'local', 'oplog.rs')] },
      },
      {
        name: 'a custom role that inherits clusterMonitor',
        resources: {
          cluster: [dedicated],
          'database-user': [holding('watcher', 'admin')],
          'custom-database-role': [
            {
              ...role,
              roleName: 'watcher',
              inheritedRoles: [{ databaseName: 'admin', roleName: 'clusterMonitor' }],
            },
          ],
        },
      },
    ],
    notApplicable: [
      {
        name: 'a free cluster only',
        resources: { cluster: [free], 'database-user': [holding('read', 'local')] },
      },
      {
        name: 'development',
        resources: { cluster: [dedicated], 'database-user': [holding('read', 'local')] },
        profile: { environment: 'development' },
      },
    ],
  },
});

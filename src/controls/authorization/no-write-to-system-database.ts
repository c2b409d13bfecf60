import { expandRoles, type Privilege } from '../../access/index.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';

/** The databases that the server keeps for itself. */
const SYSTEM: readonly string[] = ['admin', 'config', 'local'];
const WRITES: readonly string[] = ['insert', 'update', 'remove', 'dropCollection', 'dropDatabase'];
/** Roles that write a little there as a part of much more, which other controls judge. */
const JUDGED_ELSEWHERE: readonly string[] = ['atlasAdmin', 'backup'];

function writesSystem({ resource, actions }: Privilege): string | undefined {
  if (resource.type !== 'collections' || !SYSTEM.includes(resource.database)) return undefined;
  return WRITES.some((action) => actions.has(action)) ? resource.database : undefined;
}

/** The databases of the server that a user writes to, with the role that allows it. */
function written(user: DatabaseUser, customRoles: readonly CustomDatabaseRole[]): readonly string[] {
  const own = user.roles.filter(({ roleName }) => !JUDGED_ELSEWHERE.includes(roleName));
  const custom = customRoles.map((role): readonly [string, CustomDatabaseRole] => [
    role.roleName,
    { ...role, inheritedRoles: role.inheritedRoles.filter(({ roleName }) => !JUDGED_ELSEWHERE.includes(roleName)) },
  ]);
  const { all } = expandRoles(own, new Map(custom));
  return [
    ...new Set(
      all.flatMap((privilege) => {
        const database = writesSystem(privilege);
        return database === undefined ? [] : [`${database} (${privilege.from})`];
      }),
    ),
  ].sort();
}

const user: DatabaseUser = { ...(databaseUser.examples[0] as DatabaseUser), deleteAfterDate: null };
const role = customRole.examples[0] as CustomDatabaseRole;
const holding = (roleName: string, databaseName: string): DatabaseUser => ({
  ...user,
  roles: [{ roleName, databaseName, collectionName: null }],
});

export default defineControl({
  id: 'authorization/no-write-to-system-database',
  title: 'No standing database user writes to the databases of the server itself',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'admin, config and local hold how the cluster works: settings of the balancer, the state of replication, features of the server. A client that writes ' +
    'there can take the cluster down, and an application that keeps its own data there stands outside every role that is given by database.',
  sources: [
    'listGroupDatabaseUsers',
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/manual/reference/local-database/',
    'https://www.mongodb.com/docs/manual/reference/config-database/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.3',
    'hipaa:164.312(c)(1)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'ism:ISM-1255',
  ],
  reads: ['database-user', 'custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'database-user': users, 'custom-database-role': roles }) {
    return failOrPass(
      users
        .filter(({ deleteAfterDate }) => deleteAfterDate === null)
        .flatMap((item): readonly Violation[] => {
          const places = written(item, roles);
          if (places.length === 0) return [];
          const because = `Database user ${databaseUser.label(item)} may write to ${places.join(', ')}.`;
          return [{ at: databaseUser.address(item), because }];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look whether the application keeps data there: a connection string without a database name often ends up in admin.',
      'Move that data to a database of its own, give the user readWrite on it, and see the application work.',
      'Take the role on admin, config or local away.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a database of its own', resources: { 'database-user': [user] } },
      { name: 'reading', resources: { 'database-user': [holding('read', 'config')] } },
      {
        name: 'an administrator, whom another control judges',
        resources: { 'database-user': [holding('atlasAdmin', 'admin')] },
      },
      {
        name: 'for a day',
        resources: {
          'database-user': [
            {
              ...holding('readWrite', 'admin'),
              deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<DatabaseUser['deleteAfterDate']>,
            },
          ],
        },
      },
      { name: 'monitoring', resources: { 'database-user': [holding('clusterMonitor', 'admin')] } },
    ],
    fail: [
      { name: 'admin', resources: { 'database-user': [holding('readWrite', 'admin')] } },
      { name: 'dropping what is in config', resources: { 'database-user': [holding('dbAdmin', 'config')] } },
      {
        name: 'a custom role',
        resources: {
          'database-user': [holding('tuner', 'admin')],
          'custom-database-role': [
            {
              ...role,
              roleName: 'tuner',
              actions: [
                { action: 'UPDATE', resources: [{ type: 'collection', database: 'config', collection: 'settings' }] },
              ],
            },
          ],
        },
      },
    ],
  },
});

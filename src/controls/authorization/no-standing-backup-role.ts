import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import { heldRoles, printHeldRole } from '../held-roles.ts';

const BACKUP = 'backup';

const user: DatabaseUser = { ...(databaseUser.examples[0] as DatabaseUser), deleteAfterDate: null };
const role = customRole.examples[0] as CustomDatabaseRole;
const holding = (roleName: string): DatabaseUser => ({
  ...user,
  roles: [{ roleName, databaseName: 'admin', collectionName: null }],
});

export default defineControl({
  id: 'authorization/no-standing-backup-role',
  title: 'No standing database user has the role for backups',
  layer: 'authorization',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'backup sounds like housekeeping. It reads every collection of every database, the oplog and the users included, which is more than readAnyDatabase. ' +
    'Atlas takes its backups without it; a dump of one database needs read on that database.',
  sources: [
    'listGroupDatabaseUsers',
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/manual/reference/built-in-roles/',
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
  ],
  reads: ['database-user', 'custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate({ 'database-user': users, 'custom-database-role': roles }) {
    return failOrPass(
      users
        .filter(({ deleteAfterDate }) => deleteAfterDate === null)
        .flatMap((item): readonly Violation[] => {
          const [held] = heldRoles(item, roles, (name) => name === BACKUP);
          if (held === undefined) return [];
          const because = `Database user ${databaseUser.label(item)} has ${printHeldRole(held)}: it reads every database of the cluster.`;
          return [{ at: databaseUser.address(item), because }];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look what the user is for: a dump of one database works with read on it.',
      'For a dump of everything make a temporary user, or export a snapshot from Atlas.',
      'Take the role away.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an application', resources: { 'database-user': [user] } },
      {
        name: 'for a day',
        resources: {
          'database-user': [
            {
              ...holding(BACKUP),
              deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<DatabaseUser['deleteAfterDate']>,
            },
          ],
        },
      },
    ],
    fail: [
      { name: 'by itself', resources: { 'database-user': [holding(BACKUP)] } },
      {
        name: 'through a custom role that inherits another',
        resources: {
          'database-user': [holding('outer')],
          'custom-database-role': [
            { ...role, roleName: 'outer', inheritedRoles: [{ databaseName: 'admin', roleName: 'inner' }] },
            { ...role, roleName: 'inner', inheritedRoles: [{ databaseName: 'admin', roleName: BACKUP }] },
          ],
        },
      },
    ],
  },
});

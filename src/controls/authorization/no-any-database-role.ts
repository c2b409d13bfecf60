import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import { heldRoles, printHeldRole } from '../held-roles.ts';

/** Built-in roles over every database, present and future. `readAnyDatabase` reads, so it weighs less. */
const EVERYWHERE: Readonly<Record<string, 'high' | 'medium'>> = {
  readWriteAnyDatabase: 'high',
  dbAdminAnyDatabase: 'high',
  readAnyDatabase: 'medium',
};

const user = databaseUser.examples[0] as DatabaseUser;
const role = customRole.examples[0] as CustomDatabaseRole;
const withRole = (roleName: string): DatabaseUser => ({
  ...user,
  roles: [{ roleName, databaseName: 'admin', collectionName: null }],
});

export default defineControl({
  id: 'authorization/no-any-database-role',
  title: 'Database users have roles on named databases, not on all of them',
  layer: 'authorization',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A role over any database covers the ones that come later too: the next project’s data is open before anyone thinks of it. ' +
    'Custom roles that inherit such a role are followed.',
  sources: [
    'listGroupDatabaseUsers',
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/atlas/mongodb-users-roles-and-privileges/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.3',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'ism:ISM-1255',
    'ism:ISM-1508',
  ],
  reads: ['database-user', 'custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate({ 'database-user': users, 'custom-database-role': roles }, { environment }) {
    return failOrPass(
      users
        .filter(({ deleteAfterDate }) => deleteAfterDate === null)
        .flatMap((item): readonly Violation[] => {
          const held = heldRoles(item, roles, (name) => name in EVERYWHERE);
          if (held.length === 0) return [];
          const names = held.map(printHeldRole).join(', ');
          const at = databaseUser.address(item);
          const because = `Database user ${databaseUser.label(item)} has ${names} on every database.`;
          const reads = held.every(({ role: name }) => EVERYWHERE[name] === 'medium');
          return [reads && environment !== 'development' ? { at, because, severity: 'medium' } : { at, because }];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'List the databases that the user works with (its connection strings, or the audit log where auditing of allowed operations is on).',
      'Give it the same role on each of them, see it work, then take the role over every database away.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'a role on one database', resources: { 'database-user': [user] } }],
    fail: [
      { name: 'by itself', resources: { 'database-user': [withRole('readWriteAnyDatabase')] } },
      { name: 'reading', resources: { 'database-user': [withRole('readAnyDatabase')] } },
      {
        name: 'through a custom role that inherits another',
        resources: {
          'database-user': [withRole('outer')],
          'custom-database-role': [
            { ...role, roleName: 'outer', inheritedRoles: [{ databaseName: 'admin', roleName: 'inner' }] },
            { ...role, roleName: 'inner', inheritedRoles: [{ databaseName: 'admin', roleName: 'dbAdminAnyDatabase' }] },
          ],
        },
      },
    ],
  },
});

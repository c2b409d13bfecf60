import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import { heldRoles, printHeldRole } from '../held-roles.ts';

const user = databaseUser.examples[0] as DatabaseUser;
const role = customRole.examples[0] as CustomDatabaseRole;
const admin: DatabaseUser = {
  ...user,
  roles: [{ roleName: 'atlasAdmin', databaseName: 'admin', collectionName: null }],
};

export default defineControl({
  id: 'authorization/no-atlas-admin-user',
  title: 'No standing database user may do everything',
  layer: 'authorization',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'atlasAdmin reads, changes and drops every database of the project and makes users of its own. Applications need none of it, and ' +
    'people need it for hours: a temporary user (at most 7 days) does for them. Custom roles that inherit it are followed.',
  sources: [
    'listGroupDatabaseUsers',
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/atlas/mongodb-users-roles-and-privileges/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'ism:ISM-1255',
    'ism:ISM-1508',
  ],
  reads: ['database-user', 'custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'medium' : 'high'),
  evaluate({ 'database-user': users, 'custom-database-role': roles }) {
    return failOrPass(
      users
        .filter(({ deleteAfterDate }) => deleteAfterDate === null)
        .flatMap((item): readonly Violation[] => {
          const [held] = heldRoles(item, roles, (name) => name === 'atlasAdmin');
          if (held === undefined) return [];
          const because = `Database user ${databaseUser.label(item)} may do everything, for good: ${printHeldRole(held)}.`;
          return [{ at: databaseUser.address(item), because }];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out what uses the user: the project’s database access history names addresses and times of the last 7 days.',
      'Make a user per application with the roles that it needs, on the databases that it needs; move it over and see it work.',
      'Remove the old user. For people, make temporary users when they are needed.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an application', resources: { 'database-user': [user] } },
      {
        name: 'a temporary administrator',
        resources: {
          'database-user': [
            { ...admin, deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<DatabaseUser['deleteAfterDate']> },
          ],
        },
      },
    ],
    fail: [
      { resources: { 'database-user': [admin] } },
      {
        name: 'through a custom role',
        resources: {
          'database-user': [
            { ...user, roles: [{ roleName: 'operations', databaseName: 'admin', collectionName: null }] },
          ],
          'custom-database-role': [
            {
              ...role,
              roleName: 'operations',
              inheritedRoles: [{ databaseName: 'admin', roleName: 'atlasAdmin' }],
            },
          ],
        },
      },
    ],
  },
});

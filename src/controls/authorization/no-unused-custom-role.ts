import { defineControl, failOrPass } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import { customRolesOf, type DatabaseUser } from '../../resources/database-user/model.ts';

function unused(roles: readonly CustomDatabaseRole[], users: readonly DatabaseUser[]): readonly CustomDatabaseRole[] {
  const used = new Set(users.flatMap((user) => customRolesOf(user)));
  for (const name of used) {
    for (const { roleName } of roles.find((role) => role.roleName === name)?.inheritedRoles ?? []) used.add(roleName);
  }
  return roles.filter((role) => !used.has(role.roleName));
}

const role: CustomDatabaseRole = { ...(customRole.examples[0] as CustomDatabaseRole), inheritedRoles: [] };
const user: DatabaseUser = {
  ...(databaseUser.examples[0] as DatabaseUser),
  roles: [{ roleName: role.roleName, databaseName: 'admin', collectionName: null }],
};

export default defineControl({
  id: 'authorization/no-unused-custom-role',
  title: 'Every custom role is held by someone',
  layer: 'authorization',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A role that nobody holds is a ready-made privilege, and it counts against the 100 that a project may have. Groups of an identity ' +
    'provider are database users too, so their roles are seen.',
  sources: ['listGroupCustomDbRoleRoles', 'listGroupDatabaseUsers'],
  standards: ['soc2:CC6.3', 'iso27001:A.5.18', 'pci-dss:7.2.4', 'nist-800-53:AC-6', 'csa-ccm:IAM-08'],
  reads: ['custom-database-role', 'database-user'],
  evaluate({ 'custom-database-role': roles, 'database-user': users }) {
    if (roles.length === 0) return { status: 'not-applicable', because: 'The project has no custom role.' };
    return failOrPass(
      unused(roles, users).map((item) => ({
        at: customRole.address(item),
        because: `No database user holds the custom role ${item.roleName}.`,
      })),
    );
  },
  remedy({ 'custom-database-role': roles, 'database-user': users }) {
    return {
      type: 'changes',
      changes: unused(roles, users).map((item) => customRole.delete(item, 'No database user holds it.')),
    };
  },
  examples: {
    pass: [
      { name: 'held', resources: { 'custom-database-role': [role], 'database-user': [user] } },
      {
        name: 'inherited by one that is held',
        resources: {
          'custom-database-role': [
            { ...role, inheritedRoles: [{ databaseName: 'admin', roleName: 'base' }] },
            { ...role, roleName: 'base' },
          ],
          'database-user': [user],
        },
      },
    ],
    fail: [
      { name: 'nobody', resources: { 'custom-database-role': [role] } },
      {
        name: 'one that inherits another, both unused',
        resources: {
          'custom-database-role': [
            { ...role, inheritedRoles: [{ databaseName: 'admin', roleName: 'base' }] },
            { ...role, roleName: 'base' },
          ],
        },
      },
    ],
    notApplicable: [{ resources: { 'custom-database-role': [] } }],
  },
});

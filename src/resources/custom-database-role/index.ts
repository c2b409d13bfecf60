import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { builtInDatabaseRoles } from '../database-user/model.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type CustomDatabaseRole, customDatabaseRole } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const shopWriter: CustomDatabaseRole = {
  projectId: exampleIds.projectId,
  roleName: 'shop-writer',
  actions: [
    { action: 'FIND', resources: [{ type: 'collection', database: 'shop', collection: null }] },
    {
      action: 'INSERT',
      resources: [
        { type: 'collection', database: 'shop', collection: 'orders' },
        { type: 'collection', database: 'shop', collection: 'payments' },
      ],
    },
  ],
  inheritedRoles: [],
};

export default defineResource({
  kind: 'custom-database-role',
  title: 'custom database role',
  parentKind: 'project',
  model: customDatabaseRole,
  path: (role) => [role.projectId, role.roleName],
  parentPath: (role) => [role.projectId],
  label: (role) => role.roleName,
  lifecycle: 'managed',
  dependsOn: (role) =>
    role.inheritedRoles
      .filter(({ databaseName, roleName }) => databaseName === 'admin' && !builtInDatabaseRoles.includes(roleName))
      .map(({ roleName }) => addressOf('custom-database-role', role.projectId, roleName)),
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    shopWriter,
    {
      ...shopWriter,
      roleName: 'operator',
      actions: [{ action: 'LIST_SESSIONS', resources: [{ type: 'cluster' }] }],
      inheritedRoles: [
        { databaseName: 'admin', roleName: 'clusterMonitor' },
        { databaseName: 'reports', roleName: 'read' },
      ],
    },
  ],
  exampleUpdates: [
    { before: shopWriter, after: { ...shopWriter, actions: shopWriter.actions.slice(0, 1) } },
    {
      before: shopWriter,
      after: { ...shopWriter, inheritedRoles: [{ databaseName: 'reports', roleName: 'read' }] },
    },
  ],
});

import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import type { Instant } from '../../core/instant.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { customRolesOf, type DatabaseUser, databaseUser } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const { projectId } = exampleIds;

const application: DatabaseUser = {
  projectId,
  databaseName: 'admin',
  username: 'shop-api',
  mechanism: { type: 'scram' },
  roles: [{ roleName: 'readWrite', databaseName: 'shop', collectionName: null }],
  scopes: [{ type: 'CLUSTER', name: 'payments' }],
  labels: [],
  description: 'The shop',
  deleteAfterDate: null,
};

const workload: DatabaseUser = {
  ...application,
  databaseName: '$external',
  username: 'arn:aws:iam::123456789012:role/shop-api',
  mechanism: { type: 'aws-iam', principal: 'role' },
  description: '',
};

const identityProvider = '64d613ff5e1e0d5e2d5e2d5e';

export default defineResource({
  kind: 'database-user',
  title: 'database user',
  parentKind: 'project',
  model: databaseUser,
  path: (user) => [user.projectId, user.databaseName, user.username],
  parentPath: (user) => [user.projectId],
  label: (user) => (user.databaseName === 'admin' ? user.username : `${user.username}@${user.databaseName}`),
  lifecycle: 'managed',
  dependsOn: (user) => customRolesOf(user).map((name) => addressOf('custom-database-role', user.projectId, name)),
  irreversible: (change) =>
    change.type === 'delete' && change.before.mechanism.type === 'scram'
      ? 'A removed user can be made again, but not with its password: Atlas never shows it.'
      : undefined,
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    application,
    workload,
    {
      ...application,
      username: 'analyst',
      roles: [
        { roleName: 'read', databaseName: 'reports', collectionName: 'daily' },
        { roleName: 'read', databaseName: 'shop', collectionName: null },
      ],
      scopes: [],
      labels: [{ key: 'team', value: 'analytics' }],
      description: '',
      deleteAfterDate: '2026-11-26T00:00:00Z' as Instant,
    },
    { ...workload, username: 'CN=batch', mechanism: { type: 'x509', issuer: 'managed' } },
    {
      ...workload,
      username: 'CN=ledger,OU=payments,O=Example,C=IE',
      mechanism: { type: 'x509', issuer: 'customer' },
    },
    {
      ...application,
      username: `${identityProvider}/database-readers`,
      mechanism: { type: 'oidc', principal: 'group' },
      roles: [{ roleName: 'readAnyDatabase', databaseName: 'admin', collectionName: null }],
      description: 'People of the data team',
    },
    {
      ...workload,
      username: `${identityProvider}/system:serviceaccount:shop:api`,
      mechanism: { type: 'oidc', principal: 'user' },
    },
    {
      ...workload,
      username: 'CN=ann,OU=people,DC=example,DC=net',
      mechanism: { type: 'ldap', principal: 'user' },
    },
  ],
  exampleUpdates: [
    {
      before: { ...application, roles: [{ roleName: 'atlasAdmin', databaseName: 'admin', collectionName: null }] },
      after: application,
    },
    { before: { ...workload, scopes: [] }, after: workload },
    {
      before: workload,
      after: { ...workload, description: 'The shop, by its role', labels: [{ key: 'a', value: 'b' }] },
    },
  ],
});

import type { ConsoleDialect } from '../../core/resource.ts';
import type { DatabaseUser } from './model.ts';

const METHODS = {
  scram: 'Password',
  x509: 'Certificate',
  'aws-iam': 'AWS IAM',
  ldap: 'LDAP',
  oidc: 'Federated Auth',
} as const satisfies Record<DatabaseUser['mechanism']['type'], string>;

const printRole = ({ roleName, databaseName, collectionName }: DatabaseUser['roles'][number]) =>
  `${roleName}@${databaseName}${collectionName === null ? '' : `.${collectionName}`}`;

export const ui: ConsoleDialect<DatabaseUser> = {
  page: 'security-add-mongodb-users/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Database Users'],
  settings: {
    roles: 'Database User Privileges',
    scopes: 'Restrict Access to Specific Clusters',
    description: 'Description',
    deleteAfterDate: 'Temporary User',
    labels: 'Labels',
  },
  open: ({ username }) => [`Press Edit in the row of ${username}.`],
  create: ({ username, mechanism, roles, scopes, deleteAfterDate }) => [
    'Press Add New Database User.',
    `Choose ${METHODS[mechanism.type]} as method, and enter ${username}.`,
    ...(mechanism.type === 'scram' ? ['Let Atlas generate a password, and keep it where you keep secrets.'] : []),
    `Grant ${roles.map(printRole).join(', ')} and nothing else.`,
    scopes.length === 0
      ? 'Leave Restrict Access to Specific Clusters off.'
      : `Turn on Restrict Access to Specific Clusters and choose ${scopes.map(({ name }) => name).join(', ')}.`,
    ...(deleteAfterDate === null ? [] : [`Turn on Temporary User, to end near ${deleteAfterDate}.`]),
    'Press Add User.',
  ],
  save: 'Press Update User.',
  delete: ({ username }) => [`Press Delete in the row of ${username}, and confirm.`],
};

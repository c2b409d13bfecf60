import type { ConsoleDialect } from '../../core/resource.ts';
import type { ServiceAccountAssignment } from './model.ts';

export const ui: ConsoleDialect<ServiceAccountAssignment> = {
  page: 'configure-api-access-project/',
  readOn: '2026-11',
  // How an account is invited stands on the page configure-api-access/.
  names: 'page',
  path: ['Security', 'Project Identity & Access', 'Applications', 'Service Accounts'],
  settings: { roles: 'Project Permissions' },
  create: ({ clientId, roles }) => [
    'Press Invite to Project.',
    `Type ${clientId} and choose the account.`,
    `Choose ${roles.join(', ')} as its roles, and press Invite to Project.`,
  ],
  open: ({ name }) => [`Press the name of ${name}, then Edit Permissions.`],
  save: 'Press Save and next.',
  delete: ({ name, clientId }) => [
    `Press the bin in the row of ${name} (${clientId}), under Actions.`,
    'Press Remove from this project: the account and its secrets stay in the organization.',
  ],
};

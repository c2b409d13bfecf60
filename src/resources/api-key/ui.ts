import type { ConsoleDialect } from '../../core/resource.ts';
import type { ApiKey } from './model.ts';

export const ui: ConsoleDialect<ApiKey> = {
  page: 'configure-api-access/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Identity & Access', 'Applications', 'API Keys'],
  settings: {
    description: 'Description',
    roles: 'Organization Permissions and project permissions',
  },
  open: ({ publicKey }) => [`Open the menu of ${publicKey}, then Edit.`],
  create: ({ description, roles }) => [
    'Press Create API Key.',
    `Enter "${description}" as Description, and choose ${roles.map(({ role }) => role).join(', ')}.`,
    'Press Next, and send the private key to where you keep secrets: it is shown once.',
  ],
  delete: ({ publicKey }) => [`Open the menu of ${publicKey}, then Delete, and confirm.`],
};

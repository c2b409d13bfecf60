import type { ConsoleDialect } from '../../core/resource.ts';
import { hoursInWords, hoursOfFirstSecret, type ServiceAccount } from './model.ts';

export const ui: ConsoleDialect<ServiceAccount> = {
  page: 'configure-api-access-org/',
  readOn: '2026-11',
  // How an account is made stands on the page configure-api-access/.
  names: 'page',
  path: ['Identity & Access', 'Applications', 'Service Accounts'],
  settings: { name: 'Name', description: 'Description', roles: 'Organization Permissions' },
  open: ({ name }) => [
    `Press the name of ${name}, then Edit for its Name and Description, or Edit Permissions for its roles.`,
  ],
  save: 'Press Save, or Save and next after a change of roles.',
  create: (account) => [
    'Press Add new, then Service Account.',
    `Enter "${account.name}" as Name, and "${account.description}" as Description.`,
    `Choose ${hoursInWords(hoursOfFirstSecret(account))} as Client Secret Expiration.`,
    `Choose ${account.roles.join(', ')} as Organization Permissions.`,
    'Press Create, then Copy, and send the client secret to where you keep secrets: it is shown once.',
  ],
  delete: ({ name }) => [`Press the bin in the row of ${name}, under Actions.`, 'Press Delete.'],
};

import type { ConsoleDialect } from '../../core/resource.ts';
import type { DatabaseUserCertificate } from './model.ts';

export const ui: ConsoleDialect<DatabaseUserCertificate> = {
  page: 'security-add-mongodb-users/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Database Users'],
  settings: {},
  create: ({ username, monthsUntilExpiration }) => [
    `Press Edit in the row of ${username}.`,
    `Turn on the download of a certificate when the user is saved, and choose ${monthsUntilExpiration} months.`,
    'Press Update User, and send the file to where you keep secrets: it holds the private key and is shown once.',
  ],
};

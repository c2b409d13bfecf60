import type { ConsoleDialect } from '../../core/resource.ts';
import type { ServiceAccountAccessListEntry } from './model.ts';

export const ui: ConsoleDialect<ServiceAccountAccessListEntry> = {
  page: 'configure-api-access-org/',
  readOn: '2026-11',
  names: 'page',
  path: ['Identity & Access', 'Applications', 'Service Accounts'],
  settings: {},
  create: ({ entry, clientId }) => [
    `Press the name of the account with the client id ${clientId}, and go to API Access List.`,
    `Press Add Access List Entry and enter ${entry}.`,
    'Press Save.',
  ],
  delete: ({ entry, clientId }) => [
    `Press the name of the account with the client id ${clientId}, and go to API Access List.`,
    `Press the bin to the right of ${entry}.`,
    'Press Save.',
  ],
};

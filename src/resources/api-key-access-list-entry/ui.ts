import type { ConsoleDialect } from '../../core/resource.ts';
import type { ApiKeyAccessListEntry } from './model.ts';

export const ui: ConsoleDialect<ApiKeyAccessListEntry> = {
  page: 'configure-api-access/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Identity & Access', 'Applications', 'API Keys'],
  settings: {},
  create: ({ entry, apiKeyId }) => [
    `Open the menu of the key ${apiKeyId}, Edit, then API Access List.`,
    `Press Add Access List Entry and enter ${entry}.`,
    'Press Save.',
  ],
  delete: ({ entry, apiKeyId }) => [
    `Open the menu of the key ${apiKeyId}, Edit, then API Access List.`,
    `Press Delete in the row of ${entry}, and confirm.`,
  ],
};

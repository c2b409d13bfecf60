import type { ConsoleDialect } from '../../core/resource.ts';
import type { SupportAccessGrant } from './model.ts';

export const ui: ConsoleDialect<SupportAccessGrant> = {
  page: 'security-restrict-support-access/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Database', 'Clusters'],
  settings: {},
  create: ({ clusterName, grantType, expirationTime }) => [
    `Open the menu of ${clusterName}, and press Grant Infrastructure Access.`,
    `Confirm: the console opens the infrastructure for 24 hours; only the Admin API opens ${grantType} until ${expirationTime}.`,
  ],
  delete: ({ clusterName }) => [`Open the menu of ${clusterName}, press Revoke Infrastructure Access, and confirm.`],
};

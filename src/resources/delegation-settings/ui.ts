import type { ConsoleDialect } from '../../core/resource.ts';
import type { DelegationSettings } from './model.ts';

export const ui: ConsoleDialect<DelegationSettings> = {
  page: 'manage-organization-settings/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Organization Settings'],
  settings: {
    delegatedMcpAccess: 'Delegated access of MCP clients',
    delegatedPartnerAccess: 'Delegated access of partners',
    idleRefreshTokenLifetimeSeconds: 'Idle lifetime of refresh tokens, in seconds',
    maximumRefreshTokenLifetimeSeconds: 'Longest lifetime of refresh tokens, in seconds',
  },
};

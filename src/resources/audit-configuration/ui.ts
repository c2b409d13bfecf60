import type { ConsoleDialect } from '../../core/resource.ts';
import type { AuditConfiguration } from './model.ts';

export const ui: ConsoleDialect<AuditConfiguration> = {
  page: 'database-auditing/',
  readOn: '2026-08',
  names: 'page',
  path: ['Security', 'Database & Network Access', 'Advanced', 'Database Auditing'],
  settings: {
    enabled: 'Database Auditing',
    auditFilter: 'Use Custom JSON Filter',
    auditAuthorizationSuccess: 'Audit authorization successes',
  },
};

import type { ConsoleDialect } from '../../core/resource.ts';
import type { Organization } from './model.ts';

export const ui: ConsoleDialect<Organization> = {
  page: 'manage-organization-settings/',
  readOn: '2026-08',
  names: 'page',
  path: ['Organization Settings'],
  settings: {
    name: 'Organization Name',
  },
};

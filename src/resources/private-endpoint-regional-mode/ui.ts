import type { ConsoleDialect } from '../../core/resource.ts';
import type { PrivateEndpointRegionalMode } from './model.ts';

export const ui: ConsoleDialect<PrivateEndpointRegionalMode> = {
  page: 'security-private-endpoint/',
  readOn: '2026-08',
  names: 'page',
  path: ['Project Settings', 'Multiple Regionalized Private Endpoints'],
  settings: {
    enabled: 'Multiple Regionalized Private Endpoints',
  },
};

import type { ConsoleDialect } from '../../core/resource.ts';
import type { OrganizationSettings } from './model.ts';

export const ui: ConsoleDialect<OrganizationSettings> = {
  page: 'manage-organization-settings/',
  readOn: '2026-08',
  names: 'page',
  path: ['Organization Settings'],
  settings: {
    apiAccessListRequired: 'Require IP Access List for the Atlas Administration API',
    multiFactorAuthRequired: 'Require Multi-Factor Authentication',
    restrictEmployeeAccess: 'Block MongoDB Production Support Employee Access to Atlas Infrastructure',
    genAIFeaturesEnabled: 'Enable Atlas features that use generative AI',
    securityContact: 'Atlas Security Contact Information',
    maxServiceAccountSecretValidityInHours: 'Longest validity of service account secrets, in hours',
    operationsContact: 'Operations contact',
    customSessionTimeouts: 'Configure Session Timeout',
    streamsCrossGroupEnabled: 'Stream processing across projects',
  },
  save: 'Each setting has its own Save.',
};

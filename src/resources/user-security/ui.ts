import type { ConsoleDialect } from '../../core/resource.ts';
import type { UserSecurity } from './model.ts';

export const ui: ConsoleDialect<UserSecurity> = {
  page: 'security-ldaps/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Advanced'],
  settings: {
    customerCas: 'Self-Managed X.509 Authentication',
    'ldap.authenticationEnabled': 'LDAP Authentication',
    'ldap.authorizationEnabled': 'LDAP Authorization',
    'ldap.hostname': 'Server URL',
    'ldap.port': 'Port',
    'ldap.bindUsername': 'Bind Username',
    'ldap.caCertificate': 'CA Root Certificate',
    'ldap.authzQueryTemplate': 'Query Template',
    'ldap.userToDnMapping': 'User to DN Mapping',
  },
  save: 'Press Verify and Save; the bind password is asked for there.',
};

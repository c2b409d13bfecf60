import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type UserSecurity, userSecurity } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const none: UserSecurity = {
  projectId: exampleIds.projectId,
  customerCas: null,
  ldap: {
    authenticationEnabled: false,
    authorizationEnabled: false,
    hostname: null,
    port: null,
    bindUsername: null,
    caCertificate: null,
    authzQueryTemplate: null,
    userToDnMapping: [],
  },
};

const ldap: UserSecurity = {
  ...none,
  ldap: {
    authenticationEnabled: true,
    authorizationEnabled: false,
    hostname: 'ldap.example.com',
    port: 636,
    bindUsername: 'cn=atlas,ou=services,dc=example,dc=com',
    caCertificate: null,
    authzQueryTemplate: '{USER}?memberOf?base',
    userToDnMapping: [
      {
        match: '(.+)@ENGINEERING.EXAMPLE.COM',
        substitution: 'cn={0},ou=engineering,dc=example,dc=com',
        ldapQuery: null,
      },
    ],
  },
};

const ownCa: UserSecurity = {
  ...none,
  customerCas: '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----\n',
};

export default defineResource({
  kind: 'user-security',
  title: 'LDAP and X.509 settings',
  parentKind: 'project',
  model: userSecurity,
  path: (model) => [model.projectId],
  parentPath: (model) => [model.projectId],
  label: () => 'LDAP and X.509 settings',
  lifecycle: 'singleton',
  irreversible: (change) =>
    change.type === 'update' && change.before.ldap.hostname === null && change.after.ldap.hostname !== null
      ? 'Atlas keeps the LDAP server, port and bind user once they are set; only the switches can be turned back.'
      : undefined,
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [none, ldap, ownCa],
  exampleUpdates: [
    { before: none, after: ldap },
    { before: ldap, after: { ...ldap, ldap: { ...ldap.ldap, authenticationEnabled: false } } },
    { before: ldap, after: { ...ldap, ldap: { ...ldap.ldap, authorizationEnabled: true } } },
    { before: ldap, after: { ...ldap, ldap: { ...ldap.ldap, userToDnMapping: [], authzQueryTemplate: null } } },
    { before: none, after: ownCa },
    { before: ownCa, after: none },
  ],
});

import { textOf } from '../../core/read-back.ts';
import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { UserSecurity } from './model.ts';

export const cloudformation: CloudFormationType<UserSecurity> = {
  type: 'MongoDB::Atlas::LDAPConfiguration',
  mode: 'whole',
  fields: ['projectId', 'ldap'],
  isCreation: (before, after) => before.ldap.hostname === null && before.customerCas === after.customerCas,
  properties: ({ projectId, ldap }) => ({
    ProjectId: projectId,
    AuthenticationEnabled: ldap.authenticationEnabled,
    AuthorizationEnabled: ldap.authorizationEnabled,
    Hostname: ldap.hostname ?? undefined,
    Port: ldap.port ?? undefined,
    BindUsername: ldap.bindUsername ?? undefined,
    CaCertificate: ldap.caCertificate ?? undefined,
    AuthzQueryTemplate: ldap.authzQueryTemplate ?? undefined,
    UserToDNMapping: ldap.userToDnMapping.map(({ match, substitution, ldapQuery }) => ({
      Match: match,
      Substitution: substitution ?? undefined,
      LdapQuery: ldapQuery ?? undefined,
    })),
  }),
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    ldap: {
      authenticationEnabled: given.AuthenticationEnabled === true,
      authorizationEnabled: given.AuthorizationEnabled === true,
      hostname: textOf(given.Hostname),
      port: typeof given.Port === 'number' ? given.Port : null,
      bindUsername: textOf(given.BindUsername),
      caCertificate: textOf(given.CaCertificate),
      authzQueryTemplate: textOf(given.AuthzQueryTemplate),
      userToDnMapping: (given.UserToDNMapping as readonly TemplateObject[]).map(
        ({ Match, Substitution, LdapQuery }) => ({
          match: String(Match),
          substitution: textOf(Substitution),
          ldapQuery: textOf(LdapQuery),
        }),
      ),
    },
  }),
  identifier: ({ projectId, ldap }) => (ldap.hostname === null ? undefined : { ProjectId: projectId }),
  secrets: () => ({ BindPassword: 'the password that Atlas binds to the LDAP server with' }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { hostname, port, bindUsername } = change.after.ldap;
    return hostname === null || port === null || bindUsername === null
      ? 'The type needs a host, a port and a bind user.'
      : undefined;
  },
};

import { filledTextOf } from '../../core/read-back.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { UserSecurity } from './model.ts';

// The provider has LDAP here; the customer's CA stands in mongodbatlas_x509_authentication_database_user.
export const terraform: TerraformDialect<UserSecurity> = {
  type: 'mongodbatlas_ldap_configuration',
  mode: 'difference',
  name: () => 'ldap',
  toHcl: ({ projectId, ldap }) => ({
    attributes: {
      project_id: projectId,
      authentication_enabled: ldap.authenticationEnabled,
      authorization_enabled: ldap.authorizationEnabled,
      ...(ldap.hostname === null ? {} : { hostname: ldap.hostname }),
      ...(ldap.port === null ? {} : { port: ldap.port }),
      ...(ldap.bindUsername === null ? {} : { bind_username: ldap.bindUsername }),
      ...(ldap.caCertificate === null ? {} : { ca_certificate: ldap.caCertificate }),
      ...(ldap.authzQueryTemplate === null ? {} : { authz_query_template: ldap.authzQueryTemplate }),
    },
    blocks: ldap.userToDnMapping.map(({ match, substitution, ldapQuery }) => ({
      type: 'user_to_dn_mapping',
      body: {
        attributes: {
          match,
          ...(substitution === null ? {} : { substitution }),
          ...(ldapQuery === null ? {} : { ldap_query: ldapQuery }),
        },
      },
    })),
  }),
  fromHcl: ({ attributes: a, blocks }, base) => ({
    projectId: String(a.project_id),
    customerCas: base?.customerCas ?? null,
    ldap: {
      authenticationEnabled: a.authentication_enabled === true,
      authorizationEnabled: a.authorization_enabled === true,
      hostname: filledTextOf(a.hostname),
      port: typeof a.port === 'number' ? a.port : null,
      bindUsername: filledTextOf(a.bind_username),
      caCertificate: filledTextOf(a.ca_certificate),
      authzQueryTemplate: filledTextOf(a.authz_query_template),
      userToDnMapping: (blocks.user_to_dn_mapping ?? []).map(({ attributes }) => ({
        match: String(attributes.match),
        substitution: filledTextOf(attributes.substitution),
        ldapQuery: filledTextOf(attributes.ldap_query),
      })),
    },
  }),
  importId: (model) => (model.ldap.hostname === null ? undefined : model.projectId),
  cannot: (change) => {
    if (change.type !== 'update') return undefined;
    if (change.before.customerCas !== change.after.customerCas) {
      return 'The own certificate authority is an attribute of mongodbatlas_x509_authentication_database_user, not of the LDAP resource.';
    }
    return change.after.ldap.hostname === null
      ? 'mongodbatlas_ldap_configuration needs a host, a bind user and a bind password.'
      : undefined;
  },
};

import { z } from 'zod';

/** How a project's database users can prove who they are beside passwords: LDAP, and certificates of the customer's own CA. */
export interface UserSecurity {
  readonly projectId: string;
  /** The certificate authorities of self-managed X.509, PEM; null: none. With one, Atlas-managed certificates cannot be made. */
  readonly customerCas: string | null;
  readonly ldap: Ldap;
}

/** LDAP settings. Atlas keeps the connection's fields when LDAP is switched off (recorded: TestLDAPWithFlags). */
export interface Ldap {
  readonly authenticationEnabled: boolean;
  /** While on, users of OIDC, AWS IAM and Atlas-managed X.509 cannot connect (Atlas docs, LDAP page). */
  readonly authorizationEnabled: boolean;
  readonly hostname: string | null;
  readonly port: number | null;
  readonly bindUsername: string | null;
  /** The LDAP server's own CA, PEM; null: none. */
  readonly caCertificate: string | null;
  readonly authzQueryTemplate: string | null;
  readonly userToDnMapping: readonly LdapMapping[];
}

/** One step from a user name to a distinguished name: the first whose `match` fits is taken. */
export interface LdapMapping {
  readonly match: string;
  readonly substitution: string | null;
  readonly ldapQuery: string | null;
}

export const userSecurity: z.ZodType<UserSecurity> = z.strictObject({
  projectId: z.string().min(1),
  customerCas: z.string().min(1).nullable(),
  ldap: z.strictObject({
    authenticationEnabled: z.boolean(),
    authorizationEnabled: z.boolean(),
    hostname: z.string().nullable(),
    port: z.number().int().nullable(),
    bindUsername: z.string().nullable(),
    caCertificate: z.string().nullable(),
    authzQueryTemplate: z.string().nullable(),
    userToDnMapping: z.array(
      z.strictObject({
        match: z.string(),
        substitution: z.string().nullable(),
        ldapQuery: z.string().nullable(),
      }),
    ),
  }),
});

import { z } from 'zod';
import type { Instant } from '../../core/instant.ts';

/** How a database user proves who it is; Atlas allows one way for each user, and it cannot be changed later. */
export type DatabaseUserMechanism =
  | { readonly type: 'scram' }
  /** `managed`: Atlas issues the certificates. `customer`: the project's own certificate authority does. */
  | { readonly type: 'x509'; readonly issuer: 'managed' | 'customer' }
  | { readonly type: 'aws-iam'; readonly principal: 'user' | 'role' }
  | { readonly type: 'ldap'; readonly principal: 'user' | 'group' }
  /** `group`: a workforce identity provider's group. `user`: one user or workload of a provider. */
  | { readonly type: 'oidc'; readonly principal: 'user' | 'group' };

/** A role given to a user: built in or custom (custom ones stand in `admin`), perhaps on one collection only. */
export interface DatabaseUserRole {
  readonly roleName: string;
  readonly databaseName: string;
  /** null: the whole database. */
  readonly collectionName: string | null;
}

/** A cluster, federated database or stream processing workspace that a user is confined to. */
export interface DatabaseUserScope {
  readonly type: 'CLUSTER' | 'DATA_LAKE' | 'STREAM';
  readonly name: string;
}

/** Who may work with the data of a project's clusters. The password is never part of it. */
export interface DatabaseUser {
  readonly projectId: string;
  /** The database that authenticates: `admin`, or `$external` for what is proven outside MongoDB. */
  readonly databaseName: string;
  /** A name, a distinguished name, an ARN, or `<identity provider id>/<claim value>`: what the mechanism asks for. */
  readonly username: string;
  readonly mechanism: DatabaseUserMechanism;
  /** Sorted by database, role and collection. */
  readonly roles: readonly DatabaseUserRole[];
  /** Empty: every cluster of the project. Sorted by type and name. */
  readonly scopes: readonly DatabaseUserScope[];
  /** Sorted by key. */
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  /** Free text, at most 100 characters; empty where there is none. */
  readonly description: string;
  /** When Atlas removes the user by itself; null: permanent. At most 7 days ahead. */
  readonly deleteAfterDate: Instant | null;
}

const mechanism: z.ZodType<DatabaseUserMechanism> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('scram') }),
  z.strictObject({ type: z.literal('x509'), issuer: z.enum(['managed', 'customer']) }),
  z.strictObject({ type: z.literal('aws-iam'), principal: z.enum(['user', 'role']) }),
  z.strictObject({ type: z.literal('ldap'), principal: z.enum(['user', 'group']) }),
  z.strictObject({ type: z.literal('oidc'), principal: z.enum(['user', 'group']) }),
]);

export const databaseUser: z.ZodType<DatabaseUser> = z.strictObject({
  projectId: z.string().min(1),
  databaseName: z.string().min(1),
  username: z.string().min(1),
  mechanism,
  roles: z.array(
    z.strictObject({ roleName: z.string(), databaseName: z.string(), collectionName: z.string().nullable() }),
  ),
  scopes: z.array(z.strictObject({ type: z.enum(['CLUSTER', 'DATA_LAKE', 'STREAM']), name: z.string() })),
  labels: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  description: z.string(),
  deleteAfterDate: z.custom<Instant>((value) => typeof value === 'string').nullable(),
});

/** The database that a mechanism authenticates against (Atlas CLI and provider documentation; an IDP_GROUP in admin is recorded). */
export function authenticationDatabaseOf(mechanism: DatabaseUserMechanism): 'admin' | '$external' {
  switch (mechanism.type) {
    case 'scram':
      return 'admin';
    case 'oidc':
    case 'ldap':
      return mechanism.principal === 'group' ? 'admin' : '$external';
    case 'x509':
    case 'aws-iam':
      return '$external';
    default:
      return mechanism satisfies never;
  }
}

/** The roles that Atlas brings along; every other role in `admin` is one of the project's custom roles. */
export const builtInDatabaseRoles: readonly string[] = [
  'atlasAdmin',
  'backup',
  'clusterMonitor',
  'dbAdmin',
  'dbAdminAnyDatabase',
  'enableSharding',
  'read',
  'readAnyDatabase',
  'readWrite',
  'readWriteAnyDatabase',
];

/** The names of the custom roles that a user holds. */
export function customRolesOf(user: Pick<DatabaseUser, 'roles'>): readonly string[] {
  return user.roles
    .filter((role) => role.databaseName === 'admin' && !builtInDatabaseRoles.includes(role.roleName))
    .map((role) => role.roleName);
}

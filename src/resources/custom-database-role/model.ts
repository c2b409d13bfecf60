import { z } from 'zod';

/** What an action of a custom role may touch: the cluster as a whole, or a database, or one of its collections. */
export type CustomRoleResource =
  | { readonly type: 'cluster' }
  | {
      readonly type: 'collection';
      /** Empty: every database. */
      readonly database: string;
      /** null: every collection of the database. */
      readonly collection: string | null;
    };

/** One privilege action of MongoDB, in Atlas's upper-case spelling, and where it is allowed. */
export interface CustomRoleAction {
  /** For example `FIND`, `UPDATE`, `LIST_SESSIONS`. */
  readonly action: string;
  /** A set: sorted. */
  readonly resources: readonly CustomRoleResource[];
}

/** A role that the project defines for its database users: exactly the privileges they need. */
export interface CustomDatabaseRole {
  readonly projectId: string;
  readonly roleName: string;
  /** A set: sorted by action, each action once. */
  readonly actions: readonly CustomRoleAction[];
  /** A set: sorted by database and role. Custom roles stand in `admin`. */
  readonly inheritedRoles: readonly { readonly databaseName: string; readonly roleName: string }[];
}

const resource: z.ZodType<CustomRoleResource> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('cluster') }),
  z.strictObject({ type: z.literal('collection'), database: z.string(), collection: z.string().nullable() }),
]);

export const customDatabaseRole: z.ZodType<CustomDatabaseRole> = z.strictObject({
  projectId: z.string().min(1),
  roleName: z.string().min(1),
  actions: z.array(z.strictObject({ action: z.string().min(1), resources: z.array(resource) })),
  inheritedRoles: z.array(z.strictObject({ databaseName: z.string(), roleName: z.string() })),
});

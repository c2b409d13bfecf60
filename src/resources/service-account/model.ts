import { z } from 'zod';

/** One secret of a service account, without its value. It is of no use from `expiresAt` on. */
export interface ServiceAccountSecret {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Null: never used. */
  readonly lastUsedAt: string | null;
}

/** A service account of the organization: an OAuth 2.0 client of the Admin API. Its secrets' values are no part of the model. */
export interface ServiceAccount {
  readonly orgId: string;
  /** `mdb_sa_id_` and 24 hex digits. */
  readonly clientId: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: string;
  /** Its roles in the organization, sorted. Roles in projects are asked for project by project. */
  readonly roles: readonly string[];
  /** Sorted by id. */
  readonly secrets: readonly ServiceAccountSecret[];
}

export const serviceAccount: z.ZodType<ServiceAccount> = z.strictObject({
  orgId: z.string().min(1),
  clientId: z.string().min(1),
  name: z.string(),
  description: z.string(),
  createdAt: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(
    z.strictObject({
      id: z.string(),
      createdAt: z.string(),
      expiresAt: z.string(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
});

import { z } from 'zod';

/** The roles that a service account of the organization has in one project. */
export interface ServiceAccountAssignment {
  readonly projectId: string;
  /** `mdb_sa_id_` and 24 hex digits. */
  readonly clientId: string;
  readonly name: string;
  /** Sorted. */
  readonly roles: readonly string[];
  /** The organization of both; snapshots of earlier versions do not say it. */
  readonly orgId?: string | undefined;
}

export const serviceAccountAssignment: z.ZodType<ServiceAccountAssignment> = z.strictObject({
  projectId: z.string().min(1),
  clientId: z.string().min(1),
  name: z.string(),
  roles: z.array(z.string()),
  orgId: z.string().min(1).optional(),
});

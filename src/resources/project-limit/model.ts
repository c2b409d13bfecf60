import { z } from 'zod';

/** A limit of a project that is not what Atlas sets by itself: how many users, roles or access list entries it may have. */
export interface ProjectLimit {
  readonly projectId: string;
  /** For example `atlas.project.security.networkAccess.entries`. */
  readonly name: string;
  readonly value: number;
  /** What Atlas goes back to when the limit is removed; null: there is none then. */
  readonly defaultLimit: number | null;
  /** The most that it can be set to; null where Atlas names none. */
  readonly maximumLimit: number | null;
  /** How much of it is in use; null where Atlas does not count. */
  readonly currentUsage: number | null;
}

const count = z.number().nullable();

export const projectLimit: z.ZodType<ProjectLimit> = z.strictObject({
  projectId: z.string().min(1),
  name: z.string().min(1),
  value: z.number(),
  defaultLimit: count,
  maximumLimit: count,
  currentUsage: count,
});

import { z } from 'zod';
import type { Instant } from '../../core/instant.ts';

/** Who may open a connection to a project's clusters from outside peering and private endpoints: one entry of the list. */
export interface ProjectIpAccessListEntry {
  readonly projectId: string;
  readonly type: 'cidr' | 'aws-security-group';
  /** CIDR notation always (a single address is `/32` or `/128`), or the id of an AWS security group (`sg-…`). */
  readonly entry: string;
  /** Free text, at most 80 characters; empty where there is none. */
  readonly comment: string;
  /** When Atlas removes the entry by itself; null: permanent. At most 7 days ahead when it is made. */
  readonly deleteAfterDate: Instant | null;
}

export const projectIpAccessListEntry: z.ZodType<ProjectIpAccessListEntry> = z.strictObject({
  projectId: z.string(),
  type: z.enum(['cidr', 'aws-security-group']),
  entry: z.string().min(1),
  comment: z.string(),
  deleteAfterDate: z.custom<Instant>((value) => typeof value === 'string').nullable(),
});

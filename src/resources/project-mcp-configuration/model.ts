import { z } from 'zod';

/** A remote Model Context Protocol server of one project: a credential with roles of its own. */
export interface ProjectMcpConfiguration {
  readonly projectId: string;
  /** A UUID; until Atlas has made it, a name that is good for the plan only. */
  readonly id: string;
  readonly name: string;
  /** The service account that clients call it with; null: Atlas does not say. */
  readonly clientId: string | null;
  /** The service account that it calls Atlas with; null: Atlas does not say. */
  readonly egressClientId: string | null;
  /** Sorted. */
  readonly roles: readonly string[];
  /** Ranges in CIDR notation that it may be called from, sorted; empty: anywhere. */
  readonly ipAccessList: readonly string[];
}

export const projectMcpConfiguration: z.ZodType<ProjectMcpConfiguration> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().min(1),
  name: z.string(),
  clientId: z.string().nullable(),
  egressClientId: z.string().nullable(),
  roles: z.array(z.string()),
  ipAccessList: z.array(z.string()),
});

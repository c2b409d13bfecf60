import { z } from 'zod';

/** A secret with which clients call a remote MCP server of a project, without its value. It is of no use from `expiresAt` on. */
export interface ProjectMcpConfigurationSecret {
  readonly projectId: string;
  /** The configuration that it opens. */
  readonly configurationId: string;
  /** 24 hex digits; until Atlas has made it, a name that is good for the plan only. */
  readonly id: string;
  /** From its creation to its end. */
  readonly lifetimeHours: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Null: never used. */
  readonly lastUsedAt: string | null;
}

export const projectMcpConfigurationSecret: z.ZodType<ProjectMcpConfigurationSecret> = z.strictObject({
  projectId: z.string().min(1),
  configurationId: z.string().min(1),
  id: z.string().min(1),
  lifetimeHours: z.number().int(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

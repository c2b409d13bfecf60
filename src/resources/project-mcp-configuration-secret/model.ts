import { z } from 'zod';
import { type McpSecretFields, mcpSecretFields } from '../mcp-contract.ts';

/** A secret with which clients call a remote MCP server of a project, without its value. It is of no use from `expiresAt` on. */
export interface ProjectMcpConfigurationSecret extends McpSecretFields {
  readonly projectId: string;
}

export const projectMcpConfigurationSecret: z.ZodType<ProjectMcpConfigurationSecret> = z.strictObject({
  projectId: z.string().min(1),
  ...mcpSecretFields,
});

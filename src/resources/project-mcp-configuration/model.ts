import { z } from 'zod';
import { type McpConfigurationFields, mcpConfigurationFields } from '../mcp-contract.ts';

/** A remote Model Context Protocol server of one project: a credential with roles of its own. */
export interface ProjectMcpConfiguration extends McpConfigurationFields {
  readonly projectId: string;
}

export const projectMcpConfiguration: z.ZodType<ProjectMcpConfiguration> = z.strictObject({
  projectId: z.string().min(1),
  ...mcpConfigurationFields,
});

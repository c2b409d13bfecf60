import { z } from 'zod';
import { type McpConfigurationFields, mcpConfigurationFields } from '../mcp-contract.ts';

/** A remote Model Context Protocol server of the organization: a credential with roles of its own. */
export interface McpConfiguration extends McpConfigurationFields {
  readonly orgId: string;
}

export const mcpConfiguration: z.ZodType<McpConfiguration> = z.strictObject({
  orgId: z.string().min(1),
  ...mcpConfigurationFields,
});

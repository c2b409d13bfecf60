import { z } from 'zod';
import { type McpSecretFields, mcpSecretFields } from '../mcp-contract.ts';

/** A secret with which clients call a remote MCP server of the organization, without its value. It is of no use from `expiresAt` on. */
export interface McpConfigurationSecret extends McpSecretFields {
  readonly orgId: string;
}

export const mcpConfigurationSecret: z.ZodType<McpConfigurationSecret> = z.strictObject({
  orgId: z.string().min(1),
  ...mcpSecretFields,
});

/** Source: the provider's list of resources. */
export const terraform = {
  none: 'Terraform has no resource for remote MCP servers.',
} as const;

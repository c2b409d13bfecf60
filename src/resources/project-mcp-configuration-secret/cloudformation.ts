/** Source: the publisher's list of types. */
export const cloudformation = {
  none: 'CloudFormation has no type for remote MCP servers.',
} as const;

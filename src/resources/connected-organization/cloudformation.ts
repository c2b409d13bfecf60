/** The registry has types for identity providers and role mappings only. */
export const cloudformation = {
  none: 'CloudFormation has no type for an organization of a federation.',
} as const;

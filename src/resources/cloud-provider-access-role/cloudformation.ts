/** Source: the publisher's resource schemas; there is nothing to write. */
export const cloudformation = {
  none: 'CloudFormation has no type for cloud provider access.',
} as const;

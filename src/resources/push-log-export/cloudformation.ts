/** Source: the publisher's resource schemas; there is nothing to write. */
export const cloudformation = {
  none: 'CloudFormation has no type for push-based log export: MongoDB::Atlas::LogIntegration takes its place.',
} as const;

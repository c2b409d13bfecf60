/** Source: the publisher's resource schemas; there is nothing to write. */
export const cloudformation = {
  none: 'CloudFormation cannot say what is audited: MongoDB::Atlas::Auditing marks its filter read-only, and creating it turns auditing on with whatever stands there.',
} as const;

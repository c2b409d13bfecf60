/** Source: the publisher's resource schemas; there is nothing to write. */
export const cloudformation = {
  none: 'CloudFormation sets these only for organizations that it has made itself: MongoDB::Atlas::Organization knows one by the AWS secret of an owner key.',
} as const;

/** Source: the publisher's resource schemas; there is nothing to write. */
export const cloudformation = {
  none: 'CloudFormation makes organizations only: MongoDB::Atlas::Organization knows one by the AWS secret of an owner key that it has made itself.',
} as const;

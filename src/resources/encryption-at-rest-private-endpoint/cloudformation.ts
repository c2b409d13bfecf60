/** Source: the publisher's list of types. */
export const cloudformation = {
  none: 'CloudFormation has no type for the private endpoints of a key management service.',
} as const;

/** Source: the publisher's resource schemas; there is nothing to write. */
export const cloudformation = {
  none: 'What MongoDB::Atlas::Project takes in ProjectSettings could not be confirmed, so that nothing is written.',
} as const;

/** Source: the publisher's resource schemas. */
export const cloudformation = {
  none: 'MongoDB::Atlas::Project has no property for the limits of a project.',
} as const;

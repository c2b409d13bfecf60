/** Source: the handlers of the publisher's type; its Update removes the members that `Usernames` does not name. */
export const cloudformation = {
  none: 'MongoDB::Atlas::Teams owns the members too: with each update it takes everybody out of the team whom its own list does not name.',
} as const;
